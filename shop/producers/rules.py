"""What may follow what for a producer. Pure."""

from shop.core.transitions import Transitions
from shop.producers.models import ProducerState

MOVES = Transitions[ProducerState](
    {
        ProducerState.ACTIVE: frozenset({ProducerState.SUSPENDED}),
        ProducerState.SUSPENDED: frozenset({ProducerState.ACTIVE}),
    }
)
