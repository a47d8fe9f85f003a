"""Work around planned markets."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.markets.plan_series import make_weeks
from workers.runtime import sweep


@sweep("markets.make_weeks", "bulk", limit=100)
async def make(session: AsyncSession, limit: int) -> int:
    """Make the coming weeks of markets that are held every week."""
    return await make_weeks(session, limit)
