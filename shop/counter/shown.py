"""What a seller sees: a sale, a drawer."""

from datetime import datetime
from uuid import UUID

import msgspec

from shop.core.money import Dong
from shop.counter.models import CashKind, PaidBy


class SoldLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant at the price of the moment; `returned` of them came back."""

    variant: UUID
    product: str
    name: str
    unit: str
    quantity: int
    price: Dong
    total: Dong
    returned: int


class SaleShown(msgspec.Struct, frozen=True, kw_only=True):
    """A walk-in sale; `given` and `change` are of cash, `refunded` is what was given back since. Times are UTC."""

    code: str
    place: str
    place_name: str
    seller: str
    sold_at: datetime
    paid_by: PaidBy
    total: Dong
    given: Dong | None
    change: Dong | None
    refunded: Dong
    note: str | None
    lines: tuple[SoldLine, ...]


class CashLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a drawer's book; `about` is the code of the sale or the order."""

    kind: CashKind
    amount: Dong
    at: datetime
    about: str | None
    reason: str | None


class DrawerShown(msgspec.Struct, frozen=True, kw_only=True):
    """A drawer between its opening and the count that closed it; nobody opened it where `opened_by` is null."""

    opened_at: datetime
    opened_by: str | None
    expected: Dong  # by its book now, or when it was closed
    counted: Dong | None
    counted_by: str | None
    difference: Dong | None
    reason: str | None
    closed_at: datetime | None
    closed_by: str | None
    lines: tuple[CashLine, ...]
