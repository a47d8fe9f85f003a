"""Remove rows of the core whose purpose is over."""

from datetime import timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.idempotency import IdempotencyKey
from shop.core.outbox import OutboxDelivery, OutboxEvent

EVENTS_KEPT = timedelta(days=7)
KEYS_KEPT = timedelta(days=7)  # how long a repeated request is answered with its first result


async def prune_outbox(session: AsyncSession, limit: int) -> int:
    """Remove old events all of whose deliveries are done; dead letters stay until somebody looks. Safe to repeat."""
    undone = exists().where(OutboxDelivery.event_id == OutboxEvent.id, OutboxDelivery.done_at.is_(None))
    old = (
        select(OutboxEvent.id)
        .where(OutboxEvent.relayed_at < shop_now() - EVENTS_KEPT, ~undone)
        .order_by(OutboxEvent.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = await session.scalars(delete(OutboxEvent).where(OutboxEvent.id.in_(old)).returning(OutboxEvent.id))
    return len(gone.all())


async def prune_idempotency(session: AsyncSession, limit: int) -> int:
    """Remove keys nobody repeats any more. Safe to repeat."""
    old = (
        select(IdempotencyKey.id)
        .where(IdempotencyKey.created_at < shop_now() - KEYS_KEPT)
        .order_by(IdempotencyKey.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = await session.scalars(delete(IdempotencyKey).where(IdempotencyKey.id.in_(old)).returning(IdempotencyKey.id))
    return len(gone.all())
