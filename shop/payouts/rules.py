"""What may be paid out, and what may follow what. Pure."""

import re

import msgspec

from shop.core.money import Dong
from shop.core.text import fold
from shop.core.transitions import Transitions
from shop.settlement.models import PayoutMethod, PayoutState

MOVES = Transitions(
    {
        PayoutState.DRAFT: frozenset({PayoutState.APPROVED, PayoutState.DROPPED}),
        PayoutState.APPROVED: frozenset({PayoutState.SENT, PayoutState.FAILED}),
        PayoutState.SENT: frozenset({PayoutState.PAID, PayoutState.FAILED}),
    }
)
MOST_PAYOUTS = 500  # of one batch
CODE_PREFIX = "CT"  # "chi trả"

ACCOUNT_CHANGED = "account_changed"  # the producer's bank account is another by now, or not confirmed
NOT_OWED = "not_owed"  # goods went back meanwhile: so much is not owed any more
DISCARDED = "discarded"  # the whole draft was dropped
REASONS = frozenset({ACCOUNT_CHANGED, NOT_OWED, DISCARDED})
"""Why a payout ended, where no person and no provider says so in words of their own."""

_NUMBER = re.compile(r"[0-9A-Z]{4,19}")
_STRIPE = re.compile(r"acct_[0-9A-Za-z]{1,60}")


class PayoutTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What an installation has settled: the least amount (đồng), the days a sale ripens, whether Stripe can pay."""

    minimum: int
    days: int
    stripe: bool


class Owed(msgspec.Struct, frozen=True):
    """A producer's balance (đồng; negative: it owes us), and what sales brought that are not ripe yet."""

    balance: int
    unripe: int

    @property
    def available(self) -> Dong:
        """What may be paid out now: never more than is owed, never less than nothing."""
        return Dong(max(min(self.balance, self.balance - self.unripe), 0))


def method_of(stripe_account: str | None, *, stripe: bool) -> PayoutMethod:
    """How a producer is paid, where `stripe` says whether we have it."""
    return PayoutMethod.STRIPE if stripe and stripe_account is not None else PayoutMethod.TRANSFER


def read_number(written: str) -> str | None:
    """An account's number without what people write between its signs; None: it cannot be one."""
    plain = re.sub(r"[\s.\-]", "", written).upper()
    return plain if _NUMBER.fullmatch(plain) else None


def read_stripe(written: str) -> str | None:
    """The id of a connected account at Stripe; None: it cannot be one."""
    plain = written.strip()
    return plain if _STRIPE.fullmatch(plain) else None


def memo_of(code: str) -> str:
    """What the transfer says: signs that every bank leaves as they are."""
    return f"CHO MAY {code.replace('-', '')}"


def as_banks_write(holder: str) -> str:
    """A holder's name in capital letters without marks."""
    return fold(holder).upper()


def payout_key(payout_id: object) -> str:
    """What Stripe knows the transfer by: the same one however often it is asked."""
    return f"payout-{payout_id}"
