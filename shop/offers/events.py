"""What happened to offers. Rooms are read again after each."""

from typing import ClassVar
from uuid import UUID

from shop.markets.events import RoomEvent


class OfferSet(RoomEvent, frozen=True, kw_only=True):
    """A host has said how goods are kept."""

    kind: ClassVar[str] = "offers.set"

    variant_id: UUID


class WaitingChanged(RoomEvent, frozen=True, kw_only=True):
    """Somebody joined or left a waiting list."""

    kind: ClassVar[str] = "offers.waiting_changed"

    variant_id: UUID


class WaitingServed(RoomEvent, frozen=True, kw_only=True):
    """A turn came: an order was placed for the entry."""

    kind: ClassVar[str] = "offers.waiting_served"

    entry_id: UUID
    order_id: UUID


class WaitingClosed(RoomEvent, frozen=True, kw_only=True):
    """An entry ended without an order: it could not be sold, or the session was over."""

    kind: ClassVar[str] = "offers.waiting_closed"

    entry_id: UUID


class FlashPlanned(RoomEvent, frozen=True, kw_only=True):
    """A flash drop will open."""

    kind: ClassVar[str] = "offers.flash_planned"

    flash_id: UUID


class FlashEnded(RoomEvent, frozen=True, kw_only=True):
    """A flash drop is over: sold out, by its time, or called off."""

    kind: ClassVar[str] = "offers.flash_ended"

    flash_id: UUID
    why: str
