"""Work around sessions' pictures."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.takes import close_lost
from workers.runtime import sweep


@sweep("broadcast.close_lost", "live", limit=50)
async def close(session: AsyncSession, limit: int) -> int:
    """End takes whose process was killed."""
    return await close_lost(session, limit)
