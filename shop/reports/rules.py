"""Shares, stretches of time, and what a host is warned of. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from shop.markets.models import SessionState

ENTRY = timedelta(minutes=60)  # before its start a room's visitors wait for it, and count as its viewers
MINUTE = timedelta(minutes=1)
MOST_BARS = 60  # of a chart
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 240, 720, 1440)  # minutes one bar may stand for

FEW, VERY_FEW = 5, 2  # pieces of what is pinned
UNANSWERED_COMMENTS = 3  # said since the host's last word …
UNANSWERED_AFTER = timedelta(minutes=4)  # … the first of them this long ago
SAME_PIN_AFTER = timedelta(minutes=12)
NO_PIN_AFTER = timedelta(minutes=3)  # after the start, or after the last pin came down
HOST_AWAY_AFTER = timedelta(seconds=60)
FALL_WITHIN = 4  # minutes looked back upon, this one included
FALL_PERCENT = 30
FALL_FROM = 10  # viewers; a smaller crowd comes and goes by chance


class AlarmKind(StrEnum):
    """What a host is warned of, the worst first."""

    GONE = "gone"
    OVERTIME = "overtime"
    HOST_AWAY = "host_away"
    FALLING = "falling"
    VERY_FEW = "very_few"
    UNANSWERED = "unanswered"
    NO_PIN = "no_pin"
    FEW = "few"
    SAME_PIN = "same_pin"


class Alarm(msgspec.Struct, frozen=True):
    """One warning; `subject` names goods. It stays the same as long as what it warns of does."""

    kind: AlarmKind
    subject: str = ""


class Pinned(msgspec.Struct, frozen=True):
    """What stands pinned, and how much of it can still be sold at the price of the room."""

    name: str
    left: int


class DeskFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What warnings are made of: a session on air now. `viewers` are those of the last minutes, the newest first."""

    now: datetime
    started_at: datetime
    ends_at: datetime
    host_seen_at: datetime | None
    pinned: Sequence[Pinned]
    pinned_at: datetime | None  # the last change of any pin
    waiting: int  # said since the host's last word
    waiting_since: datetime | None
    viewers: Sequence[int]


def alarms_of(facts: DeskFacts) -> list[Alarm]:
    """What the host should know now, the worst first."""
    found = [*_stock(facts.pinned), *_pins(facts), *_silence(facts)]
    if facts.now > facts.ends_at:
        found.append(Alarm(AlarmKind.OVERTIME))
    if is_falling(facts.viewers):
        found.append(Alarm(AlarmKind.FALLING))
    order = list(AlarmKind)
    return sorted(found, key=lambda alarm: (order.index(alarm.kind), alarm.subject))


def _stock(pinned: Sequence[Pinned]) -> Iterator[Alarm]:
    for each in pinned:
        if each.left <= 0:
            yield Alarm(AlarmKind.GONE, each.name)
        elif each.left <= VERY_FEW:
            yield Alarm(AlarmKind.VERY_FEW, each.name)
        elif each.left <= FEW:
            yield Alarm(AlarmKind.FEW, each.name)


def _pins(facts: DeskFacts) -> Iterator[Alarm]:
    changed = facts.now - max(facts.started_at, facts.pinned_at or facts.started_at)
    if facts.pinned and changed >= SAME_PIN_AFTER:
        yield Alarm(AlarmKind.SAME_PIN)
    if not facts.pinned and changed >= NO_PIN_AFTER:
        yield Alarm(AlarmKind.NO_PIN)


def _silence(facts: DeskFacts) -> Iterator[Alarm]:
    if facts.host_seen_at is None or facts.now - facts.host_seen_at >= HOST_AWAY_AFTER:
        yield Alarm(AlarmKind.HOST_AWAY)
    enough = facts.waiting >= UNANSWERED_COMMENTS and facts.waiting_since is not None
    if enough and facts.waiting_since is not None and facts.now - facts.waiting_since >= UNANSWERED_AFTER:
        yield Alarm(AlarmKind.UNANSWERED)


def is_falling(viewers: Sequence[int]) -> bool:
    """Whether of the crowd of the last minutes more than a share has left; the newest count comes first."""
    most = max(viewers[1:], default=0)
    return most >= FALL_FROM and viewers[0] * 100 < most * (100 - FALL_PERCENT)


def is_audience(state: SessionState, starts_at: datetime, now: datetime) -> bool:
    """Whether who opens a room now is one of its viewers: it is on air, or about to begin."""
    return state is SessionState.ON_AIR or (state is SessionState.SCHEDULED and now >= starts_at - ENTRY)


def per_hundred(orders: int, viewers: int) -> float | None:
    """Orders for a hundred viewers, to a tenth; None: nobody knows of any viewer."""
    return round(orders * 100 / viewers, 1) if viewers else None


def minute_of(moment: datetime) -> datetime:
    """The whole minute `moment` is in."""
    return moment.replace(second=0, microsecond=0)


def step_of(minutes: int) -> int:
    """How many minutes one bar stands for, so that no more than sixty stand in a chart."""
    return next((step for step in STEPS if minutes <= step * MOST_BARS), -(-minutes // MOST_BARS))
