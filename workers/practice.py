"""Work around practice."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.practice.finish import finish_overdue
from workers.runtime import sweep


@sweep("practice.finish", "bulk")
async def end_practice(session: AsyncSession, limit: int) -> int:
    """Mark the runs whose time is over."""
    return await finish_overdue(session, limit)
