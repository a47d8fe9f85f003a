"""The one way a balance changes: a guarded UPDATE, its ledger lines, and the shelf when stock crosses zero."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.shelf import put_on_shelf, take_off_shelf
from shop.core.db import sql
from shop.inventory.errors import NotHeldBack
from shop.inventory.models import MovementKind
from shop.inventory.show import show_on_shelf

_MOVE = text(sql("inventory/move"))
_TAKE = text(sql("inventory/take_batches"))
_PUT = text(sql("inventory/put_batches"))


class Change(msgspec.Struct, frozen=True):
    """A signed change of one level: of its units, and of those promised to `reference`; of one `batch`, if known."""

    level_id: UUID
    reference: UUID | None
    on_hand: int = 0
    held: int = 0
    batch: UUID | None = None


async def move_stock(
    session: AsyncSession, changes: Sequence[Change], kind: MovementKind, actor: str, reason: str | None = None
) -> None:
    """Apply all `changes` or refuse; a hold also writes its hold rows. The levels must be locked, in id order.

    What is known of batches is taken before and put after, so that they are never more than what stands there.

    Raises:
        NotHeldBack: a level would end with less than nothing, or with more promised than is there; or a batch would.
    """
    if not changes:
        return
    await _take_batches(session, changes)
    moved = await session.execute(
        _MOVE,
        {
            "levels": [change.level_id for change in changes],
            "parties": [change.reference for change in changes],
            "on_hand": [change.on_hand for change in changes],
            "held": [change.held for change in changes],
            "batches": [change.batch for change in changes],
            "kind": kind.value,
            "actor": actor,
            "reason": reason,
        },
    )
    levels = moved.all()
    if len(levels) < len({change.level_id for change in changes}):
        raise NotHeldBack
    arrived: list[tuple[UUID, UUID]] = []
    for _level_id, variant_id, place_id, free, freed in levels:
        before = free - freed
        if before <= 0 < free:
            arrived.append((variant_id, place_id))
        elif free <= 0 < before:
            await take_off_shelf(session, variant_id, place_id)
    if arrived:
        await put_on_shelf(session, arrived)
    await _put_batches(session, changes)


async def _take_batches(session: AsyncSession, changes: Sequence[Change]) -> None:
    gone = [change for change in changes if change.batch is not None and change.on_hand < 0]
    if not gone:
        return
    taken = await session.execute(_TAKE, _batches(gone))
    if len(taken.all()) < len({(change.level_id, change.batch) for change in gone}):
        raise NotHeldBack


async def _put_batches(session: AsyncSession, changes: Sequence[Change]) -> None:
    come = [change for change in changes if change.batch is not None and change.on_hand > 0]
    if not come:
        return
    blocked = await session.scalars(_PUT, _batches(come))
    await show_on_shelf(session, list(blocked))


def _batches(changes: Sequence[Change]) -> dict[str, list[object]]:
    return {
        "levels": [change.level_id for change in changes],
        "batches": [change.batch for change in changes],
        "pieces": [abs(change.on_hand) for change in changes],
    }
