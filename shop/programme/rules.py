"""The arithmetic of a run of show: when each segment is planned, and how late it runs. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

MOST_SEGMENTS = 60  # of a session
MOST_GOODS = 3  # of a segment, as many as a room pins
MOST_MINUTES = 240
COUNTDOWN_SECONDS = 8  # a viewer may still say that they stay


class Course(msgspec.Struct, frozen=True):
    """A segment as it is planned and as it went: minutes, and when it began and ended (UTC, None: not yet)."""

    minutes: int
    began_at: datetime | None = None
    ended_at: datetime | None = None


class Planned(msgspec.Struct, frozen=True):
    """When a segment is planned to begin and end (UTC)."""

    starts_at: datetime
    ends_at: datetime


def plan(starts_at: datetime, courses: Sequence[Course]) -> list[Planned]:
    """The planned times of segments that follow one another from `starts_at`."""
    found: list[Planned] = []
    for course in courses:
        ends_at = starts_at + timedelta(minutes=course.minutes)
        found.append(Planned(starts_at, ends_at))
        starts_at = ends_at
    return found


def late_by(starts_at: datetime, courses: Sequence[Course], now: datetime) -> timedelta:
    """How far the show is behind its plan at `now` (negative: ahead), as its last segment that began tells.

    While that one is within its minutes its own start counts; once it overruns, so does every minute more.
    """
    for course, planned in reversed(list(zip(courses, plan(starts_at, courses), strict=True))):
        if course.began_at is not None:
            due = course.began_at + timedelta(minutes=course.minutes)
            return (course.ended_at or max(now, due)) - planned.ends_at
    return timedelta(0)


def minutes_over(starts_at: datetime, ends_at: datetime, courses: Sequence[Course]) -> int:
    """By how many minutes the plan is longer than the session (negative: shorter)."""
    said = int((ends_at - starts_at).total_seconds() // 60)
    return sum(course.minutes for course in courses) - said
