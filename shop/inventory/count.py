"""Goods were counted: what stands at a place becomes what was counted."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.draw import change_unsaid
from shop.inventory.errors import NotHeldBack, StockMoved
from shop.inventory.levels import Level, Pair, take_levels, tell_shifts
from shop.inventory.models import MovementKind, StockBatch
from shop.inventory.move import Change, move_stock


class Count(msgspec.Struct, frozen=True):
    """That `pieces` units of a variant stand at a place, those promised to orders included.

    `batches` says how many of them are of each batch that was looked at; what that leaves is of the others. `seen` is
    what the books said when the counting began; None: whatever they say. A variant that is made in the same transaction
    is `fresh`: nobody waits to hear of its stock.
    """

    variant_id: UUID
    place_id: UUID
    pieces: int
    seen: int | None = None
    fresh: bool = False
    batches: tuple[tuple[UUID, int], ...] = ()


class Difference(msgspec.Struct, frozen=True):
    """A count that was not what the books said."""

    variant_id: UUID
    place_id: UUID
    before: int
    counted: int

    @property
    def pieces(self) -> int:
        """How many more were counted; below zero, how many fewer."""
        return self.counted - self.before


async def count_stock(
    session: AsyncSession,
    counts: Sequence[Count],
    actor: str,
    *,
    reason: str | None = None,
    sample: bool = False,
    reference: UUID | None = None,
) -> list[Difference]:
    """Bring each level to its count, through the ledger; return what differed. The same again changes nothing.

    Levels are made where they are missing (as samples when `sample` is said) and locked in id order. Orders placed
    since the counting began change nothing: they promise units that stand there still. Lines of the ledger carry
    `reference`. Rooms and lists learn of the differences after the commit.

    Raises:
        StockMoved: goods came or left since `seen`: the count may have them or not; nothing was changed.
        NotHeldBack: fewer were counted somewhere than are promised to orders; nothing was changed.
    """
    wanted = {(count.variant_id, count.place_id): count for count in counts}
    levels = await take_levels(session, wanted, sample=sample)
    differences: list[Difference] = []
    for pair, count in wanted.items():
        _check(count, levels[pair])
        if count.pieces != levels[pair].on_hand:
            differences.append(Difference(*pair, before=levels[pair].on_hand, counted=count.pieces))
    await move_stock(session, await _changes(session, wanted, levels, reference), MovementKind.COUNT, actor, reason)
    told = [each for each in differences if not wanted[each.variant_id, each.place_id].fresh]
    await tell_shifts(session, {(each.variant_id, each.place_id): each.pieces for each in told})
    return differences


async def _changes(
    session: AsyncSession, wanted: Mapping[Pair, Count], levels: Mapping[Pair, Level], reference: UUID | None
) -> list[Change]:
    """What was counted of each batch, and what that leaves for goods of which nobody said the batch."""
    known = await _standing(session, [levels[pair].id for pair, count in wanted.items() if count.batches])
    named: list[Change] = []
    rest: dict[UUID, int] = {}
    for pair, count in wanted.items():
        level = levels[pair]
        rest[level.id] = count.pieces - level.on_hand
        for batch, pieces in count.batches:
            more = pieces - known.get((level.id, batch), 0)
            rest[level.id] -= more
            if more:
                named.append(Change(level.id, reference, on_hand=more, batch=batch))
    batched = {level.id: level.batched for level in levels.values()}
    said = [batch for count in wanted.values() for batch, _ in count.batches]
    return named + await change_unsaid(session, rest, batched, said, reference)


async def _standing(session: AsyncSession, level_ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], int]:
    if not level_ids:
        return {}
    rows = await session.execute(
        select(StockBatch.level_id, StockBatch.batch_id, StockBatch.on_hand).where(StockBatch.level_id.in_(level_ids))
    )
    return {(level, batch): pieces for level, batch, pieces in rows}


def _check(count: Count, level: Level) -> None:
    variant = str(count.variant_id)
    if sum(pieces for _, pieces in count.batches) > count.pieces:
        raise NotHeldBack(field="stock", extra={"variant": variant, "on_hand": count.pieces})
    if count.seen is not None and count.seen != level.on_hand:
        raise StockMoved(field="lines", extra={"variant": variant, "on_hand": level.on_hand})
    if count.pieces < level.held:
        raise NotHeldBack(field="stock", extra={"variant": variant, "held": level.held})
