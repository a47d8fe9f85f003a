"""Opening hours and points, at their edges."""

from datetime import datetime, time

import pytest

from shop.core.clock import HANOI
from shop.places import rules
from shop.places.rules import open_at, read_point

MONDAY = [(1, time(8), time(12)), (1, time(13, 30), time(21))]


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        (datetime(2026, 11, 23, 7, 59, tzinfo=HANOI), False),
        (datetime(2026, 11, 23, 8, 0, tzinfo=HANOI), True),
        (datetime(2026, 11, 23, 12, 0, tzinfo=HANOI), False),
        (datetime(2026, 11, 23, 20, 59, 59, tzinfo=HANOI), True),
        (datetime(2026, 11, 23, 21, 0, tzinfo=HANOI), False),
        (datetime(2026, 11, 24, 9, 0, tzinfo=HANOI), False),
    ],
)
def test_open_from_the_first_minute_to_before_the_last(moment, wanted):
    assert open_at(MONDAY, moment) is wanted


def test_without_hours_nobody_knows():
    assert open_at([], datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("21.03,105.85", (21.03, 105.85)),
        (" 21.03 , 105.85 ", (21.03, 105.85)),
        ("105.85,21.03", None),
        ("21.03", None),
        ("21.03,105.85,1", None),
        ("nan,nan", None),
        ("inf,105", None),
        ("1e400,105", None),
        ("a,b", None),
        ("", None),
        ("48.85,2.35", None),
    ],
)
def test_a_point_is_two_numbers_in_viet_nam(text, wanted):
    assert read_point(text) == wanted


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", []),
        ("8h-12h, 13:30–21:00", [(time(8), time(12)), (time(13, 30), time(21))]),
        ("08.00 đến 21h30", [(time(8), time(21, 30))]),
        ("8:00-25:00", None),
        ("8:61-9:00", None),
        ("sáng", None),
        ("8-", None),
    ],
)
def test_hours_are_read_as_people_write_them(written, read):
    assert rules.read_hours(written) == read


def test_hours_that_were_written_are_read_again():
    spans = [(2, time(8), time(12)), (2, time(13, 30), time(21)), (3, time(0), time(1))]

    assert rules.read_hours(rules.written_hours(spans, 2)) == [(opens, closes) for _, opens, closes in spans[:2]]


def test_a_day_has_few_spans_that_do_not_overlap():
    assert rules.hours_fit([(1, time(8), time(12)), (1, time(12), time(13)), (2, time(8), time(9))])
    assert not rules.hours_fit([(1, time(8), time(12)), (1, time(11), time(13))])
    assert not rules.hours_fit([(1, time(hour), time(hour + 1)) for hour in range(8, 12)])
