"""The life of a session, what a visitor sees of it, and the arithmetic of plans. Pure."""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from shop.core.transitions import Transitions
from shop.markets.models import SessionState

MOVES = Transitions[SessionState](
    {
        SessionState.SCHEDULED: frozenset({SessionState.ON_AIR, SessionState.CALLED_OFF}),
        SessionState.ON_AIR: frozenset({SessionState.ENDED}),
    }
)

LONGEST = timedelta(hours=24)  # of a market
FARTHEST = timedelta(days=400)  # of a market from today
STAGE_TURN = timedelta(minutes=10)  # how long a stall has the main stage when nobody chose one
MOST_GOODS = 60  # of a line-up
_CODE = re.compile(r"([A-Z]{1,2})([1-9][0-9]{0,2})")


class RoomState(StrEnum):
    """What a visitor sees of a session's state: `away` is on air with a host who fell silent."""

    SCHEDULED = "scheduled"
    ON_AIR = "on_air"
    AWAY = "away"
    ENDED = "ended"
    CALLED_OFF = "called_off"


def room_state(state: SessionState, seen_at: datetime | None, now: datetime, away_after: int) -> RoomState:
    """The state to show; a host unseen for `away_after` seconds is away."""
    if state is not SessionState.ON_AIR:
        return RoomState(state.value)
    silent = seen_at is None or now - seen_at > timedelta(seconds=away_after)
    return RoomState.AWAY if silent else RoomState.ON_AIR


def is_window(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether a market can be meant so: forward, a day at most, and within four hundred days of now."""
    return starts_at < ends_at and ends_at - starts_at <= LONGEST and abs(starts_at - now) <= FARTHEST


def days_of_series(weekday: int, first: date, last: date) -> list[date]:
    """The days of `weekday` (1 Monday … 7 Sunday) from `first` to `last`, both included."""
    if first > last:
        return []
    day = first + timedelta(days=(weekday - first.isoweekday()) % 7)
    found = []
    while day <= last:
        found.append(day)
        day += timedelta(days=7)
    return found


def stage_turn(stalls: int, opened_at: datetime, now: datetime) -> int:
    """Which of the `stalls` on air has the main stage, when nobody chose one: each in turn, ten minutes long."""
    return int((now - opened_at) / STAGE_TURN) % stalls


def read_code(written: str) -> str | None:
    """`a 12` as `A12`: one or two letters and a number; None when it is something else."""
    code = "".join(written.split()).upper()
    return code if _CODE.fullmatch(code) else None


def code_order(code: str) -> tuple[str, int]:
    """What codes are sorted by: A2 comes before A10."""
    found = _CODE.fullmatch(code)
    return (code, 0) if found is None else (found[1], int(found[2]))


def next_code(letter: str, taken: Collection[str]) -> str:
    """The first code of `letter` that nothing has: A1, then A2 and so on."""
    number = 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"
