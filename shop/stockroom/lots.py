"""Batches as the staff of a stock room names them: by the code on the label."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.models import Batch
from shop.batches.rules import CODE_PREFIX, BatchState, batch_state
from shop.core.clock import today
from shop.core.ids import read_code
from shop.stockroom.errors import BatchSpoiled, BatchStrange

MOST_TYPED = 2000  # batches of one count


async def lots_of(session: AsyncSession, codes: Iterable[tuple[str, UUID]]) -> Mapping[str, Batch]:
    """The batches of `codes` (code as typed, the variant it must be of), by the code as typed.

    Their rows are shared until the commit, in id order and before any stock row: who takes one back waits.

    Raises:
        BatchStrange: there is no such batch, or it is of other goods.
    """
    asked = {typed: (read_code(CODE_PREFIX, typed), variant) for typed, variant in codes}
    if not asked:
        return {}
    rows = await session.scalars(
        select(Batch)
        .where(Batch.code.in_({code for code, _ in asked.values() if code}))
        .order_by(Batch.id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    known = {batch.code: batch for batch in rows}
    found: dict[str, Batch] = {}
    for typed, (code, variant) in asked.items():
        batch = known.get(code or "")
        if batch is None or batch.variant_id != variant:
            raise BatchStrange(field="batch", extra={"variant": str(variant)})
        found[typed] = batch
    return found


async def counted_lots(session: AsyncSession, typed: Mapping[str, int]) -> Mapping[UUID, tuple[tuple[str, int], ...]]:
    """What was counted of batches (code -> pieces), by the variant each is of; unknown codes are left out."""
    if not typed:
        return {}
    rows = await session.execute(select(Batch.code, Batch.variant_id).where(Batch.code.in_(list(typed)[:MOST_TYPED])))
    found: dict[UUID, tuple[tuple[str, int], ...]] = {}
    for code, variant in rows:
        found[variant] = (*found.get(variant, ()), (code, typed[code]))
    return found


async def require_fresh(session: AsyncSession, batch: Batch) -> None:
    """Refuse goods that may not be sold.

    Raises:
        BatchSpoiled: it is past its best before, or was recalled.
    """
    state = batch_state(batch.recalled_at, batch.best_before, await today(session))
    if state in {BatchState.PAST, BatchState.RECALLED}:
        raise BatchSpoiled(field="batch")
