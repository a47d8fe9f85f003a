"""An order is confirmed: cash on delivery needs nothing more."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.outbox import publish
from shop.orders.events import OrderConfirmed
from shop.orders.facts import order_facts
from shop.orders.models import Order, OrderStatus
from shop.orders.move import advance_order, lines_of, lock_order


async def confirm_order(session: AsyncSession, order_id: UUID, actor: str = "shop") -> bool:
    """Confirm a held order; False when it is past that already, or its time has run out. Safe to repeat.

    The row's lock and the database's clock decide between this and the sweep: exactly one wins.

    Raises:
        OrderUnknown: there is none.
    """
    order = await lock_order(session, Order.id == order_id)
    if order.status is not OrderStatus.HELD or order.hold_expires_at is None:
        return False
    if order.hold_expires_at <= await now(session):
        return False
    await advance_order(session, order, OrderStatus.CONFIRMED, actor)
    lines = await lines_of(session, [order.id])
    publish(session, OrderConfirmed(**order_facts(order, lines[order.id])))
    return True
