"""When segments are planned, and how late the show runs."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.programme.rules import Course, late_by, minutes_over, plan

START = datetime(2026, 11, 27, 13, 30, tzinfo=UTC)


def at(minute):
    return START + timedelta(minutes=minute)


def test_segments_are_planned_one_after_the_other():
    found = plan(START, [Course(5), Course(10), Course(7)])

    assert [(one.starts_at, one.ends_at) for one in found] == [(at(0), at(5)), (at(5), at(15)), (at(15), at(22))]


@pytest.mark.parametrize(
    ("courses", "now", "late"),
    [
        ([Course(5), Course(10)], 3, 0),
        ([Course(5, at(0)), Course(10)], 3, 0),
        ([Course(5, at(2)), Course(10)], 3, 2),
        ([Course(5, at(0)), Course(10)], 9, 4),
        ([Course(5, at(0), at(3)), Course(10, at(3))], 6, -2),
        ([Course(5, at(0), at(9)), Course(10, at(9), at(20))], 30, 5),
    ],
    ids=["not begun", "on time", "began late", "overruns", "ahead", "over"],
)
def test_the_last_segment_that_began_tells_how_late_the_show_is(courses, now, late):
    assert late_by(START, courses, at(now)) == timedelta(minutes=late)


def test_a_plan_is_held_against_the_session():
    assert minutes_over(START, at(20), [Course(15), Course(7)]) == 2
