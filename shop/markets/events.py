"""What happens in a room, of which its viewers are told after the commit, and what becomes of plans."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class RoomEvent(Event, frozen=True, kw_only=True):
    """Something the room of a session has to be read again for."""

    session_id: UUID


class StallMoved(RoomEvent, frozen=True, kw_only=True):
    """The plan of a stall was changed: its time, place, host, title or line-up."""

    kind: ClassVar[str] = "market.stall_moved"

    version: int


class StallShifted(Event, frozen=True, kw_only=True):
    """One stall has another time or place now; when its whole market is moved, only that is told."""

    kind: ClassVar[str] = "markets.stall_shifted"

    session_id: UUID


class StallDropped(RoomEvent, frozen=True, kw_only=True):
    """A stall was called off."""

    kind: ClassVar[str] = "market.stall_called_off"

    version: int


class MarketMoved(Event, frozen=True, kw_only=True):
    """The time of a market was changed."""

    kind: ClassVar[str] = "market.moved"

    market_id: UUID
    version: int


class MarketDropped(Event, frozen=True, kw_only=True):
    """A market was called off, with all its stalls."""

    kind: ClassVar[str] = "market.called_off"

    market_id: UUID
    version: int


class CoHostsChanged(RoomEvent, frozen=True, kw_only=True):
    """Somebody joined the host of a session, or left."""

    kind: ClassVar[str] = "markets.co_hosts_changed"


class FloorsAsked(Event, frozen=True, kw_only=True):
    """A stall is going to show goods it did not show before: their producers may approve a floor."""

    kind: ClassVar[str] = "markets.floors_asked"

    session_id: UUID
    variants: tuple[UUID, ...]


class FloorChanged(RoomEvent, frozen=True, kw_only=True):
    """A producer set or withdrew the floor of a variant (then `price` is None); `price` is đồng."""

    kind: ClassVar[str] = "markets.floor_changed"

    variant_id: UUID
    price: int | None
