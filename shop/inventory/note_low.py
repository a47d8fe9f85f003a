"""Note what runs low, and what has been refilled."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.outbox import publish_all
from shop.core.request_id import current_request_id
from shop.inventory.events import StockRunsLow

_LOW = text(sql("inventory/note_low"))
_REFILLED = text(sql("inventory/note_refilled"))


async def note_low_stock(session: AsyncSession, limit: int, usual: int) -> int:
    """Tell of goods with at most `usual` free pieces (or their level's own number), each once until it is refilled.

    At most `limit` levels of each; returns how many were noted. No sale waits for this, and rows that are being sold
    are passed over. Safe to repeat and to run twice at once.
    """
    asked = {"limit": limit, "usual": usual}
    refilled = (await session.execute(_REFILLED, asked)).all()
    low = (await session.execute(_LOW, asked)).all()
    events = [
        StockRunsLow(variant_id=row.variant_id, place_id=row.place_id, producer_id=row.producer_id, pieces=row.free)
        for row in low
    ]
    if events:
        await publish_all(session, [(event, current_request_id()) for event in events])
    return max(len(low), len(refilled))
