"""Decide from which batches goods are taken: best before first out."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.inventory.errors import GoodsBlocked, NotHeldBack
from shop.inventory.move import Change

_DRAW = text(sql("inventory/draw_batches"))
_MOVED = text(sql("inventory/moved_batches"))

Part = tuple[UUID | None, int]
"""A batch (None: of no known batch) and pieces of it."""

Moved = dict[tuple[UUID, UUID], list[Part]]
"""(reference, level) -> parts."""


async def draw_batches(
    session: AsyncSession, wanted: Mapping[UUID, int], *, loss: bool = False, but: Iterable[UUID] = ()
) -> dict[UUID, list[Part]]:
    """Split `wanted` (locked level -> pieces) into parts by batch. See `draw_batches.sql` for the order.

    Goods that are sold or sent are never of a batch that may not be; a `loss` may be of any. None is of `but`.

    Raises:
        GoodsBlocked: what stands there is less, or may not be sold.
        NotHeldBack: a loss is more than stands there.
    """
    asked = {"levels": list(wanted), "pieces": list(wanted.values()), "loss": loss, "but": list(but)}
    parts: dict[UUID, list[Part]] = {level: [] for level in wanted}
    for level, batch, pieces in await session.execute(_DRAW, asked):
        parts[level].append((batch, pieces))
    for level, pieces in wanted.items():
        if sum(count for _, count in parts[level]) < pieces:
            raise NotHeldBack if loss else GoodsBlocked
    return parts


async def taken_by(session: AsyncSession, references: Sequence[UUID]) -> Moved:
    """What left of known batches for each (reference, level) and has not come back."""
    return await _moved(session, references, -1)


async def brought_by(session: AsyncSession, references: Sequence[UUID]) -> Moved:
    """What came of known batches with each (reference, level) and has not left with it."""
    return await _moved(session, references, 1)


async def _moved(session: AsyncSession, references: Sequence[UUID], sign: int) -> Moved:
    parts: Moved = {}
    for reference, level, batch, pieces in await session.execute(_MOVED, {"parties": list(references), "sign": sign}):
        parts.setdefault((reference, level), []).append((batch, pieces))
    return parts


def split(change: Change, parts: list[Part]) -> list[Change]:
    """`change` as changes of the batches its pieces are of; `parts` loses what is used, the rest is of none.

    The pieces promised go with the first, so that the sum stays the same.
    """
    left, sign = abs(change.on_hand), 1 if change.on_hand > 0 else -1
    changes: list[Change] = []
    while left and parts:
        batch, there = parts[0]
        pieces = min(left, there)
        left -= pieces
        parts[:1] = [(batch, there - pieces)] if there > pieces else []
        changes.append(Change(change.level_id, change.reference, on_hand=sign * pieces, held=0, batch=batch))
    if left:
        changes.append(Change(change.level_id, change.reference, on_hand=sign * left))
    first, *others = changes
    return [Change(first.level_id, first.reference, first.on_hand, change.held, first.batch), *others]


def turned(change: Change, level_id: UUID) -> Change:
    """The other side of `change`: what leaves one level comes to another."""
    return Change(level_id, change.reference, on_hand=-change.on_hand, batch=change.batch)


async def change_unsaid(
    session: AsyncSession,
    rest: Mapping[UUID, int],
    batched: Mapping[UUID, int],
    said: Sequence[UUID] = (),
    reference: UUID | None = None,
) -> list[Change]:
    """Changes by `rest` (locked level -> signed pieces) of goods of which nobody said the batch, as of those in `said`.

    What is more is of no batch. `batched` are the units whose batch is known, by level.

    Raises:
        NotHeldBack: more is missing than stands there of the others.
    """
    losses = {level: -pieces for level, pieces in rest.items() if pieces < 0 and batched[level]}
    parts = await draw_batches(session, losses, loss=True, but=said) if losses else {}
    changes: list[Change] = []
    for level, pieces in rest.items():
        if pieces:
            changes += split(Change(level, reference, on_hand=pieces), parts.get(level, []))
    return changes
