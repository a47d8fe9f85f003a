"""What is said of a certificate on any day, as SQL: the twin of `rules.standing`, and a test compares the two."""

from datetime import date

from sqlalchemy import ColumnElement, Date, String, and_, case, func, literal, or_

from shop.certification.models import Certificate, CertificateStatus, DatePrecision
from shop.certification.rules import FOLLOWED, PUBLIC, RECOGNISED, VALID_MONTHS, Standing


def published() -> ColumnElement[bool]:
    """Whether a `Certificate` row stands in the public register."""
    return Certificate.status.in_(sorted(PUBLIC))


def recognised() -> ColumnElement[bool]:
    """Whether a `Certificate` row was ever certified."""
    return Certificate.status.in_(sorted(RECOGNISED))


def register_standing(day: date) -> ColumnElement[str]:
    """The `Standing` of a published `Certificate` row on `day`.

    Dates decide before words: what was revoked or replaced held until the day `in_force_until` was moved to.
    """
    on = literal(day, Date)
    since, until, status = Certificate.in_force_from, Certificate.in_force_until, Certificate.status
    over = or_(until.is_(None), until <= on)
    revoked = and_(status == CertificateStatus.REVOKED, or_(over, on >= func.shop_today()))
    by_day = Certificate.date_precision == DatePrecision.DAY
    years = VALID_MONTHS // 12 + 1  # the last decision of a year runs out on the last day of the third year after
    last = Certificate.issued_on + func.make_interval(years) - func.make_interval(0, 0, 0, 1)
    return case(
        (status == CertificateStatus.ASSESSED, _said(Standing.ASSESSED)),
        (revoked, _said(Standing.REVOKED)),
        (and_(since <= on, on < until), _said(Standing.IN_FORCE)),
        *((and_(status == word, over), _said(Standing(word.value))) for word in sorted(FOLLOWED)),
        (Certificate.date_precision == DatePrecision.NONE, _said(Standing.UNCONFIRMED)),
        (Certificate.issued_on.is_(None), _said(Standing.UNCONFIRMED)),
        (on < Certificate.issued_on, _said(Standing.NOT_YET)),
        (by_day, _said(Standing.EXPIRED)),
        (on >= last, _said(Standing.EXPIRED)),
        else_=_said(Standing.UNCONFIRMED),
    )


def _said(word: Standing) -> ColumnElement[str]:
    return literal(word.value, String)
