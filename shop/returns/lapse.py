"""The sweep over returns whose step was not taken in time."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.pause import Pause, go_on
from shop.orders.models import Order
from shop.returns.models import Return
from shop.returns.move import move_return
from shop.returns.rules import AFTER, ReturnTerms

SWEEP = "sweep"


async def lapse_returns(session: AsyncSession, limit: int, terms: ReturnTerms, *, pause: Pause = go_on) -> int:
    """Move on at most `limit` returns that are due: undecided ones to the office, others end; returns how many.

    Those whose order somebody is working on are skipped, so deciding and the clock win or lose whole.
    """
    rows = await session.scalars(
        select(Return)
        .join(Order, Order.id == Return.order_id)
        .where(Return.due_at <= shop_now())
        .order_by(Return.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=[Order, Return])
        .execution_options(populate_existing=True)
    )
    due = rows.all()
    await pause("returns locked")
    for each in due:
        await move_return(session, each, AFTER[each.state], terms, actor=SWEEP, reason="not in time")
    return len(due)
