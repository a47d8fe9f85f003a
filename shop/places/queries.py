"""Reads of places: the nearest first, their hours, their staff."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Date, Float, Row, Select, Time, cast, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.core.clock import shop_now
from shop.places.models import Place, PlaceHours, PlaceKind, PlaceStaff
from shop.regions.models import Region, RegionLevel

UNASKED: ColumnElement[float | None] = literal(None, Float)


class FoundPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A place, how far it is (metres, None: not asked or not known), its units and its hours."""

    place: Place
    distance_m: int | None
    commune: Region | None
    district: Region | None
    hours: tuple[PlaceHours, ...]


def serving() -> ColumnElement[bool]:
    """Whether a `Place` row is in use today (Hà Nội): not closed."""
    return or_(Place.closed_from.is_(None), Place.closed_from > func.shop_today(type_=Date))


async def is_serving(session: AsyncSession, place_id: UUID) -> bool:
    """Whether there is such a place, and it is not closed today."""
    return await session.scalar(select(Place.id).where(Place.id == place_id, serving())) is not None


async def place_by_slug(session: AsyncSession, slug: str) -> Place | None:
    """The place at this address, of any kind; None when there is none."""
    place: Place | None = await session.scalar(select(Place).where(Place.slug == slug))
    return place


async def sales_point(session: AsyncSession, slug: str) -> FoundPlace | None:
    """The sales point at this address with its hours, also when it is closed; None when there is none."""
    rows = (await session.execute(_sales_points(UNASKED).where(Place.slug == slug))).all()
    found = await _with_hours(session, rows)
    return found[0] if found else None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of sales points is narrowed to: an old district's slug, and whether it is open at this moment."""

    district: str | None = None
    open_now: bool = False


ALL = Wanted()


async def nearest_places(
    session: AsyncSession, lat: float, lon: float, limit: int, wanted: Wanted = ALL
) -> list[FoundPlace]:
    """Sales points that are not closed by their distance from a point, those of unknown position last."""
    away: ColumnElement[float | None] = func.earth_distance(
        func.ll_to_earth(Place.lat, Place.lon), func.ll_to_earth(lat, lon), type_=Float
    )
    found = _narrowed(away, wanted).order_by(away.asc().nulls_last(), Place.slug).limit(limit)
    return await _with_hours(session, (await session.execute(found)).all())


async def all_places(session: AsyncSession, limit: int, wanted: Wanted = ALL) -> list[FoundPlace]:
    """Sales points that are not closed, by name."""
    found = _narrowed(UNASKED, wanted).order_by(Place.slug).limit(limit)
    return await _with_hours(session, (await session.execute(found)).all())


async def every_point(session: AsyncSession, limit: int) -> list[FoundPlace]:
    """All sales points by name, closed ones too: for the office."""
    rows = (await session.execute(_sales_points(UNASKED).order_by(Place.slug).limit(limit))).all()
    return await _with_hours(session, rows)


async def is_staff(session: AsyncSession, person_id: UUID, place_id: UUID) -> bool:
    """Whether a person hands goods over at a place."""
    return await session.get(PlaceStaff, (place_id, person_id)) is not None


async def places_of_staff(session: AsyncSession, person_id: UUID) -> list[Place]:
    """The places at which a person hands goods over."""
    rows = await session.scalars(
        select(Place)
        .join(PlaceStaff, PlaceStaff.place_id == Place.id)
        .where(PlaceStaff.person_id == person_id)
        .order_by(Place.slug)
    )
    return list(rows)


async def open_points(session: AsyncSession) -> list[Place]:
    """All sales points that are not closed."""
    rows = await session.scalars(
        select(Place).where(Place.kind == PlaceKind.SALES_POINT, serving()).order_by(Place.slug)
    )
    return list(rows)


def _narrowed(away: ColumnElement[float | None], wanted: Wanted) -> Select[Place, Region, Region, float | None]:
    found = _sales_points(away).where(serving())
    if wanted.district is not None:
        of_name = select(Region.id).where(Region.level == RegionLevel.DISTRICT, Region.slug == wanted.district)
        found = found.where(Place.district_id.in_(of_name))
    if wanted.open_now:
        clock = func.timezone("Asia/Ho_Chi_Minh", shop_now())
        found = found.where(
            exists().where(
                PlaceHours.place_id == Place.id,
                PlaceHours.weekday == func.extract("isodow", clock),
                PlaceHours.opens <= cast(clock, Time),
                PlaceHours.closes > cast(clock, Time),
            )
        )
    return found


def _sales_points(away: ColumnElement[float | None]) -> Select[Place, Region, Region, float | None]:
    commune, district = aliased(Region), aliased(Region)
    return (
        select(Place, commune, district, away)
        .outerjoin(commune, commune.id == Place.commune_id)
        .outerjoin(district, district.id == Place.district_id)
        .where(Place.kind == PlaceKind.SALES_POINT)
    )


async def _with_hours(
    session: AsyncSession, rows: Sequence[Row[Place, Region, Region, float | None]]
) -> list[FoundPlace]:
    spans: defaultdict[UUID, list[PlaceHours]] = defaultdict(list)
    wanted = [row[0].id for row in rows]
    for span in await session.scalars(
        select(PlaceHours).where(PlaceHours.place_id.in_(wanted)).order_by(PlaceHours.weekday, PlaceHours.opens)
    ):
        spans[span.place_id].append(span)
    return [
        FoundPlace(
            place=row[0],
            commune=row[1],
            district=row[2],
            distance_m=None if row[3] is None else round(row[3]),
            hours=tuple(spans[row[0].id]),
        )
        for row in rows
    ]
