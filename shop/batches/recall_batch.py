"""Take a batch back."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.errors import BatchUnknown, RecalledAlready
from shop.batches.events import BatchRecalled
from shop.batches.models import Batch
from shop.catalog.models import Variant
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.outbox import publish


async def recall_batch(session: AsyncSession, actor_id: UUID, code: str, reason: str) -> Batch:
    """Recall the batch of a stored `code`; its row is locked until the commit. There is no way back.

    What stands of it anywhere is for sale no more with the same commit; goods that are being received meanwhile are
    found by the next sweep.

    Raises:
        BatchUnknown: no batch has this code.
        RecalledAlready: of two at once the second gets this.
    """
    batch = await locked_batch(session, code)
    if batch.recalled_at is not None:
        raise RecalledAlready
    batch.recalled_at = await now(session)
    batch.recall_reason = reason
    producer_id = await session.scalar(select(Variant.producer_id).where(Variant.id == batch.variant_id))
    await session.flush()  # a trigger blocks what stands of it
    record_act(session, actor_id, "batch.recall", batch.code, reason=reason)
    publish(session, BatchRecalled(batch_id=batch.id, producer_id=producer_id, place_id=batch.place_id))
    return batch


async def locked_batch(session: AsyncSession, code: str) -> Batch:
    """The batch of a stored `code`, its row locked until the commit.

    Raises:
        BatchUnknown: there is none.
    """
    batch: Batch | None = await session.scalar(
        select(Batch)
        .where(Batch.code == code)
        .with_for_update(key_share=True)  # receiving goods of the batch refers to it, and holds stock rows
        .execution_options(populate_existing=True)  # it may have been read before somebody else's commit
    )
    if batch is None:
        raise BatchUnknown
    return batch
