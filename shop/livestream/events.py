"""What happened in rooms. A room is read again after each, so none needs a version."""

from typing import ClassVar
from uuid import UUID

from shop.markets.events import RoomEvent


class SessionStarted(RoomEvent, frozen=True, kw_only=True):
    """A host went on air."""

    kind: ClassVar[str] = "livestream.started"


class SessionEnded(RoomEvent, frozen=True, kw_only=True):
    """A session ended: by its host, or by the sweep once the host had left."""

    kind: ClassVar[str] = "livestream.ended"


class PinChanged(RoomEvent, frozen=True, kw_only=True):
    """A variant was pinned, priced anew or unpinned (then `price` is None); `price` is đồng."""

    kind: ClassVar[str] = "livestream.pin_changed"

    variant_id: UUID
    price: int | None


class CommentPosted(RoomEvent, frozen=True, kw_only=True):
    """Somebody said something in a room."""

    kind: ClassVar[str] = "livestream.comment_posted"

    comment_id: UUID


class CommentHidden(RoomEvent, frozen=True, kw_only=True):
    """A comment was taken down."""

    kind: ClassVar[str] = "livestream.comment_hidden"

    comment_id: UUID


class SlowModeSet(RoomEvent, frozen=True, kw_only=True):
    """A room became slow, or quick again (0 `seconds`)."""

    kind: ClassVar[str] = "livestream.slow_mode_set"

    seconds: int
