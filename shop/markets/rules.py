"""The life of a session, and what a visitor sees of it. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from shop.core.transitions import Transitions
from shop.markets.models import SessionState

MOVES = Transitions[SessionState](
    {
        SessionState.SCHEDULED: frozenset({SessionState.ON_AIR}),
        SessionState.ON_AIR: frozenset({SessionState.ENDED}),
    }
)


class RoomState(StrEnum):
    """What a visitor sees of a session's state: `away` is on air with a host who fell silent."""

    SCHEDULED = "scheduled"
    ON_AIR = "on_air"
    AWAY = "away"
    ENDED = "ended"


def room_state(state: SessionState, seen_at: datetime | None, now: datetime, away_after: int) -> RoomState:
    """The state to show; a host unseen for `away_after` seconds is away."""
    if state is not SessionState.ON_AIR:
        return RoomState(state.value)
    silent = seen_at is None or now - seen_at > timedelta(seconds=away_after)
    return RoomState.AWAY if silent else RoomState.ON_AIR
