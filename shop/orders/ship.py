"""A packed order leaves for the buyer's door, and arrives."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.outbox import publish
from shop.inventory.consume import consume_stock
from shop.orders.events import OrderDelivered, OrderShipped
from shop.orders.facts import order_facts
from shop.orders.guards import require_order_staff
from shop.orders.models import Order, OrderStatus
from shop.orders.move import advance_order, lines_of, lock_by_code
from shop.payments.models import PaymentState
from shop.payments.move_payment import move_payments


async def ship_order(session: AsyncSession, actor: Actor, code: str) -> Order:
    """Give a packed order to the courier: its goods leave the books. Safe to repeat.

    Raises:
        OrderUnknown: no such order at the places of this actor.
        IllegalMove, HoldExpired: it is not packed, or is to be fetched.
    """
    order = await lock_by_code(session, code)
    await require_order_staff(session, actor, order)
    if order.status is not OrderStatus.SHIPPED:
        await advance_order(session, order, OrderStatus.SHIPPED, str(actor.person_id))
        await consume_stock(session, [order.id], str(actor.person_id))
        lines = await lines_of(session, [order.id])
        publish(session, OrderShipped(**order_facts(order, lines[order.id])))
    return order


async def deliver_order(session: AsyncSession, actor: Actor, code: str) -> Order:
    """Note that the courier brought it and took the cash. Safe to repeat.

    Raises:
        OrderUnknown: no such order at the places of this actor.
        IllegalMove, HoldExpired: it is not on its way.
    """
    order = await lock_by_code(session, code)
    await require_order_staff(session, actor, order)
    if order.status is not OrderStatus.DELIVERED:
        await advance_order(session, order, OrderStatus.DELIVERED, str(actor.person_id))
        await move_payments(session, [order.id], PaymentState.COLLECTED, str(actor.person_id))
        lines = await lines_of(session, [order.id])
        publish(session, OrderDelivered(**order_facts(order, lines[order.id])))
        record_act(session, actor.person_id, "orders.deliver", order.code, collected=order.total)
    return order
