"""What of priced lines travels together: the goods of one producer from one place, as one parcel. Pure."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from shop.cart.rules import LineProblem, Take, Want
from shop.catalog.models import ShippingClass
from shop.catalog.queries import Offer
from shop.core.money import Dong
from shop.delivery.choose import ChosenDelivery
from shop.delivery.rules import Load, Piece, asked_hash, shipping_fee
from shop.inventory.queries import PlaceStock


class Travelling(Protocol):
    """What is asked of a priced line."""

    @property
    def want(self) -> Want:
        """What is wanted."""

    @property
    def offer(self) -> Offer | None:
        """Its offer."""

    @property
    def place(self) -> PlaceStock | None:
        """Where it is taken from."""

    @property
    def takes(self) -> tuple[tuple[PlaceStock, Take], ...]:
        """How much comes from which place, once that is decided."""

    @property
    def problem(self) -> LineProblem | None:
        """What is in the way."""

    @property
    def total(self) -> Dong:
        """đồng for it."""


def loads_of(lines: Sequence[Travelling]) -> tuple[Load, ...]:
    """The consignments of `lines`, in a fixed order; what does not travel or cannot be sold is in none."""
    together: dict[tuple[UUID | None, UUID], list[Piece]] = {}
    for line in lines:
        if line.offer is None or line.place is None or line.problem is LineProblem.NOT_ON_SALE:
            continue
        if line.offer.shipping is not ShippingClass.NONE:
            for place_id, pieces in _parts(line, line.place):
                together.setdefault((line.offer.producer_id, place_id), []).append(_piece(line, line.offer, pieces))
    ordered = sorted(together, key=lambda key: (str(key[0]), str(key[1])))
    return tuple(
        Load(
            producer_id=producer,
            place_id=place,
            pieces=tuple(sorted(together[producer, place], key=lambda piece: str(piece.variant_id))),
        )
        for producer, place in ordered
    )


def shipping_of(lines: Sequence[Travelling], delivery: ChosenDelivery | None, flat: Dong) -> tuple[Dong, bool]:
    """đồng for the delivery, and whether the way that was chosen is gone, so that the flat fee counts."""
    if delivery is None:
        return Dong(0), False
    way = delivery.way
    if way is None:
        return shipping_fee(delivery.method, flat), False
    meant = delivery.commune_id is not None and asked_hash(loads_of(lines), delivery.commune_id) == way.asked_hash
    return (way.fee, False) if meant and way.open else (flat, True)


def _parts(line: Travelling, place: PlaceStock) -> list[tuple[UUID, int]]:
    """How many pieces come from which place."""
    return [(one.place_id, take.pieces) for one, take in line.takes] or [(place.place_id, line.want.quantity)]


def _piece(line: Travelling, offer: Offer, pieces: int) -> Piece:
    return Piece(
        variant_id=line.want.variant_id,
        quantity=pieces,
        net_weight_g=offer.net_weight_g,
        shipping=offer.shipping,
        value=Dong(line.total * pieces // line.want.quantity),
        min_age=offer.min_age,
    )
