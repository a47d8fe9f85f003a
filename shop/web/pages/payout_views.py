"""Payouts, batches and accounts as pages show them."""

from datetime import datetime
from uuid import UUID

from shop.core.i18n import Locale, say
from shop.payments.banks import bank_name
from shop.payouts.mark import UNANSWERED
from shop.payouts.queries import AccountShown, BatchShown, PayoutShown
from shop.payouts.rules import MOVES, REASONS
from shop.settlement.models import PayoutMethod, PayoutState
from shop.web.views.payouts import AccountView, BatchView, PayoutView

LAST = 4  # signs of a number that everybody may see


def account_view(one: AccountShown, reader: UUID | None, *, whole: bool = True) -> AccountView:
    """An account; without `whole` only the end of its number."""
    return AccountView(
        id=str(one.id),
        producer=one.producer,
        slug=one.slug,
        bank=bank_name(one.bank_bin),
        number=one.number if whole else ending(one.number),
        holder=one.holder,
        stripe_account=one.stripe_account or "",
        proposed_by=one.proposed_name,
        proposed_at=one.proposed_at,
        confirmed_at=one.confirmed_at,
        ended_at=one.ended_at,
        replaces=one.replaces or "",
        own=one.proposed_by == reader,
    )


def batch_view(one: BatchShown) -> BatchView:
    """A batch in its row."""
    return BatchView(
        id=str(one.id),
        made_at=one.made_at,
        made_by=one.made_name,
        approved_by=one.approved_name or "",
        approved_at=one.approved_at,
        state=_state(one),
        payouts=one.payouts,
        amount=one.amount,
        open=one.open,
        failed=one.failed,
    )


def _state(one: BatchShown) -> str:
    if one.dropped_at is not None:
        return "dropped"
    if one.approved_at is None:
        return "draft"
    return "open" if one.open else "done"


def payout_view(one: PayoutShown, moment: datetime, locale: Locale, *, whole: bool = True) -> PayoutView:
    """A payout; without `whole` only the end of the account's number, and nothing to note."""
    by_hand = whole and _by_hand(one, moment)
    return PayoutView(
        id=str(one.id),
        number=one.number,
        code=one.code,
        producer=one.producer,
        amount=one.amount,
        method=one.method,
        state=one.state,
        bank=bank_name(one.bank_bin),
        account=one.account if whole else ending(one.account),
        holder=one.holder,
        at=one.ended_at or one.drafted_at,
        reference=one.reference or "",
        reason=reason_said(one.reason, locale),
        may_pay=by_hand and MOVES.allows(one.state, PayoutState.PAID),
        may_fail=by_hand and MOVES.allows(one.state, PayoutState.FAILED),
    )


def _by_hand(one: PayoutShown, moment: datetime) -> bool:
    """What Stripe was asked for is its own for a day."""
    if one.method is PayoutMethod.TRANSFER or one.state is not PayoutState.SENT:
        return True
    return one.sent_at is not None and one.sent_at <= moment - UNANSWERED


def reason_said(reason: str | None, locale: Locale) -> str:
    """Why a payout ended, in words."""
    if reason is None:
        return ""
    return say(locale, f"web.payouts.reason.{reason}") if reason in REASONS else reason


def ending(number: str) -> str:
    """The end of an account's number."""
    return f"•••• {number[-LAST:]}"
