"""What live prices and vouchers may be, and how much they take off. Whole đồng, rounded down."""

import re
from collections.abc import Sequence
from enum import StrEnum

import msgspec

from shop.core.money import MAX_DONG, Dong, split
from shop.core.text import fold

SHORTEST_CODE, LONGEST_CODE = 4, 20
WHOLE = 100  # percent
MOST_CODES = 3  # of an order: one voucher of each kind
MOST_TAKEN = 1_000_000  # pieces or uses an allowance may name


class VoucherProblem(StrEnum):
    """Why a voucher does not count for an order; the words are the refusals' codes."""

    UNKNOWN = "voucher_unknown"
    NOT_OPEN = "voucher_not_open"
    EXHAUSTED = "voucher_exhausted"
    BUYER_LIMIT = "voucher_buyer_limit"
    BELOW_MINIMUM = "voucher_below_minimum"
    NOT_FOR_THESE = "voucher_not_for_these"
    TWICE = "voucher_twice"


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """đồng, or whole percents with a cap (đồng), once the goods come to `minimum` đồng."""

    amount: Dong | None = None
    percent: int | None = None
    cap: Dong | None = None
    minimum: Dong = Dong(0)


def is_price(price: Dong) -> bool:
    """Whether `price` (đồng) can be asked for a piece."""
    return 0 <= price <= MAX_DONG


def is_bound(bound: int | None) -> bool:
    """Whether a quota or a limit per buyer can be so; None: without bound."""
    return bound is None or 0 < bound <= MOST_TAKEN


def read_code(typed: str) -> str | None:
    """The code as stored that was typed in any case, with accents, spaces or dashes; None when it can be none."""
    code = re.sub(r"[\s._/-]+", "", fold(typed)).upper()
    return code if re.fullmatch(rf"[A-Z0-9]{{{SHORTEST_CODE},{LONGEST_CODE}}}", code) else None


def effect_on(effect: Effect, base: Dong) -> Dong:
    """What it takes off `base` đồng: never more than there is. Percents of whole đồng are rounded down."""
    if effect.percent is None:
        return Dong(min(effect.amount or 0, base))
    part = base * effect.percent // WHOLE
    return Dong(part if effect.cap is None else min(part, effect.cap))


def spread(amount: Dong, bases: Sequence[Dong]) -> list[Dong]:
    """Share `amount` over lines by what each comes to, by the largest remainder: no line gets more than it has."""
    return split(amount, bases) if amount else [Dong(0) for _ in bases]
