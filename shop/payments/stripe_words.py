"""Stripe's objects read into our words. Whatever is not needed, such as a buyer's name, is not kept."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from shop.core.money import Dong
from shop.payments.models import AttemptState, RefundState
from shop.payments.told import About, IntentTold, RefundTold

REFERENCE, ATTEMPT, REFUND, TRIES, ORDER = "order_id", "attempt", "refund", "tries", "order"

_WAITS_FOR_CARD = "requires_payment_method"
_ENDED = {"succeeded": AttemptState.SUCCEEDED, "canceled": AttemptState.CANCELLED}
_REFUNDS = {
    "pending": RefundState.SENT,
    "requires_action": RefundState.SENT,
    "succeeded": RefundState.PAID,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
_DIGITS = 4  # of a number of tries
_INTENT, _CHARGE, _REFUND = "payment_intent", "charge", "refund"
_INTENTS = frozenset(
    {
        "payment_intent.succeeded",
        "payment_intent.payment_failed",
        "payment_intent.canceled",
        "payment_intent.amount_capturable_updated",
    }
)
_FOLLOWED = _INTENTS | {"charge.refunded", "charge.refund.updated", "refund.created", "refund.updated", "refund.failed"}


class _Error(msgspec.Struct):
    code: str | None = None
    decline_code: str | None = None


class _Intent(msgspec.Struct, kw_only=True):
    id: str
    amount: int
    amount_received: int = 0
    amount_capturable: int = 0
    currency: str
    status: str
    metadata: dict[str, str] = {}
    last_payment_error: _Error | None = None


class _Refund(msgspec.Struct, kw_only=True):
    id: str
    amount: int
    currency: str
    status: str | None = None
    payment_intent: str | None = None
    metadata: dict[str, str] = {}
    failure_reason: str | None = None


class _Refunds(msgspec.Struct):
    data: list[_Refund] = []


class _Charge(msgspec.Struct):
    refunds: _Refunds | None = None


def read_intent(found: Mapping[str, Any]) -> IntentTold:
    """A PaymentIntent. An intent that waits for another card after an error counts as failed.

    Raises:
        msgspec.ValidationError: it is none.
    """
    intent = msgspec.convert(found, _Intent)
    error = intent.last_payment_error
    state = _ENDED.get(intent.status)
    if state is None and error is not None and intent.status == _WAITS_FOR_CARD:
        state = AttemptState.FAILED
    return IntentTold(
        foreign_id=intent.id,
        amount=Dong(intent.amount),
        received=Dong(intent.amount_received),
        held=Dong(intent.amount_capturable),
        currency=intent.currency,
        state=state,
        reference=_uuid(intent.metadata.get(REFERENCE)),
        attempt_id=_uuid(intent.metadata.get(ATTEMPT)),
        failure=None if error is None else error.decline_code or error.code,
    )


def read_refund(found: Mapping[str, Any]) -> RefundTold:
    """A Refund. Raises as `read_intent`."""
    return _refund(msgspec.convert(found, _Refund))


def about_of(kind: str, found: Mapping[str, Any]) -> tuple[About, ...]:
    """What an event of `kind` is about; nothing where we do not follow it. Raises as `read_intent`."""
    if kind not in _FOLLOWED:
        return ()
    noun = found.get("object")
    if noun == _INTENT and kind in _INTENTS:
        return (read_intent(found),)
    if noun == _REFUND:
        return (read_refund(found),)
    if noun == _CHARGE:
        refunds = msgspec.convert(found, _Charge).refunds
        return () if refunds is None else tuple(_refund(one) for one in refunds.data)
    return ()


def _refund(refund: _Refund) -> RefundTold:
    tries = refund.metadata.get(TRIES, "")
    return RefundTold(
        foreign_id=refund.id,
        receipt=refund.payment_intent or "",
        amount=Dong(refund.amount),
        currency=refund.currency,
        state=_REFUNDS.get(refund.status or "pending", RefundState.SENT),
        refund_id=_uuid(refund.metadata.get(REFUND)),
        tries=int(tries) if tries.isdecimal() and len(tries) <= _DIGITS else 0,
        failure=refund.failure_reason,
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
