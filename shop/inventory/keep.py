"""Set what a point keeps for its counter, and from how many on goods run low."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.levels import take_levels, tell_shifts
from shop.inventory.models import StockLevel
from shop.inventory.show import show_on_shelf


async def keep_for_counter(session: AsyncSession, variant_id: UUID, place_id: UUID, pieces: int) -> None:
    """Let `pieces` units be for the counter alone. Safe to repeat.

    What is held for orders already stays so; a quota above what is left keeps all of that. Lists and rooms learn after
    the commit how many more or fewer may be ordered.
    """
    pair = (variant_id, place_id)
    level = (await take_levels(session, [pair]))[pair]
    before = level.free
    chosen = update(StockLevel).where(StockLevel.id == level.id).values(counter_quota=pieces)
    await session.execute(chosen.execution_options(synchronize_session=False))
    await show_on_shelf(session, [level.id])
    await tell_shifts(session, {pair: max(level.sellable - pieces, 0) - before})


async def run_low_at(session: AsyncSession, variant_id: UUID, place_id: UUID, pieces: int | None) -> None:
    """Let the goods count as low from `pieces` free units on; None: from what the setting says. Safe to repeat."""
    pair = (variant_id, place_id)
    level = (await take_levels(session, [pair]))[pair]
    chosen = update(StockLevel).where(StockLevel.id == level.id).values(low_at=pieces)
    await session.execute(chosen.execution_options(synchronize_session=False))
