"""Orders of several parcels for tests."""

from sqlalchemy import select

from shop.core.actor import Role
from shop.delivery.choose import Address, DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.orders.confirm import confirm_order
from shop.orders.models import Order, Parcel
from shop.places.models import PlaceStaff
from tests.make import catalog
from tests.make.accounts import person
from tests.make.inventory import goods
from tests.make.orders import placed

HERE, THERE = "quay-hang-trong", "quay-ha-dong"


async def to_the_door(session) -> DeliveryWish:
    """A delivery to a commune."""
    commune = await catalog.region(session, "Phường Hoàn Kiếm", catalog.RegionLevel.COMMUNE)
    return DeliveryWish(method=DeliveryMethod.SHIP, address=Address(line="1 phố Huế", commune=commune.slug))


async def two_parcels(session, *, there=THERE, delivery=None, **changes):
    """A confirmed order of a bowl at one point and tea of another producer at `there`; parcels in that order.

    One that is to be paid before is only placed.
    """
    bowl = await goods(session, 5, point=HERE)
    tea = await goods(session, 5, point=there, name="Chè sen", price=100_000, producer="Hợp tác xã Chè")
    to = delivery or await to_the_door(session)
    order = await placed(session, bowl, tea, quantity=2, delivery=to, **changes)
    await confirmed(session, order)
    return bowl, tea, order


async def confirmed(session, order) -> None:
    """Confirm an order that was placed."""
    await session.flush()
    await confirm_order(session, await session.scalar(select(Order.id).where(Order.code == order.code)))


async def clerk_at(session, *points):
    """Somebody who works at each of these points, as a person."""
    clerk = await person(session, Role.STAFF)
    for point in points:
        session.add(PlaceStaff(place_id=(await catalog.place(session, point)).id, person_id=clerk.id))
    await session.flush()
    return clerk


async def parcels_of(session, order):
    """(status, place, amount) of the order's parcels, by number."""
    rows = await session.execute(
        select(Parcel.status, Parcel.place_id, Parcel.amount)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.code == order.code)
        .order_by(Parcel.number)
    )
    return [tuple(row) for row in rows]
