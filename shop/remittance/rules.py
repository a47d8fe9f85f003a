"""How a line of a carrier's list is judged, and how cash moves on. Pure."""

import msgspec

from shop.core.money import Dong
from shop.core.transitions import Transitions
from shop.orders.models import OrderStatus
from shop.remittance.models import CashState, Holder, Verdict

CASH = Transitions(
    {
        CashState.COLLECTED: frozenset({CashState.REMITTED}),
        CashState.REMITTED: frozenset({CashState.SETTLED}),
    }
)
ARRIVED = frozenset({OrderStatus.DELIVERED, OrderStatus.HANDED_OVER})
MOST_ROWS = 5_000  # of one list
TAKES = frozenset({Verdict.EXACT, Verdict.UNDER, Verdict.OVER})
"""What may count for its parcel: an exact line by itself, the others once a person says so."""
OWED_BACK = Verdict.NOTHING_DUE
"""What a person may take too where the order was paid another way: it goes back to the buyer."""


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """What our books say of the parcel a line names: its cash, where that stands, whether the goods arrived."""

    delivered: bool
    amount: Dong | None = None  # None: no cash was taken in for it
    state: CashState | None = None


def judge(books: Books | None, amount: Dong, *, before: bool) -> Verdict:
    """What a line over `amount` đồng is; `before`: an earlier line of the same list names the same parcel.

    What is judged first: whether we know the parcel, whether it is handed in already, whether it arrived; the amounts
    last, so that a second line is `twice` whatever it says.
    """
    if books is None:
        return Verdict.UNKNOWN
    if before or books.state not in {None, CashState.COLLECTED}:
        return Verdict.TWICE
    if not books.delivered:
        return Verdict.UNDELIVERED
    if books.amount is None:
        return Verdict.NOTHING_DUE
    if amount == books.amount:
        return Verdict.EXACT
    return Verdict.UNDER if amount < books.amount else Verdict.OVER


def holder_of(*, carried: bool, fetched: bool) -> Holder:
    """Who took the cash for a parcel: its carrier, the counter where it was fetched, or a rider of its place."""
    if carried:
        return Holder.CARRIER
    return Holder.POINT if fetched else Holder.RIDER
