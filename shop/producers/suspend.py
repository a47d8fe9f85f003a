"""Stop a producer's sales, and allow them again."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.outbox import publish
from shop.producers.events import ProducerReinstated, ProducerSuspended
from shop.producers.lock import lock_producer
from shop.producers.models import Producer, ProducerState
from shop.producers.rules import MOVES


async def suspend_producer(session: AsyncSession, actor_id: UUID, producer_id: UUID, reason: str) -> Producer:
    """Suspend a producer; its row is locked until the commit. All its goods leave the shop at once.

    Its members read the reason on their desk.

    Raises:
        ProducerUnknown: there is no such producer.
        IllegalMove: it is suspended already.
    """
    producer = await lock_producer(session, producer_id)
    MOVES.check(producer.state, ProducerState.SUSPENDED)
    producer.state = ProducerState.SUSPENDED
    producer.suspended_reason = reason
    record_act(session, actor_id, "producer.suspend", producer.slug, reason=reason)
    publish(session, ProducerSuspended(producer_id=producer.id))
    return producer


async def reinstate_producer(session: AsyncSession, actor_id: UUID, producer_id: UUID, reason: str) -> Producer:
    """Let a suspended producer sell again; its row is locked until the commit.

    Raises:
        ProducerUnknown: there is no such producer.
        IllegalMove: it is not suspended.
    """
    producer = await lock_producer(session, producer_id)
    MOVES.check(producer.state, ProducerState.ACTIVE)
    producer.state = ProducerState.ACTIVE
    producer.suspended_reason = None
    record_act(session, actor_id, "producer.reinstate", producer.slug, reason=reason)
    publish(session, ProducerReinstated(producer_id=producer.id))
    return producer
