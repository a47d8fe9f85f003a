"""What a device may check without the net, and what stands against a report."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shop.offline.models import Cause
from shop.orders.models import OrderStatus
from shop.orders.rules import OVER

MOST_PICKUPS = 500  # in a list
MOST_REPORTS = 100  # in a batch

_ENDED = {
    OrderStatus.CANCELLED: Cause.CANCELLED,
    OrderStatus.EXPIRED: Cause.EXPIRED,
    OrderStatus.REFUSED: Cause.REFUSED,
}


def secret_hash(salt: str, secret: str) -> str:
    """What a list holds of a QR code's secret, in hexadecimal digits.

    One round of SHA-256 is enough: 96 random bits cannot be guessed however fast one hashes. Six digits could, so
    nothing of them is in a list. The salt keeps two lists from being laid side by side.
    """
    return hashlib.sha256(f"{salt}:{secret}".encode()).hexdigest()


def bounded(said: datetime, earliest: datetime, latest: datetime) -> datetime:
    """The moment a device says, within what can be: its clock may be wrong."""
    return max(earliest, min(said, latest))


def cause_against(status: OrderStatus, parcels: Iterable[tuple[OrderStatus, UUID]], place_id: UUID) -> Cause | None:
    """Why an order cannot be handed over at a place, or None; `parcels` are (where it stands, its place)."""
    waiting = [(standing, at) for standing, at in parcels if standing not in OVER]
    if not waiting:
        return _ENDED.get(status, Cause.ELSEWHERE)
    if any(at != place_id for _, at in waiting):
        return Cause.ELSEWHERE
    return None if all(standing is OrderStatus.PACKED for standing, _ in waiting) else Cause.NOT_PACKED
