"""Something was broken, lost, found or given as a sample: the books follow what stands there."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.errors import NotHeldBack
from shop.inventory.levels import take_levels, tell_shifts
from shop.inventory.models import MovementKind
from shop.inventory.move import Change, move_stock


class Correction(msgspec.Struct, frozen=True):
    """That `pieces` units of a variant are at a place beyond the books; below zero, are not there."""

    variant_id: UUID
    place_id: UUID
    pieces: int


async def adjust_stock(session: AsyncSession, corrections: Sequence[Correction], actor: str, *, reason: str) -> None:
    """Apply all `corrections` or none, through the ledger, with the `reason`. Not idempotent: each call corrects.

    Levels are made where they are missing and locked in id order; the guard stands in the UPDATE.

    Raises:
        NotHeldBack: fewer would remain than are promised to orders, or fewer than none; nothing was changed.
    """
    sums = {(each.variant_id, each.place_id): 0 for each in corrections}
    for each in corrections:
        sums[each.variant_id, each.place_id] += each.pieces
    levels = await take_levels(session, sums)
    for pair, pieces in sums.items():
        if pieces < 0 and levels[pair].free + pieces < 0:
            raise NotHeldBack(field="pieces", extra={"variant": str(pair[0]), "available": levels[pair].free})
    changes = [Change(levels[pair].id, None, on_hand=pieces) for pair, pieces in sums.items() if pieces]
    await move_stock(session, changes, MovementKind.ADJUST, actor, reason)
    await tell_shifts(session, sums)
