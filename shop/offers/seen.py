"""What a room and its programs see of offers. Amounts are đồng."""

from datetime import datetime
from uuid import UUID

import msgspec

from shop.offers.models import FlashEnd, Policy
from shop.orders.deposit_rules import DepositRule


class OfferSeen(msgspec.Struct, frozen=True, kw_only=True):
    """How a pinned variant is kept: `hold_minutes` for who orders (null: as the shop does), or for who pays first.

    A `deposit` is paid within these minutes, the rest in cash.
    """

    policy: Policy
    hold_minutes: int | None
    deposit: DepositRule | None = None


class FlashFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A flash drop: `left` of `pieces` are to be had, `buyer_limit` by one buyer.

    `ended` says why it is over, `waiting` how many stand in its line.
    """

    id: UUID
    variant: UUID
    price: int
    pieces: int
    left: int
    buyer_limit: int | None
    opens_at: datetime
    closes_at: datetime
    ended: FlashEnd | None
    waiting: int


class FlashSeen(FlashFacts, frozen=True, kw_only=True):
    """The flash drop of a room with what it sells. Screens open it by themselves when `opens_at` has come."""

    name: str
    unit: str
    image: str
    list_price: int
    min_age: int | None


class Offers(msgspec.Struct, frozen=True):
    """What is offered in a room: variant -> how it is kept, variant -> how many wait, and its flash drop."""

    offers: dict[UUID, OfferSeen]
    waiting: dict[UUID, int]
    flash: FlashFacts | None
