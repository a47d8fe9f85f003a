"""What is read of a delivery that is about to be tried."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement

from shop.core.outbox import OutboxDelivery, OutboxEvent

WHAT = (
    OutboxDelivery.id,
    OutboxDelivery.attempts,
    OutboxDelivery.subscriber,
    OutboxEvent.id,
    OutboxEvent.kind,
    OutboxEvent.payload,
    OutboxEvent.request_id,
)


class Attempt(msgspec.Struct, frozen=True):
    """A delivery about to be tried; its fields are the columns of `WHAT`."""

    id: UUID
    number: int
    subscriber: str
    event_id: UUID
    kind: str
    payload: dict[str, object]
    request_id: str


def is_open() -> tuple[ColumnElement[bool], ...]:
    """Deliveries neither done nor given up."""
    return (OutboxDelivery.done_at.is_(None), OutboxDelivery.dead_at.is_(None))
