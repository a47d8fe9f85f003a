"""The outbox: events stand in the same transaction as what they tell; the relay sends them after the commit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.events import Event
from shop.core.request_id import current_request_id


class OutboxEvent(Record):
    """One event. `relayed_at` is set when its deliveries exist and its room facts were told."""

    __tablename__ = "outbox_event"
    __table_args__ = (Index("outbox_event_waiting_idx", "id", postgresql_where=text("relayed_at IS NULL")),)

    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    request_id: Mapped[str]
    relayed_at: Mapped[datetime | None]


class OutboxDelivery(Record):
    """One event for one subscriber: worked when `done_at` is set, given up when `dead_at` is."""

    __tablename__ = "outbox_delivery"
    __table_args__ = (
        UniqueConstraint("event_id", "subscriber"),
        Index("outbox_delivery_dead_idx", "dead_at", postgresql_where=text("dead_at IS NOT NULL")),
        Index("outbox_delivery_open_idx", "sent_at", postgresql_where=text("done_at IS NULL AND dead_at IS NULL")),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("outbox_event.id", ondelete="CASCADE"))
    subscriber: Mapped[str]
    queue: Mapped[str]
    sent_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]


def publish(session: AsyncSession, event: Event) -> None:
    """Tell `event` once the surrounding transaction commits, and never if it does not."""
    session.add(OutboxEvent(kind=event.kind, payload=msgspec.to_builtins(event), request_id=current_request_id()))


async def publish_now(session: AsyncSession, event: Event) -> None:
    """`publish` without the unit of work: for the path every buyer takes."""
    await publish_all(session, [(event, current_request_id())])


async def publish_all(session: AsyncSession, events: Sequence[tuple[Event, str]]) -> None:
    """`publish_now` for many, each with the id of the request it came from."""
    rows = {
        "kinds": [event.kind for event, _ in events],
        "payloads": [msgspec.json.encode(event).decode() for event, _ in events],
        "request_ids": [request_id for _, request_id in events],
    }
    await session.execute(_EVENTS, rows)


_EVENTS = text(
    "INSERT INTO outbox_event (kind, payload, request_id) SELECT kind, CAST(payload AS jsonb), request_id "
    "FROM unnest(CAST(:kinds AS text[]), CAST(:payloads AS text[]), CAST(:request_ids AS text[])) "
    "AS event (kind, payload, request_id)"
)
