"""Where our books of money and a provider's differ."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.money import Dong
from shop.payments.heed import find_attempt
from shop.payments.models import (
    AttemptState,
    Payment,
    PaymentMethod,
    PaymentReceipt,
    PaymentState,
    Refund,
    RefundMethod,
    RefundState,
)
from shop.payments.provider_event import ProviderEvent
from shop.payments.send_refunds import KEPT
from shop.payments.told import IntentTold, RefundTold

WAITING = timedelta(minutes=5)  # after which an event should have been worked
AT_ONCE = 500

_ENDED = frozenset({RefundState.PAID, RefundState.FAILED})


class Gap(StrEnum):
    """How they differ."""

    MONEY_UNKNOWN = "money_unknown"  # the provider has money that we have not credited
    MONEY_DIFFERS = "money_differs"  # we have credited another sum than the provider has
    PROMISE_UNKNOWN = "promise_unknown"  # the buyer's bank has promised money, and we still wait for it
    ATTEMPT_BEHIND = "attempt_behind"  # an attempt ended there and is open here
    INTENT_UNKNOWN = "intent_unknown"  # made in our name, for an order or attempt we do not have
    RECEIPT_UNKNOWN = "receipt_unknown"  # we have credited money of which the provider knows nothing
    REFUND_BEHIND = "refund_behind"  # a refund ended there and not here
    REFUND_UNKNOWN = "refund_unknown"  # given back at the provider's own desk
    REFUND_DIFFERS = "refund_differs"  # of another sum, or ended differently
    REFUND_LOST = "refund_lost"  # sent, never answered, and too old to be asked again
    EVENT_MISSED = "event_missed"  # told while we did not listen
    EVENT_WAITING = "event_waiting"  # kept, and not worked in time
    EVENT_REFUSED = "event_refused"  # its effect was refused, and a person has to look at it


async def intent_gap(session: AsyncSession, method: PaymentMethod, told: IntentTold) -> Gap | None:
    """How an intent at the provider differs from our attempt. One of another shop on the same account is nobody's."""
    found = await find_attempt(session, method, told)
    if found is None:
        return Gap.INTENT_UNKNOWN if told.reference or told.attempt_id else None
    reference, attempt = found
    credited = await _credited(session, method, told.foreign_id)
    if told.received != (credited or 0):
        return Gap.MONEY_UNKNOWN if credited is None else Gap.MONEY_DIFFERS
    behind = told.state is not None and attempt.state is AttemptState.OPEN
    if behind or (told.received and attempt.state is not AttemptState.SUCCEEDED):
        return Gap.ATTEMPT_BEHIND
    state = await session.scalar(select(Payment.state).where(Payment.reference == reference))
    return Gap.PROMISE_UNKNOWN if told.held and state is PaymentState.AWAITING else None


async def refund_gap(session: AsyncSession, method: PaymentMethod, told: RefundTold) -> Gap | None:
    """How a refund at the provider differs from ours. An earlier sending of one that was sent again is over."""
    refund = None if told.refund_id is None else await session.get(Refund, told.refund_id, populate_existing=True)
    if refund is None:
        ours = told.refund_id is not None or await _credited(session, method, told.receipt) is not None
        return Gap.REFUND_UNKNOWN if ours else None
    if refund.tries != told.tries:
        return None
    if refund.amount != told.amount:
        return Gap.REFUND_DIFFERS
    if told.state is refund.state or told.state not in _ENDED or refund.state is RefundState.OWED:
        return None
    return Gap.REFUND_BEHIND if refund.state is RefundState.SENT else _after_paid(refund, told)


def _after_paid(refund: Refund, told: RefundTold) -> Gap:
    failed = refund.state is RefundState.PAID and told.state is RefundState.FAILED
    return Gap.REFUND_BEHIND if failed else Gap.REFUND_DIFFERS


async def receipts_since(session: AsyncSession, method: PaymentMethod, days: int) -> list[str]:
    """What the provider calls the money we credited in the last days, the newest first."""
    found = await session.scalars(
        select(PaymentReceipt.foreign_id)
        .where(PaymentReceipt.method == method, PaymentReceipt.created_at > shop_now() - timedelta(days=days))
        .order_by(PaymentReceipt.id.desc())
        .limit(AT_ONCE)
    )
    return list(found)


async def lost_refunds(session: AsyncSession, method: RefundMethod) -> list[str]:
    """Refunds whose answer never came and that are not asked again, the oldest first."""
    found = await session.scalars(
        select(Refund.id)
        .where(
            Refund.state == RefundState.SENT,
            Refund.method == method,
            Refund.foreign_id.is_(None),
            Refund.sent_at <= shop_now() - KEPT,
        )
        .order_by(Refund.id)
        .limit(AT_ONCE)
    )
    return [str(refund_id) for refund_id in found]


async def open_events(session: AsyncSession, method: PaymentMethod) -> list[ProviderEvent]:
    """Events that wait too long or were refused, the oldest first."""
    late = ProviderEvent.handled_at.is_(None) & (ProviderEvent.created_at < shop_now() - WAITING)
    found = await session.scalars(
        select(ProviderEvent)
        .where(ProviderEvent.method == method, or_(late, ProviderEvent.error.is_not(None)))
        .order_by(ProviderEvent.id)
        .limit(AT_ONCE)
    )
    return list(found)


async def _credited(session: AsyncSession, method: PaymentMethod, foreign_id: str) -> Dong | None:
    amount: Dong | None = await session.scalar(
        select(PaymentReceipt.amount).where(PaymentReceipt.method == method, PaymentReceipt.foreign_id == foreign_id)
    )
    return amount
