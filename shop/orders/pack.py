"""The point packs an order."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.outbox import publish
from shop.orders.events import OrderPacked
from shop.orders.facts import order_facts
from shop.orders.guards import require_order_staff
from shop.orders.models import Order, OrderStatus
from shop.orders.move import advance_order, lines_of, lock_by_code


async def pack_order(session: AsyncSession, actor: Actor, code: str) -> Order:
    """Note that the goods of a confirmed order are packed; from now on the buyer cannot cancel. Safe to repeat.

    Raises:
        OrderUnknown: no such order at the places of this actor.
        IllegalMove, HoldExpired: it is not confirmed.
    """
    order = await lock_by_code(session, code)
    await require_order_staff(session, actor, order)
    if order.status is not OrderStatus.PACKED:
        await advance_order(session, order, OrderStatus.PACKED, str(actor.person_id))
        lines = await lines_of(session, [order.id])
        publish(session, OrderPacked(**order_facts(order, lines[order.id])))
    return order
