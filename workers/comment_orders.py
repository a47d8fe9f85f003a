"""Work around orders by comment."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.comment_orders.sweep import finish_wish, lapse_wishes
from shop.orders.terms import order_terms
from workers.app import SETTINGS
from workers.runtime import sweep


@sweep("comment_orders.lapse", "live", limit=200)
async def lapse(session: AsyncSession, limit: int) -> int:
    """Let go what nobody answered in time."""
    return await lapse_wishes(session, limit)


@sweep("comment_orders.finish", "live", limit=1)
async def finish(session: AsyncSession, _limit: int) -> int:
    """Place what was clear and of which the outcome was not known in time; one a transaction."""
    return await finish_wish(session, order_terms(SETTINGS))
