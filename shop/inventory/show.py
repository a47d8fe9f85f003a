"""Let the shelf say what is free where it changed without goods moving: a quota was set, a batch was blocked."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.shelf import put_on_shelf, take_off_shelf
from shop.inventory.models import StockLevel


async def show_on_shelf(session: AsyncSession, level_ids: Sequence[UUID]) -> None:
    """Put locked levels with something free on the shelf and take the others off. Safe to repeat."""
    if not level_ids:
        return
    rows = await session.execute(
        select(StockLevel.variant_id, StockLevel.place_id, StockLevel.free)
        .where(StockLevel.id.in_(level_ids))
        .order_by(StockLevel.id)
    )
    free: list[tuple[UUID, UUID]] = []
    for variant_id, place_id, pieces in rows:
        if pieces > 0:
            free.append((variant_id, place_id))
        else:
            await take_off_shelf(session, variant_id, place_id)
    if free:
        await put_on_shelf(session, free)
