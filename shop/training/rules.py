"""Days of courses, what attendance suffices, how long a licence holds, what a paper's end may look like. Pure."""

import re
from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from shop.core.transitions import Transitions
from shop.training.models import IdentityPaper, IdentityState

MOST_DAYS = 31  # of one session
MOST_SEATS = 500
FARTHEST = timedelta(days=400)  # ahead, and back: a session may be written down after it was held
_MONTHS = 12
_END = re.compile(r"[0-9A-Z]{4}")
_COUNTRY = re.compile(r"[A-Z]{2}")

IDENTITY_MOVES = Transitions[IdentityState](
    {
        IdentityState.UNVERIFIED: frozenset({IdentityState.SUBMITTED}),
        IdentityState.SUBMITTED: frozenset(
            {IdentityState.VERIFIED, IdentityState.DECLINED, IdentityState.UNVERIFIED},
        ),
        IdentityState.VERIFIED: frozenset({IdentityState.SUBMITTED, IdentityState.REVOKED}),
        IdentityState.DECLINED: frozenset({IdentityState.SUBMITTED, IdentityState.UNVERIFIED}),
        IdentityState.REVOKED: frozenset({IdentityState.SUBMITTED}),
    }
)


def days_fit(days: Sequence[date], today: date) -> bool:
    """Whether a session may be held on `days`: some, ascending, each once, none absurdly far."""
    some = 0 < len(days) <= MOST_DAYS
    return some and sorted(set(days)) == list(days) and today - FARTHEST <= days[0] and days[-1] <= today + FARTHEST


def was_there(days: Collection[date], present: Collection[date], percent: int, practised: int = 0) -> bool:
    """Whether who was `present`, and made up `practised` days, was there on at least `percent` of the `days`."""
    return (len(set(days) & set(present)) + practised) * 100 >= percent * len(days)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month: 31 January and one month is 28 February."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def holds_on(granted_on: date, expires_on: date, day: date) -> bool:
    """Whether what was granted holds on `day`; the day it expires on is the first without it."""
    return granted_on <= day < expires_on


def paper_fault(
    document: IdentityPaper, end: str, country: str | None, expires_on: date | None, day: date
) -> str | None:
    """The first field of a submission that cannot be meant so; None: all can.

    A Vietnamese card may hold for life; papers from abroad always end.
    """
    foreign = document is IdentityPaper.FOREIGN_PAPERS
    faults = {
        "document_end": _END.fullmatch(end) is None,
        "country": (country is not None) != foreign or (country is not None and _COUNTRY.fullmatch(country) is None),
        "expires_on": (expires_on is None and foreign) or (expires_on is not None and expires_on <= day),
    }
    return next((field for field, wrong in faults.items() if wrong), None)
