"""What happened in rooms. A room is read again after each, so none needs a version."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class SessionStarted(Event, frozen=True, kw_only=True):
    """A host went on air."""

    kind: ClassVar[str] = "livestream.started"

    session_id: UUID


class SessionEnded(Event, frozen=True, kw_only=True):
    """A session ended: by its host, or by the sweep once the host had left."""

    kind: ClassVar[str] = "livestream.ended"

    session_id: UUID


class PinChanged(Event, frozen=True, kw_only=True):
    """A variant was pinned, priced anew or unpinned (then `price` is None); `price` is đồng."""

    kind: ClassVar[str] = "livestream.pin_changed"

    session_id: UUID
    variant_id: UUID
    price: int | None


class CommentPosted(Event, frozen=True, kw_only=True):
    """Somebody said something in a room."""

    kind: ClassVar[str] = "livestream.comment_posted"

    session_id: UUID
    comment_id: UUID


class CommentHidden(Event, frozen=True, kw_only=True):
    """A comment was taken down."""

    kind: ClassVar[str] = "livestream.comment_hidden"

    session_id: UUID
    comment_id: UUID


class SlowModeSet(Event, frozen=True, kw_only=True):
    """A room became slow, or quick again (0 `seconds`)."""

    kind: ClassVar[str] = "livestream.slow_mode_set"

    session_id: UUID
    seconds: int
