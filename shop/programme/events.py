"""What happened to a run of show: the room is read again after each."""

from typing import ClassVar
from uuid import UUID

from shop.markets.events import RoomEvent


class SegmentsChanged(RoomEvent, frozen=True, kw_only=True):
    """The plan of a session was changed."""

    kind: ClassVar[str] = "programme.segments_changed"


class SegmentBegan(RoomEvent, frozen=True, kw_only=True):
    """A segment went on air, or the run of show was over (then `segment_id` is None)."""

    kind: ClassVar[str] = "programme.segment_began"

    segment_id: UUID | None


class ViewersMoved(RoomEvent, frozen=True, kw_only=True):
    """The viewers of a room are taken to another stall."""

    kind: ClassVar[str] = "programme.viewers_moved"

    to_id: UUID


class StockAskMoved(RoomEvent, frozen=True, kw_only=True):
    """Goods were asked for a stall, or that was answered."""

    kind: ClassVar[str] = "programme.stock_ask_moved"

    ask_id: UUID
