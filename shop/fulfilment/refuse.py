"""Parcels were not taken."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.fulfilment.take import Taken, advance, facts_of, take_cash, take_parcels
from shop.inventory.give_back import return_stock
from shop.inventory.release import release_stock
from shop.orders.close import forfeit
from shop.orders.events import OrderRefused
from shop.orders.models import Order, OrderStatus
from shop.orders.move import lines_of
from shop.orders.promotion import has_promotion
from shop.payments.refund import give_back
from shop.promotions.release import release_promotions


async def refuse_order(session: AsyncSession, actor: Actor, code: str, reason: str, number: int | None = None) -> Order:
    """End parcels packed for pickup or on their way; their stock is on sale again where it came from. Safe to repeat.

    Parcel `number`, or all of the order at this actor's places.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        IllegalMove, HoldExpired: it is not packed for pickup, nor on its way.
    """
    taken = await take_parcels(session, actor, code, number)
    if await take_back_parcels(session, taken, reason):
        record_act(session, actor.person_id, "orders.refuse", taken.order.code, reason=reason)
    return taken.order


async def take_back_parcels(session: AsyncSession, taken: Taken, reason: str) -> bool:
    """The same for locked parcels; False: all of them were refused before. Raises as above."""
    moved = await advance(session, taken, OrderStatus.REFUSED, reason)
    if not moved:
        return False
    if taken.order.deposit_kept:
        forfeit(moved)
    parcels = [parcel.id for parcel in moved]
    await free_promotions(session, taken.order)
    await release_stock(session, parcels, taken.who, reason)  # what waits to be fetched was only held
    await return_stock(session, parcels, taken.who, reason)  # what had left comes back
    await take_cash(session, taken, (), reason)
    for parcel in moved:
        back, deposit = Dong(parcel.amount - parcel.forfeited), Dong(parcel.deposit - parcel.forfeited)
        await give_back(session, taken.order.id, parcel.id, back, taken.who, deposit=deposit)
    for facts in await facts_of(session, taken, moved):
        publish(session, OrderRefused(**facts))
    return True


async def free_promotions(session: AsyncSession, order: Order) -> None:
    """Live prices and vouchers are free again when nothing of the order was taken."""
    lines = (await lines_of(session, [order.id]))[order.id]
    if order.status is OrderStatus.REFUSED and has_promotion(order, lines):
        await release_promotions(session, [order.id])
