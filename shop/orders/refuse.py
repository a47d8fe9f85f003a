"""The buyer does not take the goods: nobody comes to the point, or the door stays shut."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.outbox import publish
from shop.inventory.give_back import return_stock
from shop.orders.close import close_orders
from shop.orders.events import OrderRefused
from shop.orders.facts import order_facts
from shop.orders.guards import require_order_staff
from shop.orders.models import Order, OrderStatus
from shop.orders.move import lock_by_code


async def refuse_order(session: AsyncSession, actor: Actor, code: str, reason: str) -> Order:
    """End a packed pickup or a shipped order; its stock is on sale again where it came from. Safe to repeat.

    Raises:
        OrderUnknown: no such order at the places of this actor.
        IllegalMove, HoldExpired: it is not packed for pickup, nor on its way.
    """
    order = await lock_by_code(session, code)
    await require_order_staff(session, actor, order)
    if order.status is OrderStatus.REFUSED:
        return order
    who = str(actor.person_id)
    closed = await close_orders(session, [order], OrderStatus.REFUSED, who, reason)
    await return_stock(session, order.id, who, reason)  # what had left comes back; what had not was only held
    publish(session, OrderRefused(**order_facts(*closed[0])))
    record_act(session, actor.person_id, "orders.refuse", order.code, reason=reason)
    return order
