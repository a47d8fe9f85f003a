"""What a host is warned of, and when not; shares and steps."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from shop.markets.models import SessionState
from shop.reports.rules import (
    ENTRY,
    FEW,
    HOST_AWAY_AFTER,
    NO_PIN_AFTER,
    SAME_PIN_AFTER,
    UNANSWERED_AFTER,
    VERY_FEW,
    AlarmKind,
    DeskFacts,
    Pinned,
    alarms_of,
    is_audience,
    is_falling,
    per_hundred,
    step_of,
)

NOW = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CALM = DeskFacts(
    now=NOW,
    started_at=NOW - timedelta(minutes=20),
    ends_at=NOW + timedelta(minutes=30),
    host_seen_at=NOW - 5 * SECOND,
    pinned=[Pinned("Ấm chén", 20)],
    pinned_at=NOW - timedelta(minutes=2),
    waiting=0,
    waiting_since=None,
    viewers=[100, 100, 98],
)


def kinds(**changes):
    """What a calm desk with these changes is warned of."""
    return [alarm.kind for alarm in alarms_of(msgspec.structs.replace(CALM, **changes))]


def test_a_calm_session_is_warned_of_nothing():
    assert kinds() == []


@pytest.mark.parametrize(
    ("left", "kind"),
    [(0, "gone"), (1, "very_few"), (VERY_FEW, "very_few"), (VERY_FEW + 1, "few"), (FEW, "few"), (FEW + 1, None)],
)
def test_stock_of_what_is_pinned_is_watched(left, kind):
    found = alarms_of(msgspec.structs.replace(CALM, pinned=[Pinned("Ấm chén", left)]))

    assert [(alarm.kind.value, alarm.subject) for alarm in found] == ([(kind, "Ấm chén")] if kind else [])


@pytest.mark.parametrize(
    ("name", "since", "extra"),
    [
        ("host_away", HOST_AWAY_AFTER, "host_seen_at"),
        ("same_pin", SAME_PIN_AFTER, "pinned_at"),
        ("unanswered", UNANSWERED_AFTER, "waiting_since"),
    ],
)
def test_silence_is_noticed_from_its_minute_on_and_not_before(name, since, extra):
    more = {"waiting": 3} if name == "unanswered" else {}

    assert kinds(**{extra: NOW - since}, **more) == [AlarmKind(name)]
    assert kinds(**{extra: NOW - since + SECOND}, **more) == []


def test_one_or_two_questions_may_wait():
    assert kinds(waiting=2, waiting_since=NOW - timedelta(minutes=15)) == []


def test_a_bare_desk_is_noticed_after_its_start_or_after_the_last_pin_came_down():
    assert kinds(pinned=[], pinned_at=None, started_at=NOW - NO_PIN_AFTER) == [AlarmKind.NO_PIN]
    assert kinds(pinned=[], pinned_at=None, started_at=NOW - NO_PIN_AFTER + SECOND) == []
    assert kinds(pinned=[], pinned_at=NOW - SECOND) == []


def test_a_host_never_seen_is_away_and_who_overruns_is_told():
    assert kinds(host_seen_at=None) == [AlarmKind.HOST_AWAY]
    assert kinds(ends_at=NOW) == []
    assert kinds(ends_at=NOW - SECOND) == [AlarmKind.OVERTIME]


@pytest.mark.parametrize(
    ("viewers", "falling"),
    [
        ([69, 100], True),
        ([70, 100], False),
        ([60, 90, 100, 80], True),
        ([120, 100], False),
        ([2, 9], False),
        ([6, 10], True),
        ([5], False),
        ([], False),
    ],
)
def test_a_crowd_falls_when_more_than_three_in_ten_leave(viewers, falling):
    assert is_falling(viewers) is falling
    assert kinds(viewers=viewers) == ([AlarmKind.FALLING] if falling else [])


def test_the_worst_stands_first_and_a_warning_stays_the_same_while_it_stands():
    bad = {"pinned": [Pinned("B", 0), Pinned("A", 4)], "ends_at": NOW - SECOND}
    later = {**bad, "now": NOW + timedelta(seconds=30), "pinned": [Pinned("B", 0), Pinned("A", 3)]}

    assert kinds(**bad) == [AlarmKind.GONE, AlarmKind.OVERTIME, AlarmKind.FEW]
    assert alarms_of(msgspec.structs.replace(CALM, **bad)) == alarms_of(msgspec.structs.replace(CALM, **later))


def test_who_opens_a_room_is_a_viewer_from_an_hour_before_until_its_end():
    assert is_audience(SessionState.ON_AIR, NOW + timedelta(days=1), NOW)
    assert is_audience(SessionState.SCHEDULED, NOW + ENTRY, NOW)
    assert not is_audience(SessionState.SCHEDULED, NOW + ENTRY + SECOND, NOW)
    assert not is_audience(SessionState.ENDED, NOW, NOW)


def test_orders_for_a_hundred_viewers():
    assert per_hundred(3, 1110) == 0.3
    assert per_hundred(5, 0) is None


def test_no_more_than_sixty_bars_stand_in_a_chart():
    assert [step_of(minutes) for minutes in (1, 60, 61, 120, 121, 3600, 3601)] == [1, 1, 2, 2, 5, 60, 120]
    assert all(-(-minutes // step_of(minutes)) <= 60 for minutes in range(1, 200_000, 997))
