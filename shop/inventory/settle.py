"""Batches that may no longer be sold are blocked where they stand; those that may again are free."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.inventory.levels import tell_shifts
from shop.inventory.models import StockLevel
from shop.inventory.show import show_on_shelf

_FIND = text(sql("inventory/find_stale_batches"))
_SETTLE = text(sql("inventory/settle_batches"))


async def settle_batches(session: AsyncSession, limit: int, batch_id: UUID | None = None) -> int:
    """Block what is past its best before or recalled (of one batch, or of all), at up to `limit` levels.

    Returns at how many. The levels are locked in id order. Orders that hold such goods keep their hold, but the goods
    cannot leave. Shelf, lists and rooms follow. Safe to repeat.
    """
    found = (await session.execute(_FIND, {"batch_id": batch_id, "limit": limit})).all()
    if not found:
        return 0
    levels = [row.id for row in found]
    await session.execute(_SETTLE, {"levels": levels})
    await show_on_shelf(session, levels)
    rows = await session.execute(select(StockLevel.id, StockLevel.free).where(StockLevel.id.in_(levels)))
    free = {row.id: row.free for row in rows}
    await tell_shifts(session, {(row.variant_id, row.place_id): free[row.id] - row.free for row in found})
    return len(levels)
