"""Addresses of reports: for hosts, points, producers and the office."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role, require_signed_in
from shop.core.actor import Actor, Role
from shop.markets.api import SlugPath
from shop.markets.queries import hall_by_slug
from shop.places.errors import PlaceUnknown
from shop.places.guards import require_staff
from shop.places.queries import place_by_slug
from shop.reports.errors import DaysTurned, ReportUnknown
from shop.reports.figures import Report, SessionSum
from shop.reports.guards import readable_session
from shop.reports.queries import (
    Wanted,
    report_of,
    report_of_market,
    session_of_producer,
    sessions_of_producer,
    sessions_wanted,
)
from shop.settlement.guards import readable_producer

OFFICE = [require_role(Role.OFFICER, Role.ADMIN)]

RoomPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=500)]
DayQuery = Annotated[date | None, QueryParameter()]
SlugQuery = Annotated[str, QueryParameter(max_length=120, pattern="^[a-z0-9-]*$")]


class SessionSums(msgspec.Struct, frozen=True):
    """Sessions, the newest first."""

    items: list[SessionSum]


@get(
    "/api/v1/sessions/{slug:str}/report",
    guards=[require_signed_in],
    operation_id="getSessionReport",
    summary="What came of a session",
)
async def session_report(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath
) -> Report:
    """For its host, the staff of its place and officers; also while it is on air."""
    stall = await readable_session(session, actor, slug)
    return await report_of(session, stall.live.id)


@get(
    "/api/v1/markets/{slug:str}/report",
    guards=OFFICE,
    operation_id="getMarketReport",
    summary="What came of a market",
)
async def market_report(session: NamedDependency[AsyncSession], slug: SlugPath) -> Report:
    """All its stalls together; who saw two of them is one viewer."""
    hall = await hall_by_slug(session, slug)
    return await report_of_market(session, hall.market.id)


@get(
    "/api/v1/producers/{slug:str}/sessions",
    guards=[require_signed_in],
    operation_id="listProducerSessions",
    summary="Sessions with a producer's goods",
)
async def producer_sessions(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, limit: LimitQuery = 50
) -> SessionSums:
    """For its members and officers; each with what came of its own goods."""
    producer = await readable_producer(session, actor, slug)
    return SessionSums(await sessions_of_producer(session, producer.id, limit))


@get(
    "/api/v1/producers/{slug:str}/sessions/{room:str}/report",
    guards=[require_signed_in],
    operation_id="getProducerReport",
    summary="What of a session fell to a producer",
)
async def producer_report(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, room: RoomPath
) -> Report:
    """Its own goods alone; what was said is not counted."""
    producer = await readable_producer(session, actor, slug)
    found = await session_of_producer(session, producer.id, room)
    if found is None:
        raise ReportUnknown
    return await report_of(session, found.id, producer.id)


@get(
    "/api/v1/sales-points/{slug:str}/sessions",
    guards=[require_signed_in],
    operation_id="listPointSessions",
    summary="Sessions from a sales point",
)
async def point_sessions(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, limit: LimitQuery = 50
) -> SessionSums:
    """For its staff."""
    point = await place_by_slug(session, slug)
    if point is None:
        raise PlaceUnknown
    await require_staff(session, actor, point.id)
    return SessionSums(await sessions_wanted(session, Wanted(place=point.slug), limit))


@get(
    "/api/v1/reports/sessions", guards=OFFICE, operation_id="listSessionReports", summary="Sessions and what they sold"
)
async def all_sessions(
    *,
    session: NamedDependency[AsyncSession],
    since: DayQuery = None,
    until: DayQuery = None,
    place: SlugQuery = "",
    unit: SlugQuery = "",
    market: SlugQuery = "",
    limit: LimitQuery = 100,
) -> SessionSums:
    """By the days (Hà Nội) they begin on, both inclusive; by place, district or commune, and market."""
    if since is not None and until is not None and since > until:
        raise DaysTurned(field="since")
    wanted = Wanted(since=since, until=until, place=place, unit=unit, market=market)
    return SessionSums(await sessions_wanted(session, wanted, limit))


routes = [
    Router(
        "/",
        route_handlers=[
            session_report,
            market_report,
            producer_sessions,
            producer_report,
            point_sessions,
            all_sessions,
        ],
        tags=["reports"],
    )
]
