"""Parcels were not taken."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.outbox import publish
from shop.fulfilment.take import advance, facts_of, take_cash, take_parcels
from shop.inventory.give_back import return_stock
from shop.inventory.release import release_stock
from shop.orders.events import OrderRefused
from shop.orders.models import Order, OrderStatus


async def refuse_order(session: AsyncSession, actor: Actor, code: str, reason: str, number: int | None = None) -> Order:
    """End parcels packed for pickup or on their way; their stock is on sale again where it came from. Safe to repeat.

    Parcel `number`, or all of the order at this actor's places.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        IllegalMove, HoldExpired: it is not packed for pickup, nor on its way.
    """
    taken = await take_parcels(session, actor, code, number)
    moved = await advance(session, taken, OrderStatus.REFUSED, reason)
    if moved:
        parcels = [parcel.id for parcel in moved]
        await release_stock(session, parcels, taken.who, reason)  # what waits to be fetched was only held
        await return_stock(session, parcels, taken.who, reason)  # what had left comes back
        await take_cash(session, taken, (), reason)
        for facts in await facts_of(session, taken, moved):
            publish(session, OrderRefused(**facts))
        record_act(session, actor.person_id, "orders.refuse", taken.order.code, reason=reason)
    return taken.order
