"""Something was broken, lost, found or given as a sample: the books follow what stands there."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.draw import change_unsaid
from shop.inventory.errors import NotHeldBack
from shop.inventory.levels import Level, Pair, take_levels, tell_shifts
from shop.inventory.models import MovementKind
from shop.inventory.move import Change, move_stock


class Correction(msgspec.Struct, frozen=True):
    """That `pieces` units of a variant (of a `batch`, where it is known) are at a place beyond the books.

    Below zero they are not there: without a `batch`, goods of none are missing first.
    """

    variant_id: UUID
    place_id: UUID
    pieces: int
    batch: UUID | None = None


async def adjust_stock(session: AsyncSession, corrections: Sequence[Correction], actor: str, *, reason: str) -> None:
    """Apply all `corrections` or none, through the ledger, with the `reason`. Not idempotent: each call corrects.

    Levels are made where they are missing and locked in id order; the guard stands in the UPDATE.

    Raises:
        NotHeldBack: fewer would remain than are promised to orders, or fewer than none; nothing was changed.
    """
    sums: dict[Pair, int] = {}
    for each in corrections:
        sums[each.variant_id, each.place_id] = sums.get((each.variant_id, each.place_id), 0) + each.pieces
    levels = await take_levels(session, sums)
    for pair, pieces in sums.items():
        if pieces < 0 and levels[pair].unpromised + pieces < 0:
            raise NotHeldBack(field="pieces", extra={"variant": str(pair[0]), "available": levels[pair].unpromised})
    await move_stock(session, await _by_batch(session, corrections, levels), MovementKind.ADJUST, actor, reason)
    await tell_shifts(session, sums)


async def _by_batch(
    session: AsyncSession, corrections: Sequence[Correction], levels: Mapping[Pair, Level]
) -> list[Change]:
    named: list[Change] = []
    rest: dict[UUID, int] = {}
    for each in corrections:
        level = levels[each.variant_id, each.place_id]
        if each.batch is not None and each.pieces:
            named.append(Change(level.id, None, on_hand=each.pieces, batch=each.batch))
        else:
            rest[level.id] = rest.get(level.id, 0) + each.pieces
    batched = {level.id: level.batched for level in levels.values()}
    said = [change.batch for change in named if change.batch is not None]
    return named + await change_unsaid(session, rest, batched, said)
