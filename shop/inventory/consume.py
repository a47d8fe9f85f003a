"""Sell what was held: the goods leave the place."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.draw import draw_batches, split
from shop.inventory.end_holds import EndedHold, end_holds
from shop.inventory.models import HoldState, MovementKind
from shop.inventory.move import Change, move_stock


async def consume_stock(
    session: AsyncSession, references: Sequence[UUID], actor: str, kind: MovementKind = MovementKind.SELL
) -> None:
    """Take the units held for `references` off the books, best before first. Safe to repeat.

    `kind` says whether they were handed over (sell) or left with a courier (ship).

    Raises:
        GoodsBlocked: what stands there is past its best before or recalled; nothing was taken.
    """
    holds = await end_holds(session, references, HoldState.CONSUMED)
    await move_stock(session, await _by_batch(session, holds), kind, actor)


async def _by_batch(session: AsyncSession, holds: Sequence[EndedHold]) -> list[Change]:
    wanted: dict[UUID, int] = {}
    for hold in holds:
        if hold.batched:
            wanted[hold.level_id] = wanted.get(hold.level_id, 0) + hold.pieces
    parts = await draw_batches(session, wanted) if wanted else {}
    changes: list[Change] = []
    for hold in holds:
        change = Change(hold.level_id, hold.reference, on_hand=-hold.pieces, held=-hold.pieces)
        changes += split(change, parts.get(hold.level_id, []))
    return changes
