"""Batches that may no longer be sold are blocked where they stand; those that may again are free."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.inventory.levels import tell_shifts
from shop.inventory.models import StockBatch, StockLevel
from shop.inventory.show import show_on_shelf

_FIND = text(sql("inventory/find_stale_batches"))
_SETTLE = text(sql("inventory/settle_batches"))


async def settle_batches(session: AsyncSession, limit: int) -> int:
    """Block what is past its best before since today, at up to `limit` levels; return at how many.

    What was recalled is blocked by a trigger in the recall's own commit; what was on its way then is found here. The
    levels are locked in id order. Orders that hold such goods keep their hold, but the goods
    cannot leave. Shelf, lists and rooms follow. Safe to repeat.
    """
    found = (await session.execute(_FIND, {"limit": limit})).all()
    if not found:
        return 0
    levels = [row.id for row in found]
    await session.execute(_SETTLE, {"levels": levels})
    await show_on_shelf(session, levels)
    rows = await session.execute(select(StockLevel.id, StockLevel.free).where(StockLevel.id.in_(levels)))
    free = {row.id: row.free for row in rows}
    await tell_shifts(session, {(row.variant_id, row.place_id): free[row.id] - row.free for row in found})
    return len(levels)


async def tell_blocked(session: AsyncSession, batch_id: UUID) -> None:
    """Let lists and rooms know, after a recall, where its goods stand and are for sale no more. Safe to repeat."""
    rows = await session.execute(
        select(StockLevel.variant_id, StockLevel.place_id, StockBatch.on_hand)
        .join(StockBatch, StockBatch.level_id == StockLevel.id)
        .where(StockBatch.batch_id == batch_id, StockBatch.blocked, StockBatch.on_hand > 0)
    )
    await tell_shifts(session, {(variant, place): -pieces for variant, place, pieces in rows})
