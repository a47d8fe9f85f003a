"""Addresses of sales points."""

from datetime import date, datetime, time
from typing import Annotated

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import local, now
from shop.places.errors import PlaceUnknown, PointUnreadable
from shop.places.queries import FoundPlace, all_places, nearest_places, sales_point
from shop.places.rules import open_at, read_point
from shop.regions.models import Region

NearQuery = Annotated[str | None, QueryParameter(max_length=60, description="latitude,longitude")]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]


class Unit(msgspec.Struct, kw_only=True):
    """An administrative unit."""

    slug: str
    name: str


class Hours(msgspec.Struct, kw_only=True):
    """One span of one weekday (1 Monday … 7 Sunday), Hà Nội time."""

    weekday: int
    opens: time
    closes: time
    sample: bool


class SalesPointOut(msgspec.Struct, kw_only=True):
    """A sales point. Where `location_exact` is false, the position is the centre of its commune."""

    slug: str
    name: str
    address: str | None
    commune: str | None
    district: str | None
    commune_today: Unit | None
    district_unit: Unit | None
    lat: float | None
    lon: float | None
    location_exact: bool
    distance_m: int | None
    hours: list[Hours]
    open_now: bool | None
    operator: str | None
    opened_on: date | None
    opened_year: int | None
    note: str | None
    source: str | None
    missing: list[str]
    sample: bool

    @classmethod
    def of(cls, found: FoundPlace, moment: datetime) -> "SalesPointOut":
        """The place as people see it at `moment` (Hà Nội's wall clock)."""
        place = found.place
        spans = [(span.weekday, span.opens, span.closes) for span in found.hours]
        return cls(
            slug=place.slug,
            name=place.name,
            address=place.address,
            commune=place.commune_written,
            district=place.district_written,
            commune_today=_unit(found.commune),
            district_unit=_unit(found.district),
            lat=place.lat,
            lon=place.lon,
            location_exact=place.location_exact,
            distance_m=found.distance_m,
            hours=[Hours(weekday=h.weekday, opens=h.opens, closes=h.closes, sample=h.sample) for h in found.hours],
            open_now=open_at(spans, moment),
            operator=place.operator,
            opened_on=place.opened_on,
            opened_year=place.opened_year,
            note=place.note,
            source=place.source_url,
            missing=_missing(found),
            sample=place.sample,
        )


class SalesPointList(msgspec.Struct, kw_only=True):
    """Sales points, the nearest first where a position was given."""

    items: list[SalesPointOut]


@get("/", operation_id="listSalesPoints", summary="Sales points, the nearest first")
async def list_sales_points(
    session: NamedDependency[AsyncSession], near: NearQuery = None, limit: LimitQuery = 50
) -> SalesPointList:
    """Sales points by distance from `near`, else by name; those of unknown position come last."""
    if near is None:
        found = await all_places(session, limit)
    else:
        point = read_point(near)
        if point is None:
            raise PointUnreadable(field="near")
        found = await nearest_places(session, *point, limit)
    moment = local(await now(session))
    return SalesPointList(items=[SalesPointOut.of(each, moment) for each in found])


@get("/{slug:str}", operation_id="readSalesPoint", summary="One sales point")
async def read_sales_point(session: NamedDependency[AsyncSession], slug: SlugPath) -> SalesPointOut:
    """One sales point with its hours."""
    found = await sales_point(session, slug)
    if found is None:
        raise PlaceUnknown
    return SalesPointOut.of(found, local(await now(session)))


def _unit(region: Region | None) -> Unit | None:
    return Unit(slug=region.slug, name=region.name) if region else None


def _missing(found: FoundPlace) -> list[str]:
    place = found.place
    facts = {
        "address": place.address,
        "commune": place.commune_written,
        "commune_today": place.commune_id,
        "position": place.lat,
        "hours": found.hours,
        "opened_on": place.opened_on or place.opened_year,
        "operator": place.operator,
    }
    return [name for name, known in facts.items() if not known and known != 0]


routes = [Router("/api/v1/sales-points", route_handlers=[list_sales_points, read_sales_point], tags=["sales points"])]
