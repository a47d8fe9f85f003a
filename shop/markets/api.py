"""Addresses of those who plan markets; and what routes of rooms share: its address, and how its guests are known."""

import secrets
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post, put
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role, require_signed_in
from shop.core.actor import Actor, Role
from shop.core.ids import keyed_digest
from shop.http.cookies import host_cookie
from shop.http.limits import address_of
from shop.markets.plan_festival import change_festival, plan_festival
from shop.markets.plan_market import call_off_market, change_market, plan_market
from shop.markets.plan_queries import lacks_of, planned_goods, stalls_of_host
from shop.markets.plan_series import end_series, plan_series
from shop.markets.plan_stall import call_off_stall, change_stall, plan_stall, put_on_stage
from shop.markets.queries import stall_by_slug
from shop.markets.set_line_up import Shown, set_line_up
from shop.markets.shown import (
    FestivalBody,
    FestivalChange,
    FestivalPlanned,
    LastDayBody,
    LineUpBody,
    MarketBody,
    MarketChange,
    MarketPlanned,
    OwnStall,
    OwnStalls,
    ReasonBody,
    SeriesBody,
    SeriesPlanned,
    StageBody,
    StallBody,
    StallChange,
    StallPlanned,
)
from shop.markets.speaker import guest_key

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]


def guest_of(request: Request[Any, Any, Any], settings: Settings, slug: str) -> bytes:
    """What tells this guest of the room from others."""
    agent = request.headers.get("user-agent", "")[:400]
    return guest_key(settings.secret_key, slug, address_of(request), agent)


@post("/markets", operation_id="planMarket", summary="Plan a market")
async def add_market(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[MarketBody]
) -> MarketPlanned:
    """Give a key of your own in `Idempotency-Key`, so that a repeat plans no second one."""
    return MarketPlanned.of(await plan_market(session, _officer(actor), data.plan()))


@put("/markets/{market:str}", operation_id="changeMarket", summary="Change a market")
async def alter_market(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    market: SlugPath,
    data: JSONBody[MarketChange],
) -> MarketPlanned:
    """When it begins at another time its stalls move with it."""
    return MarketPlanned.of(await change_market(session, _officer(actor), market, data.plan(), version=data.version))


@post("/markets/{market:str}/call-off", status_code=200, operation_id="callOffMarket", summary="Call a market off")
async def drop_market(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    market: SlugPath,
    data: JSONBody[ReasonBody],
) -> MarketPlanned:
    """With all its stalls. Safe to repeat."""
    return MarketPlanned.of(await call_off_market(session, _officer(actor), market, data.reason))


@post("/markets/{market:str}/stage", status_code=204, operation_id="setStage", summary="Choose the main stage")
async def set_stage(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], market: SlugPath, data: JSONBody[StageBody]
) -> None:
    """Shown while the stall is on air; null leaves the stage to the plan. Safe to repeat."""
    await put_on_stage(session, _officer(actor), market, data.stall)


@post("/markets/{market:str}/stalls", operation_id="planStall", summary="Add a stall to a market")
async def add_stall(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], market: SlugPath, data: JSONBody[StallBody]
) -> StallPlanned:
    """Give a key of your own in `Idempotency-Key`, so that a repeat adds no second one."""
    live = await plan_stall(session, _officer(actor), market, data.plan())
    return await _planned(session, live.slug)


@get("/stalls/{stall:str}", operation_id="readPlannedStall", summary="A stall with its plan")
async def read_stall(session: NamedDependency[AsyncSession], stall: SlugPath) -> StallPlanned:
    """With its line-up and what its host lacks to go on air."""
    return await _planned(session, stall)


@put("/stalls/{stall:str}", operation_id="changeStall", summary="Change a stall")
async def alter_stall(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    stall: SlugPath,
    data: JSONBody[StallChange],
) -> StallPlanned:
    """Of one on air only the title."""
    await change_stall(session, _officer(actor), stall, data.plan(), version=data.version)
    return await _planned(session, stall)


@post("/stalls/{stall:str}/call-off", status_code=200, operation_id="callOffStall", summary="Call a stall off")
async def drop_one(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], stall: SlugPath, data: JSONBody[ReasonBody]
) -> StallPlanned:
    """Safe to repeat."""
    await call_off_stall(session, _officer(actor), stall, data.reason)
    return await _planned(session, stall)


@put("/stalls/{stall:str}/line-up", operation_id="setLineUp", summary="Say what a stall will show")
async def write_line_up(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], stall: SlugPath, data: JSONBody[LineUpBody]
) -> StallPlanned:
    """The whole line-up in its order, before it goes on air."""
    shown = [Shown(one.variant, one.code) for one in data.items]
    await set_line_up(session, _officer(actor), stall, shown, version=data.version)
    return await _planned(session, stall)


@post("/market-series", operation_id="planMarketSeries", summary="Hold a market every week")
async def add_series(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[SeriesBody]
) -> SeriesPlanned:
    """Its markets are made four weeks ahead; each can be changed or called off."""
    return SeriesPlanned.of(await plan_series(session, _officer(actor), data.plan()))


@post("/market-series/{series:str}/end", status_code=200, operation_id="endMarketSeries", summary="End a weekly market")
async def stop_series(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    series: SlugPath,
    data: JSONBody[LastDayBody],
) -> SeriesPlanned:
    """Weeks already made stay. Safe to repeat."""
    return SeriesPlanned.of(await end_series(session, _officer(actor), series, data.last_day))


@post("/festivals", operation_id="planFestival", summary="Make a festival")
async def add_festival(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[FestivalBody]
) -> FestivalPlanned:
    """Each market says which festival it belongs to."""
    return FestivalPlanned.of(await plan_festival(session, _officer(actor), data.name, data.story))


@put("/festivals/{festival:str}", operation_id="changeFestival", summary="Change a festival")
async def alter_festival(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    festival: SlugPath,
    data: JSONBody[FestivalChange],
) -> FestivalPlanned:
    """Its address stays."""
    changed = await change_festival(session, _officer(actor), festival, data.name, data.story, version=data.version)
    return FestivalPlanned.of(changed)


@get("/mine", guards=[require_signed_in], operation_id="listOwnStalls", summary="The stalls one has to hold")
async def list_own(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor]) -> OwnStalls:
    """Those to come and on air, with what is still lacking."""
    return OwnStalls([OwnStall.of(one) for one in await stalls_of_host(session, _officer(actor))])


async def _planned(session: AsyncSession, slug: str) -> StallPlanned:
    stall = await stall_by_slug(session, slug)
    lacks = await lacks_of(session, stall.live)
    return StallPlanned.of(stall, lacks.code if lacks else None, await planned_goods(session, stall.live))


def _officer(actor: Actor) -> UUID:
    assert actor.person_id is not None, "the guard lets only signed-in people in"
    return actor.person_id


routes = [
    Router(
        "/api/v1/office",
        route_handlers=[
            add_market,
            alter_market,
            drop_market,
            set_stage,
            add_stall,
            read_stall,
            alter_stall,
            drop_one,
            write_line_up,
            add_series,
            stop_series,
            add_festival,
            alter_festival,
        ],
        guards=[require_role(Role.OFFICER, Role.ADMIN)],
        tags=["night market"],
    ),
    Router("/api/v1/stalls", route_handlers=[list_own], tags=["night market"]),
]
BUYER_COOKIE = "__Host-room"
_BUYER_DAYS = 7  # as long as what was ordered in a room may be changed from there
_LONGEST_BUYER = 60  # characters


def buyer_in(request: Request[Any, Any, Any], secret: str) -> bytes | None:
    """What knows again who buys in rooms without signing in; None in a browser that holds no such cookie yet.

    `guest_of` may be the same for a whole phone network; whoever may change an order must be its buyer alone.
    """
    held = request.cookies.get(BUYER_COOKIE, "")
    return _digest(secret, held) if 0 < len(held) <= _LONGEST_BUYER else None


def known_buyer(request: Request[Any, Any, Any], actor: Actor, secret: str) -> tuple[bytes | None, list[Cookie]]:
    """What knows a guest again, with the cookie for one who is new; a person needs neither."""
    if actor.signed_in:
        return None, []
    key = buyer_in(request, secret)
    if key is not None:
        return key, []
    drawn = secrets.token_urlsafe(18)
    return _digest(secret, drawn), [host_cookie(BUYER_COOKIE, drawn, _BUYER_DAYS * 24 * 3600)]


def _digest(secret: str, held: str) -> bytes:
    return keyed_digest(secret, "room-buyer", held)[:16]
