"""Addresses of sales points: everybody reads them, officers keep them."""

from datetime import date, time
from typing import Annotated
from uuid import UUID

from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromQuery, HeaderParameter, JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.clock import local, now, today
from shop.core.text import Body, Line, Name, Slug
from shop.places.coverage import coverage
from shop.places.errors import PlaceUnknown, PointUnreadable
from shop.places.open_point import change_point, open_point
from shop.places.point import Point
from shop.places.queries import Wanted, all_places, nearest_places, sales_point
from shop.places.rules import read_point
from shop.places.shown import CoverageOut, CoveredOut, SalesPointList, SalesPointOut

OFFICERS = [require_role(Role.OFFICER, Role.ADMIN)]

NearQuery = Annotated[str | None, QueryParameter(max_length=60, description="latitude,longitude")]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
DistrictQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=120, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
KeyHeader = Annotated[str, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[!-~]+$")]
Degrees = Annotated[float, Meta(ge=-180, le=180)]
PhoneText = Annotated[str, Meta(max_length=20, pattern=r"^[0-9+(). \-]*$")]
SlugOrNone = Annotated[str, Meta(max_length=120, pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$")]
Version = Annotated[int, Meta(ge=1, le=10**6)]


class Position(Body, kw_only=True):
    """Where the door is, in degrees."""

    lat: Degrees
    lon: Degrees


class OpenSpan(Body, kw_only=True):
    """One span of one weekday (1 Monday … 7 Sunday), Hà Nội time."""

    weekday: Annotated[int, Meta(ge=1, le=7)]
    opens: time
    closes: time


class PointBody(Body, kw_only=True):
    """All that is said of a sales point; `Point` says what may be left out, and what that means."""

    name: Name
    address: Line
    commune: Slug
    district: SlugOrNone = ""
    operator: Line = ""
    phone: PhoneText = ""
    position: Position | None = None
    hours: Annotated[tuple[OpenSpan, ...], Meta(max_length=21)] = ()
    opened_on: date | None = None
    closed_from: date | None = None
    note: Line = ""

    def point(self) -> Point:
        """The same as the use case takes it."""
        return Point(
            name=self.name,
            address=self.address,
            commune=self.commune,
            district=self.district,
            operator=self.operator,
            phone=self.phone,
            position=(self.position.lat, self.position.lon) if self.position else None,
            hours=tuple((span.weekday, span.opens, span.closes) for span in self.hours),
            opened_on=self.opened_on,
            closed_from=self.closed_from,
            note=self.note,
        )


class ChangePoint(PointBody, kw_only=True):
    """The same with the version that was read: a later one is refused."""

    version: Version


@get("/", operation_id="listSalesPoints", summary="Sales points, the nearest first")
async def list_sales_points(
    session: NamedDependency[AsyncSession],
    near: NearQuery = None,
    district: DistrictQuery = None,
    open_now: FromQuery[bool] = False,
    limit: LimitQuery = 50,
) -> SalesPointList:
    """Sales points by distance from `near`, else by name; those of unknown position come last."""
    wanted = Wanted(district=district, open_now=open_now)
    if near is None:
        found = await all_places(session, limit, wanted)
    else:
        point = read_point(near)
        if point is None:
            raise PointUnreadable(field="near")
        found = await nearest_places(session, *point, limit, wanted)
    moment = local(await now(session))
    return SalesPointList(items=[SalesPointOut.of(each, moment) for each in found])


@get("/coverage", operation_id="readCoverage", summary="Districts and communes with at least one sales point")
async def read_coverage(session: NamedDependency[AsyncSession]) -> CoverageOut:
    """How the points that are not closed today cover the old districts and today's communes."""
    found = await coverage(session)
    return CoverageOut(
        as_of=await today(session),
        points=found.points,
        covered_districts=found.covered_districts,
        covered_communes=found.covered_communes,
        districts=[CoveredOut.of(unit) for unit in found.districts],
        communes=[CoveredOut.of(unit) for unit in found.communes],
        unplaced=found.unplaced,
        unzoned=found.unzoned,
    )


@get("/{slug:str}", operation_id="readSalesPoint", summary="One sales point")
async def read_sales_point(session: NamedDependency[AsyncSession], slug: SlugPath) -> SalesPointOut:
    """One sales point with its hours."""
    found = await sales_point(session, slug)
    if found is None:
        raise PlaceUnknown
    return SalesPointOut.of(found, local(await now(session)))


@post("/", guards=OFFICERS, operation_id="openSalesPoint", summary="Add a sales point (officers)")
async def add(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[PointBody], key: KeyHeader
) -> SalesPointOut:
    """People find it at once. Said twice with one key, it is added once."""
    place = await open_point(session, _officer(actor), data.point(), key)
    return await _shown(session, place.slug)


@put("/{slug:str}", guards=OFFICERS, operation_id="changeSalesPoint", summary="Change a sales point (officers)")
async def change(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[ChangePoint],
) -> SalesPointOut:
    """All that is said of it is replaced; `closed_from` takes it out of every list from that day on."""
    await change_point(session, _officer(actor), slug, data.point(), version=data.version)
    return await _shown(session, slug)


async def _shown(session: AsyncSession, slug: str) -> SalesPointOut:
    found = await sales_point(session, slug)
    if found is None:
        raise PlaceUnknown
    return SalesPointOut.of(found, local(await now(session)))


def _officer(actor: Actor) -> UUID:
    assert actor.person_id is not None, "the guard lets only officers in"
    return actor.person_id


routes = [
    Router(
        "/api/v1/sales-points",
        route_handlers=[list_sales_points, read_coverage, read_sales_point, add, change],
        tags=["sales points"],
    )
]
