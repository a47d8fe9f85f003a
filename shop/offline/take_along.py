"""A device takes the waiting pickups of its point along, for when the net is away."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod
from shop.offline.models import PickupList
from shop.offline.rules import MOST_PICKUPS, secret_hash
from shop.orders.models import Order, OrderStatus
from shop.orders.queries import orders_at
from shop.orders.rules import pickup_secret
from shop.orders.shown import OrderShown
from shop.payments.rules import cash_due
from shop.stockroom.guards import stockroom_of

WAITING = (OrderStatus.CONFIRMED, OrderStatus.PACKED)


class TakenOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A waiting pickup as a device may hold it; `total` (đồng) is collected, `hash` is of its QR code's secret."""

    code: str
    name: str
    phone_end: str  # three digits
    packed: bool
    lines: tuple[str, ...]
    total: Dong
    hash: str


class TakenList(msgspec.Struct, frozen=True, kw_only=True):
    """What a device takes along: good until `valid_until` (UTC); `salt` goes before a secret when it is hashed."""

    id: UUID
    place: str
    place_name: str
    made_at: datetime
    valid_until: datetime
    salt: str
    orders: tuple[TakenOrder, ...]


async def take_along(session: AsyncSession, actor: Actor, slug: str, *, secret: str, hours: int) -> TakenList:
    """The pickups that wait at the place, at most 500, the oldest first; the list is good for so many `hours`.

    Each call makes a list of its own.

    Raises:
        PlaceUnknown, Unauthenticated, Forbidden: the actor does not work there.
    """
    place = await stockroom_of(session, actor, slug)
    assert actor.person_id is not None, "the guard lets no guest in"
    found = await orders_at(session, place.id, WAITING, MOST_PICKUPS)
    orders = [each for each in found if _waits_at(each, place.slug)]
    ids = await _ids(session, [each.code for each in orders])
    moment = await now(session)
    made = PickupList(
        place_id=place.id,
        made_by=actor.person_id,
        valid_until=moment + timedelta(hours=hours),
        order_ids=[ids[each.code] for each in orders],
    )
    session.add(made)
    await session.flush()  # the list's id
    record_act(session, actor.person_id, "offline.take_along", place.slug, orders=len(orders))
    salt = secrets.token_urlsafe(12)
    return TakenList(
        id=made.id,
        place=place.slug,
        place_name=place.name,
        made_at=moment,
        valid_until=made.valid_until,
        salt=salt,
        orders=tuple(_taken(each, secret_hash(salt, pickup_secret(secret, ids[each.code]))) for each in orders),
    )


async def _ids(session: AsyncSession, codes: list[str]) -> dict[str, UUID]:
    rows = await session.execute(select(Order.code, Order.id).where(Order.code.in_(codes)))
    return {row.code: row.id for row in rows}


def _waits_at(order: OrderShown, slug: str) -> bool:
    """It is fetched, and all of it that waits stands here."""
    waiting = [parcel for parcel in order.parcels if parcel.status in WAITING]
    return order.delivery.method is DeliveryMethod.PICKUP and all(parcel.sales_point.slug == slug for parcel in waiting)


def _taken(order: OrderShown, hashed: str) -> TakenOrder:
    waiting = {parcel.number: parcel for parcel in order.parcels if parcel.status in WAITING}
    return TakenOrder(
        code=order.code,
        name=order.contact.name,
        phone_end=order.contact.phone[-3:],
        packed=all(parcel.status is OrderStatus.PACKED for parcel in waiting.values()),
        lines=tuple(
            f"{line.quantity} × {line.product.name}" + (f", {line.name}" if line.name else "")
            for line in order.lines
            if line.parcel in waiting
        ),
        total=cash_due(order.payment.method, Dong(sum(parcel.amount - parcel.deposit for parcel in waiting.values()))),
        hash=hashed,
    )
