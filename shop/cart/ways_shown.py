"""Ways of delivery as programs see them."""

from datetime import datetime
from uuid import UUID

import msgspec

from shop.carriers.models import CarrierName
from shop.cart.ways import Offered
from shop.core.money import Dong
from shop.delivery.models import DeliveryQuote
from shop.delivery.ways import WhyNot


class PartShown(msgspec.Struct, frozen=True, kw_only=True):
    """The fee (đồng) of what one producer sends from one place, and its packed weight in grams."""

    producer: UUID | None
    place: UUID
    fee: Dong
    weight_g: int


class WayShown(msgspec.Struct, frozen=True, kw_only=True):
    """A way of delivery. `id` goes into an order as `delivery.quote`; `carrier` is null for our own riders."""

    id: UUID
    carrier: CarrierName | None
    service: str
    name: str
    fee: Dong
    days: int
    parts: tuple[PartShown, ...]
    expires_at: datetime


class ClosedWayShown(msgspec.Struct, frozen=True):
    """A carrier that cannot bring these goods, and why."""

    carrier: CarrierName
    why: WhyNot


class WaysShown(msgspec.Struct, frozen=True, kw_only=True):
    """All ways to bring a cart to a commune: our own first, then the cheapest."""

    ways: tuple[WayShown, ...]
    closed: tuple[ClosedWayShown, ...]


def show_ways(offered: Offered) -> WaysShown:
    """Show what was offered."""
    closed = tuple(ClosedWayShown(one.carrier, one.why) for one in offered.closed)
    return WaysShown(ways=tuple(_way(row) for row in offered.open), closed=closed)


def _way(row: DeliveryQuote) -> WayShown:
    return WayShown(
        id=row.id,
        carrier=row.carrier,
        service=row.service,
        name=row.service_name,
        fee=row.fee,
        days=row.days,
        parts=msgspec.convert(row.parts["loads"], tuple[PartShown, ...]),
        expires_at=row.expires_at,
    )
