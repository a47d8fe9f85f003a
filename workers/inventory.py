"""Work around stock."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.note_low import note_low_stock
from shop.inventory.settle import settle_batches
from workers.app import SETTINGS
from workers.runtime import sweep


@sweep("inventory.settle_batches", "money", limit=200)
async def settle(session: AsyncSession, limit: int) -> int:
    """Take off sale what is past its best before since today."""
    return await settle_batches(session, limit)


@sweep("inventory.note_low", "bulk", limit=200)
async def note_low(session: AsyncSession, limit: int) -> int:
    """Tell of what has come to run low since the last time."""
    return await note_low_stock(session, limit, SETTINGS.low_stock_at)
