"""Hold stock for an order."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.inventory.errors import OutOfStock
from shop.inventory.models import MovementKind
from shop.inventory.move import Change, move_stock

_LOCK = text(sql("inventory/lock"))


async def hold_stock(
    session: AsyncSession, reference: UUID, wanted: Mapping[tuple[UUID, UUID], int], actor: str = "buyer"
) -> None:
    """Hold `wanted` units ((variant, place) -> pieces) for `reference`: all of them or none.

    Stock rows are taken in id order, so two shoppers with the same two products cannot deadlock; they
    stay locked until the commit, so call this last. The guard stands in the UPDATE and in a CHECK.

    Raises:
        OutOfStock: a place has too few free units.
    """
    found = await session.execute(
        _LOCK, {"variants": [variant for variant, _ in wanted], "places": [place for _, place in wanted]}
    )
    levels = {(row.variant_id, row.place_id): (row.id, row.free) for row in found}
    changes = []
    for pair, pieces in wanted.items():
        level_id, free = levels.get(pair, (None, 0))
        if level_id is None or free < pieces:
            raise OutOfStock(pair[0], max(free, 0))
        changes.append(Change(level_id, reference, held=pieces))
    await move_stock(session, changes, MovementKind.HOLD, actor)
