"""What happens in a room: its viewers are told after the commit."""

from uuid import UUID

from shop.core.events import Event


class RoomEvent(Event, frozen=True, kw_only=True):
    """Something the room of a session has to be read again for."""

    session_id: UUID
