"""Packed parcels leave for the buyer's door, and arrive."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.outbox import publish
from shop.fulfilment.take import advance, facts_of, take_cash, take_parcels
from shop.inventory.consume import consume_stock
from shop.inventory.models import MovementKind
from shop.orders.events import OrderDelivered, OrderShipped
from shop.orders.models import Order, OrderStatus


async def ship_order(session: AsyncSession, actor: Actor, code: str, number: int | None = None) -> Order:
    """Give packed parcels to the courier: their goods leave the books. Safe to repeat.

    Parcel `number`, or all of the order at this actor's places.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        IllegalMove, HoldExpired: it is not packed, or is to be fetched.
    """
    taken = await take_parcels(session, actor, code, number)
    moved = await advance(session, taken, OrderStatus.SHIPPED)
    if moved:
        await consume_stock(session, [parcel.id for parcel in moved], taken.who, MovementKind.SHIP)
        for facts in await facts_of(session, taken, moved):
            publish(session, OrderShipped(**facts))
    return taken.order


async def deliver_order(session: AsyncSession, actor: Actor, code: str, number: int | None = None) -> Order:
    """Note that the courier brought parcels and took the cash for them. Safe to repeat.

    Parcel `number`, or all of the order from this actor's places.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        IllegalMove, HoldExpired: it is not on its way.
    """
    taken = await take_parcels(session, actor, code, number)
    moved = await advance(session, taken, OrderStatus.DELIVERED)
    if moved:
        cash = await take_cash(session, taken, moved)
        for facts in await facts_of(session, taken, moved):
            publish(session, OrderDelivered(**facts))
        record_act(session, actor.person_id, "orders.deliver", taken.order.code, collected=cash)
    return taken.order
