"""Points, days and words of reviews. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

MOST_POINTS = 5
MOST_PHOTOS = 5
LONGEST = 2000  # characters of a review and of a reply
EDITABLE = timedelta(days=30)


class Sort(StrEnum):
    """How the reviews of a product are read."""

    NEWEST = "newest"
    PHOTOS = "photos"  # those with photos, the newest first
    LOWEST = "lowest"  # the fewest points first


class Tally(msgspec.Struct, frozen=True):
    """How often each number of points was given, from 1 to 5; all reviews count, those taken down too."""

    given: tuple[int, ...] = (0,) * MOST_POINTS
    with_photos: int = 0

    @property
    def count(self) -> int:
        """How many reviews there are."""
        return sum(self.given)

    @property
    def points(self) -> int:
        """All their points."""
        return sum(points * count for points, count in enumerate(self.given, 1))


def tally_of(given: Mapping[int, int], with_photos: int) -> Tally:
    """A tally of points -> how often."""
    return Tally(tuple(given.get(points, 0) for points in range(1, MOST_POINTS + 1)), with_photos)


def average(count: int, points: int) -> float | None:
    """The average with one digit, halves up; None where nobody has said anything."""
    return (points * 20 + count) // (2 * count) / 10 if count else None


def is_editable(written_at: datetime, now: datetime) -> bool:
    """Whether a review written then may still be changed."""
    return now < written_at + EDITABLE
