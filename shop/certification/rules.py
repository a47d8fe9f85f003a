"""The life of a certificate, how long it holds, and what may be said of it on a day. Pure."""

import calendar
from datetime import date
from enum import StrEnum

from shop.certification.models import CertificateStatus, DatePrecision
from shop.core.transitions import Transitions

VALID_MONTHS = 36  # Decision 148/QĐ-TTg: a result holds 36 months from the decision
NOTICE_DAYS = (90, 60, 30)  # ahead of the end; the issuer must tell no later than the last (domain of Decision 148)

Window = tuple[date, date]
S = CertificateStatus

FOLLOWED = frozenset({S.RENEWED, S.UPGRADED, S.REGRADED})  # a later decision took its place
RUNNING = frozenset({S.CERTIFIED, S.EXPIRING})
HOLDING = RUNNING | FOLLOWED  # may be in force: the dates decide; a followed one until the day its follower begins
RECOGNISED = HOLDING | {S.LAPSED, S.REVOKED}  # was certified once
OPEN = frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED})  # a dossier at work
PUBLIC = RECOGNISED | {S.ASSESSED}  # everybody may read it; the rest is the office's own paper

_ENDS = FOLLOWED | {S.REVOKED}

MOVES = Transitions[CertificateStatus](
    {
        S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN}),
        S.SUBMITTED: frozenset({S.RETURNED, S.ASSESSED, S.WITHDRAWN}),
        S.RETURNED: frozenset({S.SUBMITTED, S.WITHDRAWN}),
        # Once the council has scored, its minutes stand: only a decision follows, for or against.
        S.ASSESSED: frozenset({S.CERTIFIED, S.REJECTED}),
        # The sweep may find the last day passed before it ever saw the ninetieth before it.
        S.CERTIFIED: frozenset({S.EXPIRING, S.LAPSED, *_ENDS}),
        # Back to certified only by a corrected date (amend.py): the end lies further off than was written down.
        S.EXPIRING: frozenset({S.CERTIFIED, S.LAPSED, *_ENDS}),
        # Followed only by a decision dated before its last day and written down after it; a later one begins anew.
        S.LAPSED: frozenset({S.CERTIFIED, *_ENDS}),
        # What was followed, revoked, rejected or withdrawn stays so: a new grading is a new certificate.
    }
)


class Standing(StrEnum):
    """What is said of a certificate on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    UNCONFIRMED = "unconfirmed"  # the decision's date is not stated, or too roughly to be sure
    RENEWED = "renewed"
    UPGRADED = "upgraded"
    REGRADED = "regraded"
    REVOKED = "revoked"
    ASSESSED = "assessed"  # submitted or scored, never certified
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


_SAID = frozenset(S) - HOLDING - {S.LAPSED}  # of these the word itself is all there is to say


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month where it has no such day (Civil Code, art. 147)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def in_force_window(precision: DatePrecision, issued_on: date | None) -> Window | None:
    """The days [from, until) on which a certified result surely holds; None where no date is stated.

    Of a year only the days count on which every decision of that year holds: from its last day until the
    first decision of the year has run out.
    """
    if issued_on is None or precision is DatePrecision.NONE:
        return None
    if precision is DatePrecision.DAY:
        return issued_on, add_months(issued_on, VALID_MONTHS)
    return date(issued_on.year, 12, 31), add_months(date(issued_on.year, 1, 1), VALID_MONTHS)


def possible_window(precision: DatePrecision, issued_on: date | None) -> Window | None:
    """The days [from, until) on which a certified result might hold; outside of them it surely does not."""
    if issued_on is None or precision is DatePrecision.NONE:
        return None
    if precision is DatePrecision.DAY:
        return issued_on, add_months(issued_on, VALID_MONTHS)
    return date(issued_on.year, 1, 1), add_months(date(issued_on.year, 12, 31), VALID_MONTHS)


def standing(
    status: CertificateStatus,
    precision: DatePrecision,
    issued_on: date | None,
    today: date,
    until: date | None = None,
) -> Standing:
    """What may be said on `today`. `until` is the stored end, moved forward by a revocation or a follower.

    The stored words `expiring` and `lapsed` add nothing: dates decide. A followed one holds until its follower
    begins, and is then named by what followed.
    """
    if status in _SAID:
        return Standing(status.value)
    sure, possible = in_force_window(precision, issued_on), possible_window(precision, issued_on)
    if sure is not None and sure[0] <= today < min(sure[1], until or sure[1]):
        return Standing.IN_FORCE
    if status in FOLLOWED and (sure is None or today >= (until or sure[1])):
        return Standing(status.value)
    return _by_dates(possible, today)


def _by_dates(possible: Window | None, today: date) -> Standing:
    if possible is not None and today >= possible[1]:
        return Standing.EXPIRED
    return Standing.NOT_YET if possible is not None and today < possible[0] else Standing.UNCONFIRMED


def cut_short(window: Window | None, day: date) -> Window | None:
    """The window that ends on `day` at the latest; empty where it had not begun by then."""
    if window is None:
        return None
    start, until = window
    return start, max(start, min(until, day))


def share_days(one: Window | None, other: Window | None) -> bool:
    """Whether there is a day that lies in both windows."""
    return one is not None and other is not None and max(one[0], other[0]) < min(one[1], other[1])


def rank(stars: int | None, potential_five: bool) -> int:
    """Gradings in order: potential five stands between four and five."""
    return 2 * (stars or 0) + int(potential_five)


def follower_word(old: tuple[int | None, bool], new: tuple[int | None, bool]) -> CertificateStatus:
    """What becomes of a grading (stars, potential five) when `new` follows it.

    Of unknown stars nobody can say more or fewer: they are renewed.
    """
    before, after = rank(*old), rank(*new)
    if old[0] is None or before == after:
        return S.RENEWED
    return S.UPGRADED if after > before else S.REGRADED


def due_notice(days_left: int) -> int | None:
    """The notice (days ahead) that is due with `days_left` to go: the nearest, also when several were missed."""
    return min((mark for mark in NOTICE_DAYS if 0 < days_left <= mark), default=None)


def lapse_reason(precision: DatePrecision) -> str:
    """Why a certificate is said to have lapsed: of a year it is not sure that it has, only that it may have."""
    exact = precision is DatePrecision.DAY
    return "36 months have passed" if exact else "36 months may have passed: only the year is stated"


def written_date(precision: DatePrecision, issued_on: date | None) -> str | None:
    """The decision's date as exactly as the source states it: `2021-04-06`, `2021` or None."""
    if issued_on is None or precision is DatePrecision.NONE:
        return None
    return issued_on.isoformat() if precision is DatePrecision.DAY else str(issued_on.year)


def missing_facts(
    *,
    stars: int | None,
    decision_no: str | None,
    precision: DatePrecision,
    producer: object,
    district: str | None,
    commune: str | None,
) -> list[str]:
    """The facts no source states: they are said as "chưa rõ", never guessed. A year alone lacks its day."""
    facts = {
        "stars": stars is not None,
        "decision_no": decision_no is not None,
        "issued_on": precision is not DatePrecision.NONE,
        "issued_day": precision is not DatePrecision.YEAR,
        "producer": producer is not None,
        "district": district is not None,
        "commune": commune is not None,
    }
    return [name for name, known in facts.items() if not known]
