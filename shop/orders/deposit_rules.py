"""What of an order is paid before its goods are kept, and whose it is when they are not taken. Pure.

Civil Code 91/2015/QH13, Article 328: a deposit is taken off the price when the contract is kept; it is the seller's
when the buyer does not keep it, and goes back when the seller does not, unless both have agreed otherwise. Here it
never goes back double, and the buyer reads before ordering whether it is kept or given back.
"""

from collections.abc import Iterable

import msgspec

from shop.core.money import Dong
from shop.orders.models import OrderStatus

LEAST_PERCENT, MOST_PERCENT = 5, 90
LEAST_EACH, MOST_EACH = Dong(10_000), Dong(100_000_000)  # đồng a piece
ROUND = 1_000  # đồng: a share is asked for in whole thousands, up

_STANDS = frozenset({OrderStatus.CONFIRMED, OrderStatus.PACKED, OrderStatus.SHIPPED})


class DepositRule(msgspec.Struct, frozen=True, kw_only=True):
    """So many percent of what is bought, or so many đồng `each` piece; `kept` when its buyer does not take it."""

    percent: int | None = None
    each: Dong | None = None
    kept: bool = False

    @property
    def bounded(self) -> bool:
        """Whether it is one of both, and neither too small nor too large."""
        if self.percent is not None:
            return self.each is None and LEAST_PERCENT <= self.percent <= MOST_PERCENT
        return self.each is not None and LEAST_EACH <= self.each <= MOST_EACH

    def of(self, cost: Dong, pieces: int) -> Dong:
        """The deposit (đồng) for so many pieces that cost `cost`: at most that."""
        asked = self.each * pieces if self.each is not None else -(-cost * (self.percent or 0) // 100 // ROUND) * ROUND
        return Dong(min(cost, asked))


class Deposit(msgspec.Struct, frozen=True):
    """What of an order comes first (đồng; 0: nothing apart), and whether it stays with the seller."""

    amount: Dong = Dong(0)
    kept: bool = False


def deposit_of(asked: Iterable[tuple[DepositRule, Dong, int]], total: Dong) -> Deposit:
    """The deposit of an order of `total` đồng: (rule, cost, pieces) of each line that asks for one.

    One that reaches the total is none: then all is paid before. It is kept where one of the lines says so.
    """
    rules = list(asked)
    amount = sum(rule.of(cost, pieces) for rule, cost, pieces in rules)
    if not 0 < amount < total:
        return Deposit()
    return Deposit(Dong(amount), any(rule.kept for rule, _, _ in rules))


def forfeits(status: OrderStatus, *, kept: bool) -> bool:
    """Whether a buyer who does not take what stands at `status` leaves the deposit behind: it was paid by then."""
    return kept and status in _STANDS
