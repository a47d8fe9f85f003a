"""How long a certificate holds, and what may be said of it on a day. Pure."""

import calendar
from datetime import date
from enum import StrEnum

from shop.certification.models import CertificateStatus, DatePrecision
from shop.core.transitions import Transitions

VALID_MONTHS = 36  # Decision 148/QĐ-TTg: a result holds 36 months from the decision

Window = tuple[date, date]

MOVES = Transitions[CertificateStatus](
    {
        CertificateStatus.CERTIFIED: frozenset({CertificateStatus.LAPSED, CertificateStatus.REVOKED}),
        CertificateStatus.LAPSED: frozenset({CertificateStatus.REVOKED}),
    }
)


class Standing(StrEnum):
    """What is said of a certificate on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    UNCONFIRMED = "unconfirmed"  # the decision's date is not stated, or too roughly to be sure
    REVOKED = "revoked"
    ASSESSED = "assessed"  # submitted or scored, never certified


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


def standing(status: CertificateStatus, precision: DatePrecision, issued_on: date | None, today: date) -> Standing:
    """What may be said on `today`. The stored word `lapsed` adds nothing: dates decide."""
    if status is CertificateStatus.REVOKED:
        return Standing.REVOKED
    if status is CertificateStatus.ASSESSED:
        return Standing.ASSESSED
    sure, possible = in_force_window(precision, issued_on), possible_window(precision, issued_on)
    if sure is None or possible is None:
        return Standing.UNCONFIRMED
    if sure[0] <= today < sure[1]:
        return Standing.IN_FORCE
    if today >= possible[1]:
        return Standing.EXPIRED
    return Standing.NOT_YET if today < possible[0] else Standing.UNCONFIRMED


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
