"""The arithmetic of plans."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shop.markets.rules import code_order, days_of_series, next_code, read_code, stage_turn

OPENS = datetime(2026, 11, 27, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 11, 27), date(2026, 11, 27), [date(2026, 11, 27)]),
        (date(2026, 11, 28), date(2026, 12, 3), []),
        (date.max, date(2026, 12, 3), []),
        (date(2026, 11, 28), date(2026, 12, 11), [date(2026, 12, 4), date(2026, 12, 11)]),
    ],
)
def test_fridays_between_two_days(first, last, days):
    assert days_of_series(5, first, last) == days


@pytest.mark.parametrize(
    ("written", "code"),
    [("a1", "A1"), (" B 12 ", "B12"), ("ab999", "AB999"), ("A0", None), ("A", None), ("1A", None), ("Đ1", None)],
)
def test_codes_as_people_write_them(written, code):
    assert read_code(written) == code


def test_codes_are_sorted_as_they_are_counted():
    assert sorted(["A10", "B1", "A2"], key=code_order) == ["A2", "A10", "B1"]


def test_the_next_code_fills_the_gap():
    assert [next_code("A", taken) for taken in ((), ("A1", "A3"), ("B1",))] == ["A1", "A2", "A1"]


def test_each_stall_on_air_has_the_stage_in_turn():
    turns = [stage_turn(3, OPENS, OPENS + timedelta(minutes=at)) for at in (0, 9, 10, 29, 30)]

    assert turns == [0, 0, 1, 2, 0]


def test_before_the_market_opens_somebody_on_air_has_the_stage_too():
    assert stage_turn(2, OPENS, OPENS - timedelta(minutes=15)) in {0, 1}
