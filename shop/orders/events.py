"""What happened to orders. Every event carries the lines, so that rooms can tell what is left."""

from typing import ClassVar
from uuid import UUID

import msgspec

from shop.core.events import Event
from shop.core.money import Dong


class LineFact(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant, from a place."""

    variant_id: UUID
    place_id: UUID
    quantity: int


class OrderFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What every event about an order says. `session_id` is the live session it was bought in; total is đồng.

    `parcel` is the number of the one it tells of, in an order that has several; the lines are then that one's.
    """

    order_id: UUID
    code: str
    version: int
    session_id: UUID | None
    person_id: UUID | None
    total: Dong
    lines: tuple[LineFact, ...]
    parcel: int | None = None


class OrderPlaced(OrderFacts, Event, frozen=True, kw_only=True):
    """Stock is held for a new order; one that is `prepaid` is confirmed by its money."""

    kind: ClassVar[str] = "orders.placed"

    prepaid: bool = False


class OrderConfirmed(OrderFacts, Event, frozen=True, kw_only=True):
    """The order stands; the point may pack it."""

    kind: ClassVar[str] = "orders.confirmed"


class OrderUnpaid(OrderFacts, Event, frozen=True, kw_only=True):
    """The order was paid after its goods were gone, or after it was cancelled: all is owed back."""

    kind: ClassVar[str] = "orders.unpaid"


class OrderCancelled(OrderFacts, Event, frozen=True, kw_only=True):
    """The order ended before it was packed; its stock is free. `reason`: `buyer` or `not_on_sale`."""

    kind: ClassVar[str] = "orders.cancelled"

    reason: str


class OrderExpired(OrderFacts, Event, frozen=True, kw_only=True):
    """Its hold ran out; its stock is free."""

    kind: ClassVar[str] = "orders.expired"


class OrderPacked(OrderFacts, Event, frozen=True, kw_only=True):
    """The goods are ready."""

    kind: ClassVar[str] = "orders.packed"


class OrderHandedOver(OrderFacts, Event, frozen=True, kw_only=True):
    """Fetched and paid at the point."""

    kind: ClassVar[str] = "orders.handed_over"


class OrderShipped(OrderFacts, Event, frozen=True, kw_only=True):
    """On its way."""

    kind: ClassVar[str] = "orders.shipped"


class OrderDelivered(OrderFacts, Event, frozen=True, kw_only=True):
    """Brought and paid."""

    kind: ClassVar[str] = "orders.delivered"


class OrderRelocated(OrderFacts, Event, frozen=True, kw_only=True):
    """Goods will come from another place than first chosen; the lines say what each place has more or fewer to sell."""

    kind: ClassVar[str] = "orders.relocated"


class OrderRefused(OrderFacts, Event, frozen=True, kw_only=True):
    """The buyer did not take it; its stock is free again. `reason` is `not_fetched` when its days were over."""

    kind: ClassVar[str] = "orders.refused"

    reason: str = ""


class OrderWaiting(OrderFacts, Event, frozen=True, kw_only=True):
    """A pickup waits for its buyer, who is reminded; it is kept for so many days more."""

    kind: ClassVar[str] = "orders.waiting"

    days_left: int


class OrderAllotted(OrderFacts, Event, frozen=True, kw_only=True):
    """The harvest came: the goods of a pre-order are held for it."""

    kind: ClassVar[str] = "orders.allotted"


class OrderUnsupplied(OrderFacts, Event, frozen=True, kw_only=True):
    """A place cannot supply a parcel, or all of an order; nothing is paid for it. `reason` is what staff wrote."""

    kind: ClassVar[str] = "orders.unsupplied"

    reason: str
    whole: bool


class OrderLate(OrderFacts, Event, frozen=True, kw_only=True):
    """A parcel with a producer's goods is not packed although its hours are over; told once."""

    kind: ClassVar[str] = "orders.late"

    producer_id: UUID | None
    place_id: UUID
