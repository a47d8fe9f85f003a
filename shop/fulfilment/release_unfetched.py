"""The sweep over pickups that nobody fetches: their buyers are reminded, then the goods go back on the shelf."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.outbox import publish
from shop.core.pause import Pause, go_on
from shop.delivery.models import DeliveryMethod
from shop.fulfilment.rules import reminders_due
from shop.orders.cancel import NOT_FETCHED
from shop.orders.close import close_orders
from shop.orders.events import OrderRefused, OrderWaiting
from shop.orders.facts import order_facts
from shop.orders.models import Order, OrderStatus
from shop.orders.move import lines_of


async def release_unfetched(session: AsyncSession, limit: int, days: int, *, pause: Pause = go_on) -> int:
    """Refuse at most `limit` packed pickups that wait for `days`; returns how many.

    Rows somebody is working are skipped, so handing over and letting go win or lose whole: who comes after the
    sweep waits for its commit and then finds the order refused.
    """
    orders = await _take(session, Order.ready_at <= await now(session) - timedelta(days=days), limit)
    await pause("orders locked")
    if not orders:
        return 0
    ended = await close_orders(session, orders, OrderStatus.REFUSED, "sweep", NOT_FETCHED, by_buyer=True)
    for order, lines in ended:
        publish(session, OrderRefused(**order_facts(order, lines), reason=NOT_FETCHED))
    return len(orders)


async def remind_unfetched(session: AsyncSession, limit: int, days: int) -> int:
    """Remind the buyers of at most `limit` packed pickups that end within two days or one, each once; returns how many.

    A sweep that comes late says only what is still of use.
    """
    moment, told = await now(session), 0
    for before in reminders_due(days):
        since = moment - timedelta(days=days - before.days_left)
        due = (Order.ready_at <= since) & (Order.reminders < before.number)
        orders = await _take(session, due & (Order.ready_at > moment - timedelta(days=days)), limit - told)
        lines = await lines_of(session, [order.id for order in orders])
        for order in orders:
            order.reminders = before.number
            publish(session, OrderWaiting(**order_facts(order, lines[order.id]), days_left=before.days_left))
        await session.flush()  # the next reminder finds who was told by this one
        told += len(orders)
    return told


async def _take(session: AsyncSession, due: ColumnElement[bool], limit: int) -> Sequence[Order]:
    rows = await session.scalars(
        select(Order)
        .where(Order.status == OrderStatus.PACKED, Order.delivery == DeliveryMethod.PICKUP, due)
        .order_by(Order.ready_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return rows.all()
