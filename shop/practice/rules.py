"""The measures of practice. Pure."""

from datetime import datetime

REHEARSAL_MINUTES = 240  # a rehearsal nobody closes ends by itself
MINUTES = (5, 10, 15, 20)  # a training run may last, of its own time
SPEEDS = (1, 2, 5, 10, 20)
LEVELS = (1, 2, 3)
MOST_ACTS = 2000  # in one run
MOST_OPEN = 3  # training runs of one person at a time
PASS = 70  # points of a hundred
GOOD = 0.8  # of its chances: a skill went well
MOST_PINS = 3
MOST_SLOW = 300  # seconds between two lines
COMMENTS = 20  # lines a frame carries
LONGEST = 300  # characters of a line
SLUG = "luyen"  # stands for the session in the address of a training run

RATE = {1: 6, 2: 10, 3: 16}  # lines of the audience a minute, by level
DEADLINE = {1: 90, 2: 60, 3: 40}  # seconds a host has for what is asked, by level


def elapsed_ms(started_at: datetime, ends_at: datetime, now: datetime, speed: int) -> int:
    """Milliseconds of a run's own time that have passed; time stands still at its end."""
    moment = min(max(now, started_at), ends_at)
    return int((moment - started_at).total_seconds() * 1000) * speed


def address(slug: str | None, key: str) -> str:
    """What stands for a session's slug in the addresses of a run: its room, desk and API hang on it."""
    return f"{slug or SLUG}/tap/{key}"
