"""What may follow what: cash on delivery, and the ways that are paid before."""

from uuid import UUID

from shop.core.money import Dong
from shop.core.transitions import Transitions
from shop.payments.models import PaymentMethod, PaymentState, RefundState

MOST_ATTEMPTS = 10  # tries to pay one order

_S = PaymentState

COD = Transitions(
    {
        _S.TO_COLLECT: frozenset({_S.COLLECTED, _S.REFUSED, _S.CANCELLED}),
        _S.COLLECTED: frozenset({_S.REMITTED}),
        _S.REMITTED: frozenset({_S.SETTLED}),
    }
)

PREPAID = Transitions(
    {
        _S.AWAITING: frozenset({_S.AUTHORIZED, _S.PAID, _S.CANCELLED}),
        _S.AUTHORIZED: frozenset({_S.PAID, _S.CANCELLED}),
        _S.CANCELLED: frozenset({_S.PAID}),  # money that came after the end
    }
)

BY_HAND = Transitions(
    {
        RefundState.OWED: frozenset({RefundState.PAID}),
        RefundState.FAILED: frozenset({RefundState.PAID, RefundState.OWED}),
    }
)
"""What persons do with money that goes back; what is under way with a provider they leave alone."""


def moves_of(method: PaymentMethod) -> Transitions[PaymentState]:
    """The table of the way it is paid."""
    return COD if method is PaymentMethod.COD else PREPAID


def is_prepaid(method: PaymentMethod, amount: Dong) -> bool:
    """Whether money (đồng) has to come before the order is confirmed."""
    return method is not PaymentMethod.COD and amount > 0


def cash_due(method: PaymentMethod, amount: Dong) -> Dong:
    """What of `amount` (đồng) is taken in cash when the goods are handed over: nothing of what was paid before."""
    return amount if method is PaymentMethod.COD else Dong(0)


def opening(method: PaymentMethod, amount: Dong) -> PaymentState:
    """Where a payment of `amount` (đồng) begins; nothing is awaited of an order that costs nothing."""
    if method is PaymentMethod.COD:
        return _S.TO_COLLECT
    return _S.AWAITING if is_prepaid(method, amount) else _S.PAID


def attempt_key(payment_id: UUID, number: int) -> str:
    """The idempotency key under which a provider is asked: the same however often one attempt is begun."""
    return f"chomay-{payment_id}-{number}"


def refund_key(refund_id: UUID, tries: int) -> str:
    """The idempotency key under which a refund is sent: a new one only after its provider has said that it failed."""
    return f"chomay-refund-{refund_id}-{tries}"


def needs_second_person(amount: Dong, limit: Dong) -> bool:
    """Whether a refund of `amount` đồng has to be approved by somebody else than who asked for it."""
    return amount > limit
