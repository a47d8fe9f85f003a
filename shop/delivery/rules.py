"""What delivery costs, what a parcel weighs, and who may carry what. Pure."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

import msgspec

from shop.catalog.models import ShippingClass
from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod

# A carrier weighs what it is given: the net weight, a sixth for the pack that holds it, and the carton.
TARE_SHARE = 6
CARTON_G = 100
UNKNOWN_G = 500  # a piece whose weight nobody has said
BULKY_AT_LEAST_G = 5_000  # a bulky piece is priced by its size

PACKING = Dong(10_000)  # đồng a consignment with something fragile in it: bubble wrap, a second carton
SAME_DAY_ONLY = frozenset({ShippingClass.FRESH})
BY_ROAD_ONLY = frozenset({ShippingClass.LIQUID})  # ICAO, dangerous goods: spirits; carriers extend it to all liquids


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant, as far as its delivery is concerned; `value` is đồng for all of them."""

    variant_id: UUID
    quantity: int
    net_weight_g: int | None
    shipping: ShippingClass
    value: Dong
    min_age: int | None = None


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What travels together: the goods of one producer from one place."""

    producer_id: UUID | None
    place_id: UUID
    pieces: tuple[Piece, ...]

    @property
    def weight_g(self) -> int:
        """What it weighs packed, in grams."""
        return CARTON_G + sum(packed_g(piece) for piece in self.pieces)

    @property
    def value(self) -> Dong:
        """What it is worth, in đồng."""
        return Dong(sum(piece.value for piece in self.pieces))

    @property
    def fragile(self) -> bool:
        """Whether it is packed with care."""
        return any(piece.shipping is ShippingClass.FRAGILE for piece in self.pieces)

    @property
    def same_day(self) -> bool:
        """Whether something in it must arrive today: no carrier takes it."""
        return any(piece.shipping in SAME_DAY_ONLY for piece in self.pieces)

    @property
    def may_fly(self) -> bool:
        """Whether it may go by air: no liquids, no spirits."""
        return not any(piece.shipping in BY_ROAD_ONLY or piece.min_age for piece in self.pieces)


def shipping_fee(method: DeliveryMethod, flat: Dong) -> Dong:
    """đồng for one order: nothing at a sales point, one flat fee to the door."""
    return flat if method is DeliveryMethod.SHIP else Dong(0)


def packed_g(piece: Piece) -> int:
    """Grams of the pieces with what holds them."""
    net = piece.net_weight_g or UNKNOWN_G
    each = net + -(-net // TARE_SHARE)
    if piece.shipping is ShippingClass.BULKY:
        each = max(each, BULKY_AT_LEAST_G)
    return each * piece.quantity


def packing_fee(load: Load) -> Dong:
    """đồng for packing what breaks."""
    return PACKING if load.fragile else Dong(0)


def asked_hash(loads: Iterable[Load], commune_id: UUID) -> bytes:
    """What a quote was asked for; other goods, another place or another commune give another."""
    ordered = sorted(loads, key=lambda load: (str(load.producer_id), str(load.place_id)))
    return hashlib.sha256(msgspec.json.encode([str(commune_id), ordered])).digest()
