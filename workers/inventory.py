"""Work around stock."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.settle import settle_batches
from workers.runtime import sweep


@sweep("inventory.settle_batches", "money", limit=200)
async def settle(session: AsyncSession, limit: int) -> int:
    """Take off sale what is past its best before since today."""
    return await settle_batches(session, limit)
