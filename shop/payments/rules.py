"""Cash on delivery as a machine."""

from shop.core.transitions import Transitions
from shop.payments.models import PaymentState

COD = Transitions(
    {
        PaymentState.TO_COLLECT: frozenset({PaymentState.COLLECTED, PaymentState.REFUSED, PaymentState.CANCELLED}),
        PaymentState.COLLECTED: frozenset({PaymentState.REMITTED}),
        PaymentState.REMITTED: frozenset({PaymentState.SETTLED}),
    }
)

OPEN = PaymentState.TO_COLLECT
