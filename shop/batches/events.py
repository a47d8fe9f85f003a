"""What happened to batches."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class BatchRecalled(Event, frozen=True, kw_only=True):
    """A batch must not be sold or used any more."""

    kind: ClassVar[str] = "batches.recalled"

    batch_id: UUID
    producer_id: UUID | None
    place_id: UUID | None
