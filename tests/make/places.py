"""Sales points for tests."""

from datetime import time
from itertools import count

from shop.places.models import Place, PlaceHours, PlaceKind, PlaceStaff

_numbers = count(1)


async def place(session, name="Điểm OCOP", *, at=None, staff=(), hours=(), **fields) -> Place:
    """A sales point; `at` is (latitude, longitude), `hours` are (weekday, opens, closes) with full hours."""
    lat, lon = at or (None, None)
    made = Place(slug=f"diem-{next(_numbers)}", kind=PlaceKind.SALES_POINT, name=name, lat=lat, lon=lon, **fields)
    session.add(made)
    await session.flush()
    session.add_all(PlaceStaff(place_id=made.id, person_id=person.id) for person in staff)
    session.add_all(
        PlaceHours(place_id=made.id, weekday=day, opens=time(opens), closes=time(closes))
        for day, opens, closes in hours
    )
    await session.flush()
    return made
