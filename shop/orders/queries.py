"""Reads of orders: for the buyer, and for the people at the point."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from msgspec import UNSET
from sqlalchemy import ColumnElement, Row, exists, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import Shipment, ShipmentStatus
from shop.carriers.rules import tracking_url
from shop.cart.shown import PointShown, ProductShown
from shop.catalog.models import Product, Variant
from shop.core.actor import Actor
from shop.core.ids import read_code
from shop.orders.errors import OrderUnknown
from shop.orders.extras import extras_of
from shop.orders.models import Order, OrderExtra, OrderHistory, OrderLine, OrderStatus, Parcel, ParcelHistory
from shop.orders.rules import AWAITING_PICKUP, CODE_PREFIX, is_order_token, order_token, pickup_code, pickup_qr
from shop.orders.shown import (
    AddressShown,
    CommuneShown,
    ContactShown,
    DeliveryShown,
    OrderedLine,
    OrderShown,
    ParcelShown,
    ShipmentShown,
    standing,
)
from shop.orders.whose import own_orders
from shop.payments.models import Payment
from shop.payments.queries import payment_shown
from shop.places.models import Place
from shop.regions.models import Region

Found = Row[Order, Payment, str, str, str, str, OrderExtra]  # the last five may be None: outer joins


async def order_by_id(session: AsyncSession, order_id: UUID, secret: str, *, with_token: bool = False) -> OrderShown:
    """One order as its buyer may see it, with its token when it is shown to whom placed it.

    Raises:
        OrderUnknown: there is none.
    """
    found = await _find(session, Order.id == order_id, 1)
    if not found:
        raise OrderUnknown
    inside = await _inside(session, [order_id])
    return _shown(found[0], inside[order_id], secret=secret, with_token=with_token)


async def order_at_counter(session: AsyncSession, order_id: UUID) -> OrderShown:
    """One order as the staff of its point may see it: without its token and its pickup code.

    Raises:
        OrderUnknown: there is none.
    """
    found = await _many(session, Order.id == order_id, 1, newest_first=False, secret=None)
    if not found:
        raise OrderUnknown
    return found[0]


async def order_for_reader(
    session: AsyncSession, code: str, token: str | None, actor: Actor, secret: str
) -> OrderShown:
    """The order `code` for who holds its token or whose own it is.

    Raises:
        OrderUnknown: no such order, or not for this asker; both sound the same.
    """
    order_id = await readable_id(session, code, token, actor, secret)
    return await order_by_id(session, order_id, secret)


async def readable_id(session: AsyncSession, code: str, token: str | None, actor: Actor, secret: str) -> UUID:
    """The id of the order `code` if this asker may open it.

    Raises:
        OrderUnknown: no such order, or not for this asker; both sound the same.
    """
    written = read_code(CODE_PREFIX, code)
    if written is None:
        raise OrderUnknown
    is_own = own_orders(actor.person_id) if actor.person_id is not None else false()
    row = (await session.execute(select(Order.id, is_own.label("own")).where(Order.code == written))).one_or_none()
    if row is None:
        raise OrderUnknown
    if not (row.own or (token is not None and is_order_token(secret, row.id, token))):
        raise OrderUnknown
    found: UUID = row.id
    return found


async def orders_of(
    session: AsyncSession, person_id: UUID, limit: int, secret: str, after: str | None = None
) -> list[OrderShown]:
    """A person's own orders, the newest first, going on after the one with the code `after`."""
    wanted = own_orders(person_id)
    if after is not None:
        last = select(Order.id).where(Order.code == after, own_orders(person_id)).scalar_subquery()
        wanted &= Order.id < last
    return await _many(session, wanted, limit, newest_first=True, secret=secret)


async def history_of(session: AsyncSession, order_id: UUID) -> list[OrderHistory]:
    """An order's moves, the first first."""
    rows = await session.scalars(
        select(OrderHistory).where(OrderHistory.order_id == order_id).order_by(OrderHistory.id)
    )
    return list(rows)


async def finished_today(session: AsyncSession, place_id: UUID) -> int:
    """How many parcels a place has handed over or delivered on this calendar day of Hà Nội."""
    day = func.date(func.timezone("Asia/Ho_Chi_Minh", ParcelHistory.created_at))
    ends = ParcelHistory.status.in_((OrderStatus.HANDED_OVER, OrderStatus.DELIVERED))
    counted = (
        select(func.count())
        .select_from(ParcelHistory)
        .join(Parcel, Parcel.id == ParcelHistory.parcel_id)
        .where(Parcel.place_id == place_id, ends, day == func.shop_today())
    )
    return await session.scalar(counted) or 0


async def orders_at(
    session: AsyncSession, place_id: UUID, statuses: Iterable[OrderStatus], limit: int
) -> list[OrderShown]:
    """Orders with a parcel a place has to pack, hand over or send, the oldest first; pickup codes stay with buyers."""
    from_here = exists().where(
        Parcel.order_id == Order.id,
        Parcel.place_id == place_id,
        Parcel.status.in_(list(statuses)),
        exists().where(OrderLine.parcel_id == Parcel.id).correlate(Parcel),
    )
    return await _many(session, from_here, limit, newest_first=False, secret=None)


async def _many(
    session: AsyncSession, wanted: ColumnElement[bool], limit: int, *, newest_first: bool, secret: str | None
) -> list[OrderShown]:
    found = await _find(session, wanted, limit, newest_first=newest_first)
    inside = await _inside(session, [row[0].id for row in found])
    return [_shown(row, inside[row[0].id], secret=secret, with_token=False) for row in found]


async def _find(
    session: AsyncSession, wanted: ColumnElement[bool], limit: int, *, newest_first: bool = False
) -> Sequence[Found]:
    rows = await session.execute(
        select(Order, Payment, Place.slug, Place.name, Region.slug, Region.name, OrderExtra)
        .join(Payment, Payment.reference == Order.id)
        .outerjoin(Place, Place.id == Order.place_id)
        .outerjoin(Region, Region.id == Order.address_commune_id)
        .outerjoin(OrderExtra, OrderExtra.order_id == Order.id)
        .where(wanted)
        .order_by(Order.id.desc() if newest_first else Order.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return rows.all()


class Inside(NamedTuple):
    """What is in an order."""

    lines: list[OrderedLine]
    parcels: list[ParcelShown]


async def _inside(session: AsyncSession, order_ids: Sequence[UUID]) -> dict[UUID, Inside]:
    """The lines and parcels of orders, one statement. A parcel without lines is not shown."""
    rows = await session.execute(
        select(OrderLine, Parcel, Product.slug, Product.image, Place.slug, Place.name, Shipment)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Variant, Variant.id == OrderLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Place, Place.id == Parcel.place_id)
        .outerjoin(Shipment, (Shipment.reference == Parcel.id) & (Shipment.status != ShipmentStatus.CANCELLED))
        .where(OrderLine.order_id.in_(order_ids))
        .order_by(OrderLine.id)
        .execution_options(populate_existing=True)
    )
    found = {order_id: Inside([], []) for order_id in order_ids}
    for line, parcel, slug, image, place_slug, place_name, shipment in rows:
        lines, parcels = found[line.order_id]
        point = PointShown(place_slug, place_name)
        lines.append(_line(line, parcel, ProductShown(slug, line.product_name), image, point))
        if all(known.number != parcel.number for known in parcels):
            parcels.append(_parcel(parcel, point, shipment))
    for inside in found.values():
        inside.parcels.sort(key=lambda parcel: parcel.number)
    return found


def _line(line: OrderLine, parcel: Parcel, product: ProductShown, image: str, point: PointShown) -> OrderedLine:
    return OrderedLine(
        variant=line.variant_id,
        product=product,
        name=line.variant_name,
        unit=line.unit,
        image=image,
        quantity=line.quantity,
        price=line.price,
        total=line.total,
        sales_point=point,
        parcel=parcel.number,
    )


def _parcel(parcel: Parcel, point: PointShown, shipment: Shipment | None) -> ParcelShown:
    return ParcelShown(
        number=parcel.number,
        status=parcel.status,
        sales_point=point,
        reason=parcel.reason,
        amount=parcel.amount,
        deposit=parcel.deposit,
        shipment=_shipment(parcel, shipment),
    )


def _shipment(parcel: Parcel, shipment: Shipment | None) -> ShipmentShown | None:
    """One that is taken back counts no more, unless its carrier was quicker."""
    if shipment is None or (shipment.dropped_at is not None and parcel.carrier is None):
        return None
    return ShipmentShown(
        carrier=shipment.carrier,
        status=shipment.status,
        number=shipment.tracking,
        url=tracking_url(shipment.carrier, shipment.tracking),
    )


def _shown(row: Found, inside: Inside, *, secret: str | None, with_token: bool) -> OrderShown:
    """Show an order; without `secret` (at the point) neither its token nor its pickup code."""
    order, payment, place_slug, place_name, commune_slug, commune_name, extra = row
    point = PointShown(place_slug, place_name) if order.place_id else None
    commune = CommuneShown(commune_slug, commune_name)
    address = AddressShown(order.address_line, commune) if order.address_line else None
    opens = order.pickup_code_hash is not None and order.status in AWAITING_PICKUP
    return OrderShown(
        code=order.code,
        token=order_token(secret, order.id) if secret is not None and with_token else UNSET,
        status=order.status,
        version=order.version,
        total=order.total,
        subtotal=order.subtotal,
        shipping=order.shipping,
        discount=order.discount,
        withdrawn=order.withdrawn,
        lines=tuple(inside.lines),
        parcels=tuple(inside.parcels),
        delivery=DeliveryShown(method=order.delivery, sales_point=point, address=address),
        payment=standing(order.code, payment_shown(payment)),
        contact=ContactShown(order.contact_name, order.contact_phone, order.contact_email),
        extras=extras_of(extra),
        pickup_code=pickup_code(secret, order.id) if secret is not None and opens else UNSET,
        pickup_qr=pickup_qr(secret, order.id, order.code) if secret is not None and opens else UNSET,
        hold_expires_at=order.hold_expires_at,
        unheld=order.unheld,
        deposit=order.deposit,
        deposit_kept=order.deposit_kept,
        created_at=order.created_at,
        sample=order.sample,
    )
