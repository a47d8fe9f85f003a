"""When segments were filmed, by the shop's clock and the publisher's own times."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shop.broadcast.rules import PATIENCE_MS, TimeLine, Window

NOW = 1_800_000_000_000


def test_first_segment_ended_as_it_arrived():
    assert TimeLine().place(NOW, 7.0, 1.0) == (NOW - 1000, 1000)


def test_later_segments_go_by_the_publishers_times():
    times = TimeLine()
    times.place(NOW, 0.0, 1.0)

    assert times.place(NOW + 1040, 1.0, 1.0) == (NOW, 1000)


def test_network_that_stalls_and_then_hurries_moves_nothing():
    times = TimeLine()
    times.place(NOW, 0.0, 1.0)

    placed = [times.place(NOW + 6000, float(second), 1.0)[0] for second in range(1, 7)]

    assert placed == [NOW + 1000 * second for second in range(6)]


def test_publisher_whose_clock_stood_still_is_placed_anew_after_a_while():
    times = TimeLine()
    times.place(NOW, 0.0, 1.0)

    times.place(NOW + 10_000, 1.0, 1.0)
    late = times.place(NOW + 10_000 + PATIENCE_MS + 1, 2.0, 1.0)

    assert late == (NOW + 10_000 + PATIENCE_MS - 999, 1000)


def test_publisher_whose_clock_is_too_quick_is_placed_anew():
    times = TimeLine()
    times.place(NOW, 0.0, 1.0)

    begun, _ = times.place(NOW + 1000, 10.0, 1.0)

    assert begun == NOW


@given(st.lists(st.tuples(st.integers(0, 60_000), st.floats(0, 10_000), st.floats(0.001, 12)), min_size=1, max_size=30))
def test_no_segment_begins_before_the_one_before_it_has_ended(steps):
    times, now, end = TimeLine(), NOW, 0

    for pause, start, duration in steps:
        now += pause
        begun, lasting = times.place(now, start, duration)
        assert begun >= end
        assert lasting >= 1
        end = begun + lasting


def test_only_what_was_filmed_on_air_may_be_seen():
    begin, end = (datetime.fromtimestamp(NOW / 1000 + seconds, UTC) for seconds in (0, 60))

    assert [Window(begin, None).holds(NOW + moment) for moment in (-1, 0, 90_000)] == [False, True, True]
    assert [Window(begin, end).holds(NOW + moment) for moment in (59_999, 60_000)] == [True, False]
