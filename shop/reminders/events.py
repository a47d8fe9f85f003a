"""What happens to watches."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class WatchCalled(Event, frozen=True, kw_only=True):
    """A moment of something watched has come: its reader is to be told, once."""

    kind: ClassVar[str] = "reminders.called"

    call_id: UUID
