"""Who may certify which star, on the days either side of each change."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.certification.issuer_rules import FIRST_DAY, ISSUERS, issuer_for
from shop.certification.models import IssuerLevel

DISTRICT, PROVINCE, CENTRE = IssuerLevel.DISTRICT, IssuerLevel.PROVINCE, IssuerLevel.CENTRE
DAYS = st.dates(FIRST_DAY, date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "level", "basis"),
    [
        (date(2018, 5, 7), PROVINCE, "490"),
        (date(2019, 8, 20), PROVINCE, "490"),
        (date(2019, 8, 21), PROVINCE, "1048"),
        (date(2022, 12, 31), PROVINCE, "1048"),
        (date(2023, 1, 1), PROVINCE, "1048"),
        (date(2023, 2, 23), PROVINCE, "1048"),
        (date(2023, 2, 24), DISTRICT, "148"),
        (date(2025, 7, 5), DISTRICT, "148"),
        (date(2025, 7, 6), PROVINCE, "1489"),
        (date(2026, 11, 24), PROVINCE, "1489"),
    ],
)
def test_three_stars_wander_from_province_to_district_and_back(day, level, basis):
    rule = issuer_for(3, False, day)

    assert rule is not None
    assert (rule.level, rule.legal_basis) == (level, f"Quyết định {basis}/QĐ-TTg")


@given(DAYS)
def test_four_stars_and_potential_five_are_the_provinces_and_five_the_centres(day):
    levels = [issuer_for(*stars, day).level for stars in ((4, False), (4, True), (5, False))]

    assert levels == [PROVINCE, PROVINCE, CENTRE]


@given(DAYS)
def test_each_day_has_exactly_one_rule(day):
    covering = [
        each for each in ISSUERS if each.valid_from <= day and (each.valid_until is None or day < each.valid_until)
    ]

    assert len(covering) == 1
    assert issuer_for(3, False, day).valid_from == covering[0].valid_from


def test_nobody_certified_before_the_programme():
    assert issuer_for(3, False, FIRST_DAY - timedelta(days=1)) is None
