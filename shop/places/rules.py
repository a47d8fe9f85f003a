"""Opening hours and positions. Pure."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import pairwise
from math import asin, cos, isfinite, radians, sin, sqrt

Span = tuple[int, time, time]  # weekday 1 Monday … 7 Sunday, opens, closes (Hà Nội)

# A box around Việt Nam and its islands: a point outside of it is a slip, often latitude and longitude exchanged.
LATITUDES = (6.0, 24.0)
LONGITUDES = (101.0, 118.0)
FARTHEST = 20_000  # metres a point may lie from the centre of its commune; the widest one of Hà Nội has 9 km
EARTH = 6_378_168  # metres, as the database's earthdistance counts
WEEK = range(1, 8)  # Monday to Sunday
MOST_SPANS = 3  # times a place opens on one day
RESERVED = frozenset({"do-phu", "coverage"})  # no address of a sales point: pages of theirs stand there

_SPAN = re.compile(r"\s*(\d{1,2})(?:[:.hg]\s*(\d{2})?)?\s*(?:-|–|đến|to)\s*(\d{1,2})(?:[:.hg]\s*(\d{2})?)?\s*")


def open_at(hours: Sequence[Span], moment: datetime) -> bool | None:
    """Whether a place with these hours is open at `moment` (Hà Nội's wall clock); None where no hours are known."""
    if not hours:
        return None
    weekday, clock = moment.isoweekday(), moment.time().replace(tzinfo=None)
    return any(day == weekday and opens <= clock < closes for day, opens, closes in hours)


def read_point(text: str) -> tuple[float, float] | None:
    """Read `21.03,105.85` as (latitude, longitude); None where it is no point in or near Việt Nam."""
    parts = text.split(",")
    if len(parts) != 2:  # noqa: PLR2004 - latitude and longitude
        return None
    try:
        lat, lon = float(parts[0]), float(parts[1])
    except ValueError:
        return None
    if not (isfinite(lat) and isfinite(lon)):
        return None
    inside = LATITUDES[0] <= lat <= LATITUDES[1] and LONGITUDES[0] <= lon <= LONGITUDES[1]
    return (lat, lon) if inside else None


def read_hours(text: str) -> list[tuple[time, time]] | None:
    """Read what people write of one day: `8h-12h, 13:30–21:00`; nothing is closed. None where it is unreadable."""
    spans = []
    for part in (part for part in text.lower().split(",") if part.strip()):
        found = _SPAN.fullmatch(part)
        if found is None:
            return None
        try:
            spans.append((time(int(found[1]), int(found[2] or 0)), time(int(found[3]), int(found[4] or 0))))
        except ValueError:  # no clock shows it
            return None
    return spans


def written_hours(spans: Sequence[Span], weekday: int) -> str:
    """One day's hours as `read_hours` reads them: `08:00–12:00, 13:30–21:00`."""
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for day, opens, closes in sorted(spans) if day == weekday)


def hours_fit(spans: Sequence[Span]) -> bool:
    """Whether each span goes forward, none overlaps another of its day, and no day has too many."""
    ordered = sorted(spans)
    forward = all(day in WEEK and opens < closes for day, opens, closes in ordered)
    apart = all(one[0] != two[0] or one[2] <= two[1] for one, two in pairwise(ordered))
    few = all(sum(day == weekday for day, _, _ in ordered) <= MOST_SPANS for weekday in WEEK)
    return forward and apart and few


def metres(one: tuple[float, float], two: tuple[float, float]) -> float:
    """How far two points (latitude, longitude) lie from each other."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, two))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


def is_closed(closed_from: date | None, day: date) -> bool:
    """Whether a place that closes on `closed_from` is closed on `day` (Hà Nội)."""
    return closed_from is not None and closed_from <= day
