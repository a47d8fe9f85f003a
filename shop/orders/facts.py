"""What every event about an order says."""

from collections.abc import Iterable
from typing import TypedDict
from uuid import UUID

from shop.core.money import Dong
from shop.orders.events import LineFact
from shop.orders.models import Order, OrderLine


class Facts(TypedDict):
    """The fields of `OrderFacts`, to be spread into an event."""

    order_id: UUID
    code: str
    version: int
    session_id: UUID | None
    person_id: UUID | None
    total: Dong
    lines: tuple[LineFact, ...]
    parcel: int | None


def order_facts(order: Order, lines: Iterable[OrderLine], parcel: int | None = None) -> Facts:
    """The facts of `order` as it stands; with `parcel` of that part of it alone, whose lines they are."""
    return Facts(
        order_id=order.id,
        code=order.code,
        version=order.version,
        session_id=order.session_id,
        person_id=order.person_id,
        total=order.total,
        lines=tuple(
            LineFact(variant_id=line.variant_id, place_id=line.place_id, quantity=line.quantity) for line in lines
        ),
        parcel=parcel,
    )
