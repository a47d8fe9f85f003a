"""When something was filmed, and whether it may be seen. Pure; times are ms of Unix time."""

from datetime import datetime
from typing import NamedTuple

AHEAD_MS = 2000  # what was filmed so far in the future was not: the publisher's clock is too quick
BEHIND_MS = 2000  # what lags so far behind may still be on its way …
PATIENCE_MS = 15_000  # … unless it does so for so long: then the publisher's clock stood still meanwhile


class TimeLine:
    """A publisher's own times, laid on the shop's clock: says when segments were filmed.

    The first ended as it arrived; from there on the publisher's times count.

    A network that stalls and then brings several segments at once moves nothing. No segment begins before the one
    before it has ended.
    """

    def __init__(self) -> None:
        self._zero: float | None = None  # the shop's time at the beginning of the publisher's time line
        self._late_since: int | None = None
        self._end = 0

    def place(self, now: int, start: float, duration: float) -> tuple[int, int]:
        """When a segment that has just arrived began, and how long it lasts. `start`, `duration` in seconds."""
        lasting = max(1, round(duration * 1000))
        if self._zero is None or self._is_off(now, self._zero + (start + duration) * 1000):
            self._zero = now - (start + duration) * 1000
        begun = max(round(self._zero + start * 1000), self._end)
        self._end = begun + lasting
        return begun, lasting

    def _is_off(self, now: int, end: float) -> bool:
        if end - now > AHEAD_MS:
            return True
        if now - end <= BEHIND_MS:
            self._late_since = None
            return False
        self._late_since = now if self._late_since is None else self._late_since
        return now - self._late_since > PATIENCE_MS


class Window(NamedTuple):
    """From when to when a session was on air; `end` is None while it is."""

    begin: datetime
    end: datetime | None

    def holds(self, moment: int) -> bool:
        """Whether what was filmed from `moment` on may be seen."""
        begun = moment >= self.begin.timestamp() * 1000
        return begun and (self.end is None or moment < self.end.timestamp() * 1000)
