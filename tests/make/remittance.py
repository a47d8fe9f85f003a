"""Cash that carriers took in, and their lists of it, for tests."""

from itertools import count

from sqlalchemy import select

from shop.carriers.models import CarrierName, Shipment, ShipmentStatus
from shop.core.actor import Actor, Role
from shop.fulfilment.pack import pack_order
from shop.fulfilment.ship import deliver_order, ship_order
from shop.orders.models import Order, Parcel
from shop.remittance.models import CodCollection
from shop.remittance.read_list import read_list
from shop.remittance.send_list import send_list
from tests.make.accounts import person
from tests.make.parcels import HERE, THERE, clerk_at, two_parcels

GHN = CarrierName.GHN
FEE = 28_000
_numbers = count(1)


async def officer(session) -> Actor:
    """Somebody of the programme office."""
    made = await person(session, Role.OFFICER)
    await session.flush()
    return Actor(person_id=made.id, name=made.name, roles=frozenset({Role.OFFICER}))


async def sent_off(session, carrier=GHN):
    """An order of two parcels, both on their way with a carrier: (order, clerk, tracking numbers, parcels)."""
    _, _, order = await two_parcels(session)
    clerk = await clerk_at(session, HERE, THERE)
    actor = Actor(person_id=clerk.id, roles=frozenset({Role.STAFF}))
    await pack_order(session, actor, order.code)
    parcels = (
        await session.scalars(
            select(Parcel)
            .join(Order, Order.id == Parcel.order_id)
            .where(Order.code == order.code)
            .order_by(Parcel.number)
        )
    ).all()
    trackings = [f"G{next(_numbers):08}" for _ in parcels]
    for parcel, tracking in zip(parcels, trackings, strict=True):
        made = Shipment(
            reference=parcel.id,
            carrier=carrier,
            service="road",
            tracking=tracking,
            fee=FEE,
            status=ShipmentStatus.CREATED,
            attempts=1,
        )
        session.add(made)
    await session.flush()
    await ship_order(session, actor, order.code)
    return order, actor, trackings, parcels


async def brought(session, carrier=GHN):
    """The same, brought and paid for."""
    order, actor, trackings, parcels = await sent_off(session, carrier)
    await deliver_order(session, actor, order.code)
    await session.flush()
    return order, actor, trackings, parcels


def csv_of(*rows, head="Mã đơn hàng;Mã đơn khách hàng;Tiền thu hộ;Tổng phí;Ngày chuyển COD") -> bytes:
    """A list as GHN writes it: rows of (tracking, amount), or whole ones."""
    lines = [head]
    for row in rows:
        tracking, amount, *rest = row
        fee = rest[0] if rest else FEE
        lines.append(f"{tracking};;{amount};{fee};28/11/2026")
    return "\n".join(lines).encode()


async def sent(session, actor, *rows, carrier=GHN, content=None):
    """A list that was sent and judged: its id."""
    content = content or csv_of(*rows)
    made = await send_list(
        session, actor, carrier, filename="ghn.csv", content=content, rows=read_list(carrier, content, "ghn.csv")
    )
    await session.flush()
    return made


async def cash_of(session, order):
    """(state, handed in, holder) of the order's collections, by parcel."""
    rows = await session.execute(
        select(CodCollection.state, CodCollection.handed_in, CodCollection.holder)
        .join(Parcel, Parcel.id == CodCollection.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.code == order.code)
        .order_by(Parcel.number)
        .execution_options(populate_existing=True)
    )
    return [tuple(row) for row in rows]
