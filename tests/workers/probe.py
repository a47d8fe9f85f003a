"""Events and subscribers of the tests, and the Celery applications that know them."""

import os
from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.events import Event
from shop.livestream.tell import RoomFact
from workers.app import celery
from workers.outbox import SUBSCRIPTIONS
from workers.subscribe import Reaction, gathering_subscriber, subscriber

GATE = 4242  # advisory lock: while a test holds it, `gated` work waits in the middle

__all__ = ["celery"]


class Probed(Event, frozen=True, kw_only=True):
    """Something a test made happen."""

    kind: ClassVar[str] = "probe.probed"

    note: str
    room: UUID | None = None


class Gated(Event, frozen=True, kw_only=True):
    """Work that waits at the gate after it has written its effect."""

    kind: ClassVar[str] = "probe.gated"

    note: str


class Deadly(Event, frozen=True, kw_only=True):
    """Work that kills its process."""

    kind: ClassVar[str] = "probe.deadly"


class Stored(Event, frozen=True, kw_only=True):
    """Work for the queue `bulk`, which no test worker takes unless asked to."""

    kind: ClassVar[str] = "probe.stored"

    note: str


class Gathered(Event, frozen=True, kw_only=True):
    """Work that is done for many at once."""

    kind: ClassVar[str] = "probe.gathered"

    note: str


async def _leave_mark(session: AsyncSession, event_id: UUID, note: str) -> None:
    await session.execute(text("INSERT INTO probe_effect VALUES (:id, :note)"), {"id": event_id, "note": note})


@subscriber("probe.mark", "live")
async def mark(session: AsyncSession, event_id: UUID, event: Probed) -> None:
    await _leave_mark(session, event_id, event.note)


@subscriber("probe.gate", "money")
async def gate(session: AsyncSession, event_id: UUID, event: Gated) -> None:
    await _leave_mark(session, event_id, event.note)
    await session.execute(text("SET LOCAL lock_timeout = 0"))
    await session.execute(text(f"SELECT pg_advisory_xact_lock_shared({GATE})"))


@subscriber("probe.die", "live")
async def die(_session: AsyncSession, _event_id: UUID, _event: Deadly) -> None:
    os._exit(9)


@subscriber("probe.store", "bulk")
async def store(session: AsyncSession, event_id: UUID, event: Stored) -> None:
    await _leave_mark(session, event_id, event.note)


@gathering_subscriber("probe.gather", "bulk")
async def gather(session: AsyncSession, events: Sequence[tuple[UUID, Gathered]]) -> None:
    """In one statement, so that a test can count."""
    await session.execute(
        text("INSERT INTO probe_effect SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:notes AS text[]))"),
        {"ids": [event_id for event_id, _ in events], "notes": [event.note for _, event in events]},
    )


async def tell_room(_session: AsyncSession, event: Probed) -> list[RoomFact]:
    if event.note == "no frame":
        raise ValueError("this frame cannot be made")
    return [RoomFact(event.room, event.note.encode())] if event.room else []


SUBSCRIPTIONS.update(
    {
        Probed: Reaction(room=tell_room, work=(mark,)),
        Gated: Reaction(work=(gate,)),
        Deadly: Reaction(work=(die,)),
        Stored: Reaction(work=(store,)),
        Gathered: Reaction(work=(gather,)),
    }
)
