"""The sweep over holds that ran out."""

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.outbox import publish
from shop.core.pause import Pause, go_on
from shop.orders.close import close_orders
from shop.orders.events import OrderExpired
from shop.orders.facts import order_facts
from shop.orders.models import Order, OrderStatus
from shop.payments.models import Payment, PaymentState


async def expire_holds(session: AsyncSession, limit: int = 500, *, pause: Pause = go_on) -> int:
    """Free the stock of at most `limit` held orders whose time is over; returns how many.

    Rows somebody is working are skipped: several sweeps may run at once, and confirming wins or loses whole. One whose
    money, or deposit, has come is left to the news of it.
    """
    due = await session.scalars(
        select(Order)
        .where(Order.status == OrderStatus.HELD, Order.hold_expires_at <= shop_now(), ~_paid())
        .order_by(Order.hold_expires_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    orders = list(due)
    await pause("orders locked")
    if not orders:
        return 0
    for order, lines in await close_orders(session, orders, OrderStatus.EXPIRED, "sweep"):
        publish(session, OrderExpired(**order_facts(order, lines)))
    return len(orders)


def _paid() -> ColumnElement[bool]:
    deposited = and_(Payment.deposit > 0, Payment.state == PaymentState.TO_COLLECT)
    return exists().where(Payment.reference == Order.id, or_(Payment.state == PaymentState.PAID, deposited))
