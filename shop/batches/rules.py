"""What may be said of a batch, and which facts of one can be true. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum

CODE_PREFIX = "LO"
NEARLY = timedelta(days=30)  # ahead of best before: sell these first
OLDEST = timedelta(days=3650)  # a batch made earlier is a slip of the pen


class BatchState(StrEnum):
    """What is said of a batch on a day."""

    FRESH = "fresh"
    NEAR_END = "near_end"  # at most thirty days until best before
    PAST = "past"  # best before has passed
    RECALLED = "recalled"


class DateFault(StrEnum):
    """What cannot be true of a batch's dates."""

    MADE_IN_FUTURE = "made_in_future"
    MADE_LONG_AGO = "made_long_ago"
    ENDS_BEFORE_MADE = "ends_before_made"
    ENDS_TOO_LATE = "ends_too_late"


def batch_state(recalled_at: datetime | None, best_before: date | None, today: date) -> BatchState:
    """The state on `today` (Hà Nội). Best before is still good on its own day."""
    if recalled_at is not None:
        return BatchState.RECALLED
    if best_before is None:
        return BatchState.FRESH
    if best_before < today:
        return BatchState.PAST
    return BatchState.NEAR_END if best_before - today <= NEARLY else BatchState.FRESH


def date_faults(produced_on: date, best_before: date | None, today: date) -> Iterator[tuple[str, DateFault]]:
    """What cannot be true, each with the field it concerns."""
    if produced_on > today:
        yield "produced_on", DateFault.MADE_IN_FUTURE
    if produced_on < today - OLDEST:
        yield "produced_on", DateFault.MADE_LONG_AGO
    if best_before is not None and best_before < produced_on:
        yield "best_before", DateFault.ENDS_BEFORE_MADE
    if best_before is not None and best_before - produced_on > OLDEST:
        yield "best_before", DateFault.ENDS_TOO_LATE
