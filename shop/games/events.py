"""What happened in the games of a room. The room is read again after each."""

from typing import ClassVar
from uuid import UUID

from shop.markets.events import RoomEvent


class PollChanged(RoomEvent, frozen=True, kw_only=True):
    """A poll was opened or closed."""

    kind: ClassVar[str] = "games.poll_changed"

    poll_id: UUID


class PollVoted(RoomEvent, frozen=True, kw_only=True):
    """Somebody voted."""

    kind: ClassVar[str] = "games.poll_voted"

    poll_id: UUID


class DrawAnnounced(RoomEvent, frozen=True, kw_only=True):
    """A lucky draw was announced."""

    kind: ClassVar[str] = "games.draw_announced"

    draw_id: UUID


class DrawEntered(RoomEvent, frozen=True, kw_only=True):
    """Somebody entered a draw."""

    kind: ClassVar[str] = "games.draw_entered"

    draw_id: UUID


class DrawDrawn(RoomEvent, frozen=True, kw_only=True):
    """The seed of a draw was revealed and its winners stand."""

    kind: ClassVar[str] = "games.draw_drawn"

    draw_id: UUID


class DropChanged(RoomEvent, frozen=True, kw_only=True):
    """A voucher was dropped into a room, or taken away."""

    kind: ClassVar[str] = "games.drop_changed"

    drop_id: UUID


class DropKept(RoomEvent, frozen=True, kw_only=True):
    """Somebody kept a dropped voucher."""

    kind: ClassVar[str] = "games.drop_kept"

    drop_id: UUID


CALM = frozenset({PollVoted.kind, DrawEntered.kind})
"""What many do at once and nobody is sold by: a room shows it with its next tick, as talk."""
