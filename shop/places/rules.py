"""Opening hours. Pure."""

from collections.abc import Sequence
from datetime import datetime, time
from math import isfinite

Span = tuple[int, time, time]  # weekday 1 Monday … 7 Sunday, opens, closes (Hà Nội)

# A box around Việt Nam and its islands: a point outside of it is a slip, often latitude and longitude exchanged.
LATITUDES = (6.0, 24.0)
LONGITUDES = (101.0, 118.0)


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
