"""What the ledger refuses."""

from shop.core.errors import Conflict, Invalid, NotFound


class StatementUnknown(NotFound):
    """There is no statement of such a month."""

    code = "statement_unknown"


class RateNotAhead(Invalid):
    """A rate begins on a day that has come: what was ordered keeps its rate."""

    code = "rate_not_ahead"


class RateKnown(Conflict):
    """Another rate begins on this day; what is written stays."""

    code = "rate_known"


class RateUnreadable(Invalid):
    """A share that is no percentage, or more than may be taken."""

    code = "rate_unreadable"


class RateDayUnreadable(Invalid):
    """The day a rate begins on is no day."""

    code = "rate_day_unreadable"
