"""What may follow what, and the secrets that are derived from an order's id instead of being stored."""

import base64
import hmac
from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from shop.core.ids import keyed_digest
from shop.core.money import Dong, split
from shop.core.transitions import Transitions
from shop.delivery.models import DeliveryMethod
from shop.orders.models import OrderStatus

CODE_PREFIX = "CM"
LOCK_MINUTES = 60  # how long an order is locked after too many wrong pickup codes

_S = OrderStatus
_BEGINNING = {
    _S.HELD: frozenset({_S.CONFIRMED, _S.CANCELLED, _S.EXPIRED}),
    _S.CONFIRMED: frozenset({_S.PACKED, _S.CANCELLED}),
    _S.EXPIRED: frozenset({_S.CONFIRMED}),  # by money that came late, when its goods can be held again: orders.settle
}

MOVES = {
    DeliveryMethod.PICKUP: Transitions({**_BEGINNING, _S.PACKED: frozenset({_S.HANDED_OVER, _S.REFUSED})}),
    DeliveryMethod.SHIP: Transitions(
        {**_BEGINNING, _S.PACKED: frozenset({_S.SHIPPED}), _S.SHIPPED: frozenset({_S.DELIVERED, _S.REFUSED})}
    ),
}
"""What may follow what for a parcel. A pickup that nobody fetches is refused from `packed`."""

SUMMARY = (
    _S.HELD,
    _S.CONFIRMED,
    _S.PACKED,
    _S.SHIPPED,
    _S.DELIVERED,
    _S.HANDED_OVER,
    _S.REFUSED,
    _S.CANCELLED,
    _S.EXPIRED,
)
"""An order stands where the first of these stands that one of its parcels has: see `summary`."""

OVER = frozenset({_S.HANDED_OVER, _S.DELIVERED, _S.REFUSED, _S.CANCELLED, _S.EXPIRED})
"""Nothing follows these, but for what expired and was paid late."""

AWAITING_PICKUP = frozenset({_S.HELD, _S.CONFIRMED, _S.PACKED})
"""While an order stands here its pickup code opens something."""


class LapseTerms(msgspec.Struct, frozen=True):
    """From `most` holds that ran out in `days` days on nothing is kept for a buyer before the money."""

    most: int
    days: int


def summary(parcels: Iterable[OrderStatus]) -> OrderStatus:
    """Where an order stands whose parcels stand at `parcels`: while one is open with the slowest of them.

    When all are over, what was taken counts more than what was refused, and that more than what never left.
    """
    return min(parcels, key=SUMMARY.index)


def amounts(total: Dong, worths: Sequence[Dong]) -> list[Dong]:
    """What of an order's total (đồng) falls to each parcel: what its lines cost after their discounts (`worths`).

    The rest, which is the delivery less what a voucher takes off it, is shared by that, with the largest remainder.
    """
    rest = split(Dong(total - sum(worths)), worths if any(worths) else [1, *[0] * (len(worths) - 1)])
    return [Dong(worth + share) for worth, share in zip(worths, rest, strict=True)]


def order_token(secret: str, order_id: UUID) -> str:
    """The bearer token of an order: 192 bits, the same each time it is asked for."""
    return base64.urlsafe_b64encode(keyed_digest(secret, "order-token", str(order_id))[:24]).decode()


def is_order_token(secret: str, order_id: UUID, offered: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(order_token(secret, order_id).encode(), offered.encode())


def pickup_code(secret: str, order_id: UUID) -> str:
    """Six digits the buyer says at the point."""
    return f"{int.from_bytes(keyed_digest(secret, 'pickup-code', str(order_id))[:8]) % 1_000_000:06}"


def pickup_secret(secret: str, order_id: UUID) -> str:
    """What the buyer's QR code proves besides the six digits: 96 bits, which nobody guesses from their hash."""
    return base64.urlsafe_b64encode(keyed_digest(secret, "pickup-secret", str(order_id))[:12]).decode()


def is_pickup_secret(secret: str, order_id: UUID, offered: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(pickup_secret(secret, order_id).encode(), offered.encode())


def pickup_qr(secret: str, order_id: UUID, code: str) -> str:
    """What the buyer's QR code says; no address, so that nothing of it is logged."""
    return f"CHOMAY:{code}:{pickup_code(secret, order_id)}:{pickup_secret(secret, order_id)}"


def pickup_hash(secret: str, order_id: UUID, code: str) -> bytes:
    """What is stored of a pickup code: worthless without the installation's secret."""
    return keyed_digest(secret, "pickup-hash", str(order_id), code)


def is_pickup_code(secret: str, order_id: UUID, offered: str, stored: bytes) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(pickup_hash(secret, order_id, offered), stored)


class CodTerms(msgspec.Struct, frozen=True, kw_only=True):
    """From `refusals` refused orders of a phone on cash is taken up to `most` đồng, from `never` on not at all."""

    refusals: int
    most: Dong
    never: int


class CodHistory(msgspec.Struct, frozen=True):
    """How many cash orders of a phone were taken, and how many refused or never fetched, in the last year."""

    taken: int = 0
    refused: int = 0


TAKEN_EACH = 3  # orders taken that make up for one that was refused


def most_cash(history: CodHistory, terms: CodTerms) -> Dong | None:
    """The largest order (đồng) that may be paid in cash on receipt; None: any, nothing: none at all.

    Who takes three orders for each one refused is a good customer whatever the number.
    """
    if history.refused < terms.refusals or history.taken >= TAKEN_EACH * history.refused:
        return None
    return Dong(0) if history.refused >= terms.never else terms.most
