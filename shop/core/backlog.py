"""What waits in the outbox, what was given up, and how to give it another chance."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.outbox import OutboxDelivery, OutboxEvent

UNREADABLE = "relay"  # the subscriber of a dead letter for an event of a kind nobody knows
COUNTED = 10_000  # rows counted at most: a look at the backlog stays cheap while it is long


class Backlog(msgspec.Struct, frozen=True):
    """Events not yet relayed, deliveries not yet done and the age in seconds of the oldest, dead letters.

    Counts stop at `COUNTED`.
    """

    waiting: int
    open: int
    oldest_seconds: float
    dead: int


class DeadLetter(msgspec.Struct, frozen=True):
    """A delivery given up, with the error of its last try."""

    id: UUID
    subscriber: str
    kind: str
    event_id: UUID
    attempts: int
    dead_at: datetime | None
    error: str | None
    request_id: str


async def look_at_backlog(session: AsyncSession) -> Backlog:
    """How far behind the relay and the workers are."""
    waiting = select(OutboxEvent.created_at).where(OutboxEvent.relayed_at.is_(None)).order_by(OutboxEvent.id)
    is_open = (OutboxDelivery.done_at.is_(None), OutboxDelivery.dead_at.is_(None))
    undone = select(OutboxDelivery.created_at).where(*is_open).order_by(OutboxDelivery.id)
    dead = select(OutboxDelivery.id).where(OutboxDelivery.dead_at.is_not(None))
    oldest = func.least(waiting.limit(1).scalar_subquery(), undone.limit(1).scalar_subquery())
    row = (
        await session.execute(
            select(
                _count(waiting),
                _count(undone),
                func.coalesce(func.extract("epoch", shop_now() - oldest), 0),
                _count(dead),
            )
        )
    ).one()
    return Backlog(row[0], row[1], max(0.0, float(row[2])), row[3])


async def dead_letters(session: AsyncSession, limit: int = 100) -> list[DeadLetter]:
    """The newest dead letters first."""
    rows = await session.execute(
        select(
            OutboxDelivery.id,
            OutboxDelivery.subscriber,
            OutboxEvent.kind,
            OutboxEvent.id,
            OutboxDelivery.attempts,
            OutboxDelivery.dead_at,
            OutboxDelivery.error,
            OutboxEvent.request_id,
        )
        .join(OutboxEvent, OutboxEvent.id == OutboxDelivery.event_id)
        .where(OutboxDelivery.dead_at.is_not(None))
        .order_by(OutboxDelivery.dead_at.desc(), OutboxDelivery.id)
        .limit(limit)
    )
    return [DeadLetter(*row) for row in rows]


async def revive(session: AsyncSession, ids: Sequence[UUID] | None) -> int:
    """Give the dead letters `ids` (None: all) a fresh row of attempts; return how many. The relay sends them.

    One for an event nobody knew is taken away and its event relayed again: the program may know it by now.
    """
    chosen: list[ColumnElement[bool]] = [OutboxDelivery.dead_at.is_not(None)]
    if ids is not None:
        chosen.append(OutboxDelivery.id.in_(ids))
    unread = (
        await session.scalars(
            delete(OutboxDelivery)
            .where(*chosen, OutboxDelivery.subscriber == UNREADABLE)
            .returning(OutboxDelivery.event_id)
        )
    ).all()
    await session.execute(update(OutboxEvent).where(OutboxEvent.id.in_(unread)).values(relayed_at=None))
    again = await session.scalars(
        update(OutboxDelivery)
        .where(*chosen)
        .values(dead_at=None, sent_at=None, attempts=0)
        .returning(OutboxDelivery.id)
    )
    return len(unread) + len(again.all())


def _count(rows: Select[datetime] | Select[UUID]) -> ColumnElement[int]:
    return select(func.count()).select_from(rows.limit(COUNTED).subquery()).scalar_subquery()
