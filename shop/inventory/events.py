"""What happened to stock outside of orders."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class StockReceived(Event, frozen=True, kw_only=True):
    """`pieces` units of a variant came to a place."""

    kind: ClassVar[str] = "inventory.received"

    variant_id: UUID
    place_id: UUID
    pieces: int


class StockTaken(Event, frozen=True, kw_only=True):
    """`pieces` units of a variant left a place, or were not there after all; nobody bought them."""

    kind: ClassVar[str] = "inventory.taken"

    variant_id: UUID
    place_id: UUID
    pieces: int


class StockRunsLow(Event, frozen=True, kw_only=True):
    """Only `pieces` units of a variant may still be ordered at a place; told once until it is refilled."""

    kind: ClassVar[str] = "inventory.low"

    variant_id: UUID
    place_id: UUID
    producer_id: UUID | None
    pieces: int
