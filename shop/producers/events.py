"""What happened to producers."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class ProducerSuspended(Event, frozen=True, kw_only=True):
    """An officer stopped a producer's sales."""

    kind: ClassVar[str] = "producers.suspended"

    producer_id: UUID


class ProducerReinstated(Event, frozen=True, kw_only=True):
    """A producer may sell again."""

    kind: ClassVar[str] = "producers.reinstated"

    producer_id: UUID
