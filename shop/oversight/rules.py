"""The life of a complaint and its deadlines. Pure."""

from datetime import datetime, timedelta

import msgspec

from shop.core.transitions import Transitions
from shop.oversight.models import ComplaintState

TAKEDOWN_WITHIN = timedelta(hours=24)  # Law 122/2025/QH15: what an authority wants removed
OPEN = frozenset({ComplaintState.RECEIVED, ComplaintState.IN_HAND, ComplaintState.ASKED})
CLOSED = frozenset({ComplaintState.UPHELD, ComplaintState.REJECTED, ComplaintState.WITHDRAWN})
SHORTEST = 3  # characters of a reason
LONGEST_WORDS = 2000
LONGEST_REASON = 300
MOST_LINES = 20  # newest lines kept with a complaint

MOVES = Transitions[ComplaintState](
    {
        ComplaintState.RECEIVED: frozenset({ComplaintState.IN_HAND, ComplaintState.WITHDRAWN}),
        ComplaintState.IN_HAND: frozenset({ComplaintState.ASKED, *CLOSED}),
        ComplaintState.ASKED: frozenset({ComplaintState.IN_HAND, *CLOSED}),
    }
)


class Deadlines(msgspec.Struct, frozen=True, kw_only=True):
    """Days the office has for its first word and for its decision."""

    answer_days: int
    decide_days: int

    def due(self, came_in: datetime) -> tuple[datetime, datetime]:
        """When the first word and the decision are due for what came in then."""
        return came_in + timedelta(days=self.answer_days), came_in + timedelta(days=self.decide_days)


def next_due(answer_due: datetime, decide_due: datetime, answered_at: datetime | None) -> datetime:
    """What is due next of an open complaint."""
    return answer_due if answered_at is None else decide_due
