"""Hold stock for orders."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.inventory.errors import OutOfStock
from shop.inventory.models import MovementKind
from shop.inventory.move import Change, move_stock

Pieces = Mapping[tuple[UUID, UUID], int]
"""(variant, place) -> pieces."""

_LOCK = text(sql("inventory/lock"))


Kept = Mapping[tuple[UUID, UUID, UUID], UUID]
"""(who asks, variant, place) -> under which reference its hold is kept, where that is not who asks."""


async def hold_stock(
    session: AsyncSession, reference: UUID, wanted: Pieces, actor: str = "buyer", kept: Kept | None = None
) -> None:
    """Hold `wanted` units for `reference`: all of them or none. See `hold_first_come`.

    Raises:
        OutOfStock: a place has too few free units.
    """
    refused = await hold_first_come(session, {reference: wanted}, actor, kept)
    for refusal in refused.values():
        raise refusal


async def hold_first_come(
    session: AsyncSession, wanted: Mapping[UUID, Pieces], actor: str = "buyer", kept: Kept | None = None
) -> dict[UUID, OutOfStock]:
    """Hold for each reference all it wants or nothing, the first of `wanted` first; return those refused.

    What is held stands under the reference, or under the one that `kept` names: an order's parcels.

    Stock rows are taken in id order, so two batches with the same products cannot deadlock; they stay locked until
    the commit, so call this late. Who asks too much leaves what is free to those behind. The guard stands in the
    UPDATE and in a CHECK.
    """
    if not wanted:
        return {}
    pairs = sorted({pair for pieces in wanted.values() for pair in pieces})
    found = await session.execute(
        _LOCK, {"variants": [variant for variant, _ in pairs], "places": [place for _, place in pairs]}
    )
    levels = {}
    free = dict.fromkeys(pairs, 0)
    for row in found:
        levels[row.variant_id, row.place_id] = row.id
        free[row.variant_id, row.place_id] = row.free
    changes: list[Change] = []
    refused: dict[UUID, OutOfStock] = {}
    for reference, pieces in wanted.items():
        short = next((pair for pair, count in pieces.items() if free[pair] < count), None)
        if short is not None:
            refused[reference] = OutOfStock(short[0], max(free[short], 0))
            continue
        for pair, count in pieces.items():
            free[pair] -= count
            under = reference if kept is None else kept.get((reference, *pair), reference)
            changes.append(Change(levels[pair], under, held=count))
    await move_stock(session, changes, MovementKind.HOLD, actor)
    return refused
