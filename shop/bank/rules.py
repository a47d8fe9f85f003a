"""What can be said of a transfer before any order is looked at."""

from collections.abc import Sequence

from shop.bank.models import CaseReason

CURRENCY = "VND"


def account_fault(account: str, currency: str, ours: str | None) -> CaseReason | None:
    """Why a transfer on `account` in `currency` can pay for no order of ours; None when it can."""
    if ours is None or _signs(account) != _signs(ours):
        return CaseReason.WRONG_ACCOUNT
    return None if currency == CURRENCY else CaseReason.WRONG_CURRENCY


def memo_fault(codes: Sequence[str]) -> CaseReason | None:
    """Why the codes in a transfer's text name no single order; None when they do."""
    if not codes:
        return CaseReason.NO_MEMO
    return CaseReason.SEVERAL_MEMOS if len(set(codes)) > 1 else None


def _signs(account: str) -> str:
    return "".join(sign for sign in account.upper() if sign.isalnum())
