"""Sell over the counter, and take goods back there."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.draw import draw_batches, split, taken_by
from shop.inventory.errors import OutOfStock
from shop.inventory.levels import Pair, take_levels, tell_shifts
from shop.inventory.models import MovementKind
from shop.inventory.move import Change, move_stock


async def sell_at_counter(
    session: AsyncSession, reference: UUID, pieces: Mapping[Pair, int], actor: str, reason: str | None = None
) -> None:
    """Take goods that a buyer carries away off the books: all of `pieces` or none. Not idempotent: each call sells.

    They may be of what is kept for the counter, but never of what is held for orders, nor of a batch that may not be
    sold. Levels are locked in id order; batches leave best before first and are written beside `reference`.

    Raises:
        OutOfStock: fewer are there beyond what is held; nothing was taken.
    """
    wanted = {pair: count for pair, count in pieces.items() if count}
    levels = await take_levels(session, wanted)
    for pair, count in wanted.items():
        if levels[pair].sellable < count:
            raise OutOfStock(pair[0], max(levels[pair].sellable, 0))
    batched = {levels[pair].id: count for pair, count in wanted.items() if levels[pair].batched}
    parts = await draw_batches(session, batched) if batched else {}
    changes: list[Change] = []
    for pair, count in wanted.items():
        change = Change(levels[pair].id, reference, on_hand=-count)
        changes += split(change, parts.get(change.level_id, []))
    await move_stock(session, changes, MovementKind.SELL, actor, reason)
    await tell_shifts(session, {pair: -count for pair, count in wanted.items()})


async def return_at_counter(
    session: AsyncSession,
    reference: UUID,
    pieces: Mapping[Pair, int],
    actor: str,
    reason: str | None = None,
    *,
    sale: UUID | None = None,
) -> None:
    """Put goods that a buyer brings back on sale. Not idempotent: each call is a return.

    They go back into the batches that `reference`, or the `sale` it undoes, took them of, as far as those are known
    and have not come back. The ledger's line carries that one.
    """
    wanted = {pair: count for pair, count in pieces.items() if count}
    levels = await take_levels(session, wanted)
    bought = reference if sale is None else sale
    parts = await taken_by(session, [bought]) if wanted else {}
    changes: list[Change] = []
    for pair, count in wanted.items():
        back = Change(levels[pair].id, bought, on_hand=count)
        changes += split(back, parts.get((bought, back.level_id), []))
    await move_stock(session, changes, MovementKind.RETURN, actor, reason)
    await tell_shifts(session, wanted)
