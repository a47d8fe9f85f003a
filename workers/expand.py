"""Turns events into deliveries, one for each subscriber, and gathers what rooms are told at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.backlog import UNREADABLE
from shop.core.clock import shop_now
from shop.core.events import Event, read_event
from shop.core.outbox import OutboxDelivery, OutboxEvent
from shop.core.request_id import begin_request
from shop.livestream.tell import RoomFact
from workers.outbox import reaction_to
from workers.subscribe import Reaction, Room

EVENTS = 500  # events of one transaction

log = structlog.get_logger("workers.relay")


@dataclass
class Expanded:
    """What one transaction brought: events seen, deliveries made, facts to tell after its commit."""

    events: int = 0
    deliveries: int = 0
    facts: list[RoomFact] = field(default_factory=list)


async def expand_events(session: AsyncSession, limit: int = EVENTS) -> Expanded:
    """Make the deliveries of at most `limit` waiting events. Another relay's rows are passed over.

    An event of a kind nobody knows becomes a dead letter instead of standing in the way.
    """
    waiting = (
        await session.scalars(
            select(OutboxEvent)
            .where(OutboxEvent.relayed_at.is_(None))
            .order_by(OutboxEvent.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    ).all()
    expanded = Expanded(events=len(waiting))
    if not waiting:
        return expanded
    rows = [row for event in waiting for row in _deliveries(event)]
    if rows:
        await session.execute(insert(OutboxDelivery).values(rows).on_conflict_do_nothing())
    expanded.deliveries = len(rows)
    expanded.facts = await _all_room_facts(session, waiting)
    done = [event.id for event in waiting]
    await session.execute(update(OutboxEvent).where(OutboxEvent.id.in_(done)).values(relayed_at=shop_now()))
    return expanded


def _deliveries(event: OutboxEvent) -> Sequence[dict[str, object]]:
    reaction = reaction_to(event.kind)
    if reaction is None:
        log.error("unknown event", event_kind=event.kind, event_id=str(event.id))
        return [_row(event, UNREADABLE, "bulk", dead_at=shop_now(), error=f"nobody knows events of kind {event.kind}")]
    return [_row(event, one.name, one.queue) for one in reaction.work]


def _row(event: OutboxEvent, subscriber: str, queue: str, **more: object) -> dict[str, object]:
    row = {"event_id": event.id, "subscriber": subscriber, "queue": queue, "dead_at": None, "error": None}
    return row | more


async def _all_room_facts(session: AsyncSession, events: Sequence[OutboxEvent]) -> list[RoomFact]:
    """The facts of all events in one savepoint; when one cannot be made, each in its own."""
    told = [event for event in events if _room_of(event) is not None]
    if not told:
        return []
    try:
        async with session.begin_nested():
            return [fact for event in told for fact in await _room_facts(session, event)]
    except Exception as error:
        log.exception("room facts failed; trying one by one", error=type(error).__name__)
    return [fact for event in told for fact in await _room_facts_or_none(session, event)]


async def _room_facts_or_none(session: AsyncSession, event: OutboxEvent) -> list[RoomFact]:
    """Best effort: a fact that cannot be made is missing in the room until its next snapshot."""
    try:
        async with session.begin_nested():
            return await _room_facts(session, event)
    except Exception:
        log.exception("room fact failed", event_kind=event.kind, event_id=str(event.id))
        return []


async def _room_facts(session: AsyncSession, event: OutboxEvent) -> list[RoomFact]:
    room = _room_of(event)
    if room is None:
        return []
    begin_request(event.request_id)
    return await room(session, read_event(event.kind, event.payload))


def _room_of(event: OutboxEvent) -> Room[Event] | None:
    reaction: Reaction[Event] | None = reaction_to(event.kind)
    return reaction.room if reaction is not None else None
