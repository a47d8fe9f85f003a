"""What happened to a session's picture. The room is read again after each."""

from typing import ClassVar
from uuid import UUID

from shop.markets.events import RoomEvent


class TakeStarted(RoomEvent, frozen=True, kw_only=True):
    """A publisher's picture comes in."""

    kind: ClassVar[str] = "broadcast.take_started"

    take_id: UUID


class TakeEnded(RoomEvent, frozen=True, kw_only=True):
    """A publisher's picture is over."""

    kind: ClassVar[str] = "broadcast.take_ended"

    take_id: UUID


class CaptionSaid(RoomEvent, frozen=True, kw_only=True):
    """The host typed a caption."""

    kind: ClassVar[str] = "broadcast.caption_said"

    caption_id: UUID
