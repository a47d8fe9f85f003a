"""Arithmetic of courses and licences."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.training.models import IdentityPaper
from shop.training.rules import days_fit, months_later, paper_fault, was_there

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 28), 24, date(2028, 11, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(day, months, then):
    assert months_later(day, months) == then


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_a_licence_always_holds_for_some_time(day, months):
    then = months_later(day, months)

    assert timedelta(days=28 * months) <= then - day <= timedelta(days=31 * months)


@pytest.mark.parametrize(("there", "enough"), [(0, False), (3, False), (4, True), (5, True)])
def test_share_of_days_is_exact(there, enough):
    days = [DAY + timedelta(days=n) for n in range(5)]

    assert was_there(days, days[:there], 80) is enough


def test_day_outside_the_session_does_not_count():
    assert not was_there([DAY], [DAY + timedelta(days=1)], 1)


@pytest.mark.parametrize(
    "days",
    [
        [],
        [DAY, DAY],
        [DAY + timedelta(days=1), DAY],
        [DAY + timedelta(days=401)],
        [DAY - timedelta(days=401)],
        [DAY + timedelta(days=n) for n in range(32)],
    ],
)
def test_days_nobody_can_mean(days):
    assert not days_fit(days, DAY)


@pytest.mark.parametrize(
    ("document", "end", "country", "expires_on", "fault"),
    [
        (IdentityPaper.VNEID, "4821", None, None, None),
        (IdentityPaper.CITIZEN_CARD, "4821", None, DAY + timedelta(days=1), None),
        (IdentityPaper.FOREIGN_PAPERS, "8F21", "FR", DAY + timedelta(days=1), None),
        (IdentityPaper.FOREIGN_PAPERS, "8F21", None, DAY + timedelta(days=1), "country"),
        (IdentityPaper.FOREIGN_PAPERS, "8F21", "FR", None, "expires_on"),
        (IdentityPaper.CITIZEN_CARD, "4821", "VN", None, "country"),
        (IdentityPaper.CITIZEN_CARD, "4821", None, DAY, "expires_on"),
        (IdentityPaper.VNEID, "482", None, None, "document_end"),
        (IdentityPaper.VNEID, "001190004821", None, None, "document_end"),
    ],
)
def test_papers_are_read_strictly(document, end, country, expires_on, fault):
    assert paper_fault(document, end, country, expires_on, DAY) == fault
