"""Work around stock."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.events import BatchRecalled
from shop.inventory.note_low import note_low_stock
from shop.inventory.settle import settle_batches, tell_blocked
from workers.app import SETTINGS
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("inventory.tell_blocked", "live")
async def tell_of_recall(session: AsyncSession, _event_id: UUID, event: BatchRecalled) -> None:
    """Rooms and lists show at once what a recall took off sale."""
    await tell_blocked(session, event.batch_id)


@sweep("inventory.settle_batches", "money", limit=200)
async def settle(session: AsyncSession, limit: int) -> int:
    """Take off sale what is past its best before since today."""
    return await settle_batches(session, limit)


@sweep("inventory.note_low", "bulk", limit=200)
async def note_low(session: AsyncSession, limit: int) -> int:
    """Tell of what has come to run low since the last time."""
    return await note_low_stock(session, limit, SETTINGS.low_stock_at)
