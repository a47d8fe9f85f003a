"""What may follow what for a return, how long each step may take, and what is paid back."""

from datetime import datetime, timedelta

import msgspec

from shop.core.money import Dong, split
from shop.core.transitions import Transitions
from shop.returns.models import ReturnReason, ReturnState

CODE_PREFIX = "TH"
VOUCHER_PREFIX = "PC"
MOST_PHOTOS = 5
LONGEST = 2_000  # characters of what a buyer says

_S = ReturnState
_DECISIONS = frozenset({_S.ACCEPTED, _S.DECLINED, _S.MORE_INFO, _S.WITHDRAWN})

MOVES = Transitions(
    {
        _S.ASKED: _DECISIONS | {_S.ESCALATED},
        _S.ESCALATED: _DECISIONS,
        _S.MORE_INFO: frozenset({_S.ASKED, _S.ESCALATED, _S.WITHDRAWN, _S.CLOSED}),  # who asked reads the answer
        _S.ACCEPTED: frozenset({_S.RECEIVED, _S.WITHDRAWN, _S.CLOSED}),
        _S.RECEIVED: frozenset({_S.REFUNDED, _S.CLOSED}),
    }
)
"""What may follow what."""

AFTER = {_S.ASKED: _S.ESCALATED, _S.MORE_INFO: _S.CLOSED, _S.ACCEPTED: _S.CLOSED}
"""Where the clock moves a return whose step was not taken in time."""

FREED = frozenset({_S.DECLINED, _S.WITHDRAWN, _S.CLOSED})
"""Who comes here before the goods did may ask for the same pieces again."""

OPEN = (_S.ASKED, _S.ESCALATED, _S.MORE_INFO, _S.ACCEPTED, _S.RECEIVED)


class ReturnTerms(msgspec.Struct, frozen=True, kw_only=True):
    """Days: to ask, to ask where the information was wrong, to decide, and for the goods or an answer to come.

    A refund above `refund_limit` đồng is approved by a second person.
    """

    return_days: int
    exit_days: int
    decide_days: int
    goods_days: int
    refund_limit: int

    def asked_by(self, received: datetime, reason: ReturnReason) -> datetime:
        """Until when who received the goods at `received` may ask."""
        days = self.exit_days if reason is ReturnReason.MISINFORMED else self.return_days
        return received + timedelta(days=days)

    def due(self, state: ReturnState, moment: datetime) -> datetime | None:
        """When the clock moves on what comes to `state` now."""
        if state is ReturnState.ASKED:
            return moment + timedelta(days=self.decide_days)
        return moment + timedelta(days=self.goods_days) if state in AFTER else None


def worth(paid: Dong, quantity: int, before: int, pieces: int) -> Dong:
    """What is paid back for `pieces` of a line of `quantity` for which `paid` đồng were paid, after `before` came back.

    The shares of single pieces differ by a đồng at most, and those of all pieces add up to what was paid.
    """
    return Dong(sum(split(paid, [1] * quantity)[before : before + pieces]))
