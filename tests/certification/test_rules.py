"""How long a certificate holds, at its edges."""

from datetime import date

import pytest

from shop.certification.models import CertificateStatus, DatePrecision
from shop.certification.rules import (
    Standing,
    add_months,
    in_force_window,
    missing_facts,
    standing,
    written_date,
)

DAY, YEAR, NONE = DatePrecision.DAY, DatePrecision.YEAR, DatePrecision.NONE
CERTIFIED = CertificateStatus.CERTIFIED


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2021, 4, 6), 36, date(2024, 4, 6)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 31), 36, date(2028, 12, 31)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -36, date(2023, 1, 15)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, wanted):
    assert add_months(day, months) == wanted


@pytest.mark.parametrize(
    ("precision", "issued_on", "wanted"),
    [
        (DAY, date(2024, 2, 29), (date(2024, 2, 29), date(2027, 2, 28))),
        (DAY, date(2022, 12, 30), (date(2022, 12, 30), date(2025, 12, 30))),
        (YEAR, date(2021, 1, 1), (date(2021, 12, 31), date(2024, 1, 1))),
        (YEAR, date(2024, 1, 1), (date(2024, 12, 31), date(2027, 1, 1))),
        (NONE, None, None),
        (NONE, date(2024, 1, 1), None),
        (DAY, None, None),
    ],
)
def test_a_window_spans_only_days_that_are_sure(precision, issued_on, wanted):
    assert in_force_window(precision, issued_on) == wanted


def test_a_years_window_holds_for_every_day_the_decision_may_have_been():
    window = in_force_window(YEAR, date(2023, 1, 1))
    assert window is not None
    every = [in_force_window(DAY, date.fromordinal(day)) for day in _days(2023)]

    assert window[0] == max(one[0] for one in every if one)
    assert window[1] == min(one[1] for one in every if one)


@pytest.mark.parametrize(
    ("precision", "issued_on", "today", "wanted"),
    [
        (DAY, date(2024, 11, 25), date(2024, 11, 24), Standing.NOT_YET),
        (DAY, date(2024, 11, 25), date(2024, 11, 25), Standing.IN_FORCE),
        (DAY, date(2024, 11, 25), date(2027, 11, 24), Standing.IN_FORCE),
        (DAY, date(2024, 11, 25), date(2027, 11, 25), Standing.EXPIRED),
        (YEAR, date(2023, 1, 1), date(2022, 12, 31), Standing.NOT_YET),
        (YEAR, date(2023, 1, 1), date(2023, 12, 30), Standing.UNCONFIRMED),
        (YEAR, date(2023, 1, 1), date(2023, 12, 31), Standing.IN_FORCE),
        (YEAR, date(2023, 1, 1), date(2025, 12, 31), Standing.IN_FORCE),
        (YEAR, date(2023, 1, 1), date(2026, 1, 1), Standing.UNCONFIRMED),
        (YEAR, date(2023, 1, 1), date(2026, 12, 30), Standing.UNCONFIRMED),
        (YEAR, date(2023, 1, 1), date(2026, 12, 31), Standing.EXPIRED),
        (NONE, None, date(2026, 1, 1), Standing.UNCONFIRMED),
    ],
)
def test_what_is_said_of_a_certificate_on_a_day(precision, issued_on, today, wanted):
    assert standing(CERTIFIED, precision, issued_on, today) is wanted
    assert standing(CertificateStatus.LAPSED, precision, issued_on, today) is wanted


@pytest.mark.parametrize(
    ("status", "wanted"),
    [(CertificateStatus.ASSESSED, Standing.ASSESSED), (CertificateStatus.REVOKED, Standing.REVOKED)],
)
def test_assessed_and_revoked_are_said_whatever_the_dates(status, wanted):
    assert standing(status, DAY, date(2026, 1, 1), date(2026, 6, 1)) is wanted


def test_a_date_is_written_as_exactly_as_it_is_known():
    assert written_date(DAY, date(2021, 4, 6)) == "2021-04-06"
    assert written_date(YEAR, date(2021, 1, 1)) == "2021"
    assert written_date(NONE, None) is None


def test_what_nobody_states_is_named():
    missing = missing_facts(stars=None, decision_no=None, precision=YEAR, producer="p", district=None, commune="xã A")

    assert missing == ["stars", "decision_no", "issued_day", "district"]


def _days(year):
    return range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
