"""What an officer says of a sales point, checked: its units, its position, its hours."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.phone import normalise_phone
from shop.core.text import squeeze
from shop.places.errors import (
    ClosedBeforeOpened,
    DistrictAsked,
    HoursUnclear,
    PlaceTwice,
    PointFar,
    PointUnreadable,
    UnitUnknown,
)
from shop.places.models import Place, PlaceHours, PlaceKind
from shop.places.queries import serving
from shop.places.rules import FARTHEST, LATITUDES, LONGITUDES, MOST_SPANS, Span, hours_fit, metres
from shop.regions.models import Region, RegionLevel
from shop.regions.queries import districts_of_commune, region_by_slug


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """All an officer says of a sales point; an empty text says nothing.

    `commune` is the slug of one of today's, `district` that of an old one: needed only where the commune took land
    of several. Without `position` (latitude, longitude) the point stands at the centre of its commune, and is said
    to. Without `hours` nobody knows when it is open.
    """

    name: str
    address: str
    commune: str
    district: str = ""
    operator: str = ""
    phone: str = ""
    position: tuple[float, float] | None = None
    hours: tuple[Span, ...] = ()
    opened_on: date | None = None
    closed_from: date | None = None
    note: str = ""


async def checked_point(session: AsyncSession, point: Point, beside: UUID | None = None) -> dict[str, object]:
    """The columns of the point; its name is compared with all open ones but `beside`.

    Raises:
        UnitUnknown, DistrictAsked: a unit is not there, or somebody must choose.
        PointUnreadable, PointFar: the position is no place in Việt Nam, or far from the commune.
        HoursUnclear, ClosedBeforeOpened, BadPhone: the field cannot be meant so.
        PlaceTwice: an open point has this name.
    """
    commune = await region_by_slug(session, RegionLevel.COMMUNE, point.commune)
    if commune is None or commune.valid_to is not None:
        raise UnitUnknown(field="commune")
    district = await _district(session, point, commune)
    lat, lon = _position(point, commune)
    if not hours_fit(point.hours):
        raise HoursUnclear(field="hours", most=MOST_SPANS)
    if point.opened_on and point.closed_from and point.closed_from <= point.opened_on:
        raise ClosedBeforeOpened(field="closed_from")
    name = squeeze(point.name)
    await _check_name(session, name, beside)
    return {
        "name": name,
        "address": squeeze(point.address) or None,
        "commune_written": commune.name,
        "district_written": district.short_name if district else None,
        "commune_id": commune.id,
        "district_id": district.id if district else None,
        "lat": lat,
        "lon": lon,
        "location_exact": point.position is not None,
        "operator": squeeze(point.operator) or None,
        "phone": normalise_phone(point.phone, "phone") if point.phone.strip() else None,
        "opened_on": point.opened_on,
        "opened_year": point.opened_on.year if point.opened_on else None,
        "closed_from": point.closed_from,
        "note": point.note.strip() or None,
    }


async def write_hours(session: AsyncSession, place_id: UUID, hours: tuple[Span, ...]) -> None:
    """Replace the hours of a place whose row the caller has locked or made."""
    await session.execute(delete(PlaceHours).where(PlaceHours.place_id == place_id))
    session.add_all(
        PlaceHours(place_id=place_id, weekday=day, opens=opens, closes=closes) for day, opens, closes in sorted(hours)
    )
    await session.flush()  # the caller reads them back


async def _district(session: AsyncSession, point: Point, commune: Region) -> Region | None:
    """The district said, or the only one the commune took land of; None where no table knows one."""
    known = await districts_of_commune(session, commune.id)
    if not point.district:
        if len(known) > 1:
            names = ", ".join(one.short_name for one in known)
            raise DistrictAsked(field="district", commune=commune.name, districts=names)
        return known[0] if known else None
    said = await region_by_slug(session, RegionLevel.DISTRICT, point.district)
    if said is None:
        raise UnitUnknown(field="district")
    if known and said.id not in {one.id for one in known}:
        names = ", ".join(one.short_name for one in known)
        raise DistrictAsked(field="district", commune=commune.name, districts=names)
    return said


def _position(point: Point, commune: Region) -> tuple[float | None, float | None]:
    if point.position is None:
        return commune.lat, commune.lon
    lat, lon = point.position
    if not (LATITUDES[0] <= lat <= LATITUDES[1] and LONGITUDES[0] <= lon <= LONGITUDES[1]):
        raise PointUnreadable(field="position")
    if commune.lat is not None and commune.lon is not None:
        away = metres((lat, lon), (commune.lat, commune.lon))
        if away > FARTHEST:
            raise PointFar(field="position", commune=commune.name, distance=round(away / 1000))
    return lat, lon


async def _check_name(session: AsyncSession, name: str, beside: UUID | None) -> None:
    """Names are compared under one lock: of two officers who open the same point the later is told."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("places.names", 0))))
    twin = select(Place.id).where(
        func.vn_fold(Place.name) == func.vn_fold(name), Place.kind == PlaceKind.SALES_POINT, serving()
    )
    if beside is not None:
        twin = twin.where(Place.id != beside)
    if await session.scalar(twin.limit(1)) is not None:
        raise PlaceTwice(field="name")
