"""Addresses of the night market: its halls, its stalls, and a room with what may be done there."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.accounts.who import actor_of
from shop.cart.api import take_for_vouchers
from shop.core.actor import Actor
from shop.core.money import Dong
from shop.core.text import Body
from shop.http.limits import Limiter, address_of
from shop.http.locale import locale_of
from shop.livestream.drop import RoomDrop
from shop.livestream.end import end_session
from shop.livestream.hub import Hub
from shop.livestream.next_segment import Skipped, next_segment
from shop.livestream.order import RoomLine, RoomOrder, room_ask
from shop.livestream.pin import pin_variant
from shop.livestream.queries import line_up
from shop.livestream.results import results_of
from shop.livestream.room import Frame
from shop.livestream.room_orders import orders_of_room
from shop.livestream.shown import (
    FestivalShown,
    HostOrders,
    MarketList,
    MarketShown,
    OrderBody,
    PinBody,
    SessionShown,
    UnpinBody,
)
from shop.livestream.start import start_session
from shop.livestream.unpin import unpin_variant
from shop.livestream.watch_api import room_now
from shop.markets.api import SlugPath, known_buyer
from shop.markets.guards import require_host
from shop.markets.keep_seen import keep_host_seen
from shop.markets.plan_queries import festival_by_slug
from shop.markets.queries import hall_by_slug, halls, stall_by_slug
from shop.orders.api import KeyHeader, take_for_order
from shop.orders.shown import OrderShown


@get("/", operation_id="listMarkets", summary="Night markets: those to come first")
async def list_markets(session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]) -> MarketList:
    """At most fifty, without their stalls."""
    return MarketList.of(await halls(session), settings.host_away_seconds)


@get("/{slug:str}", operation_id="getMarket", summary="A night market and its stalls")
async def read_market(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    hub: NamedDependency[Hub],
    slug: SlugPath,
) -> MarketShown:
    """Each stall with its place, host, state and viewers."""
    hall = await hall_by_slug(session, slug)
    viewers = await hub.audience.count([stall.live.id for stall in hall.stalls])
    return MarketShown.of(hall, viewers, settings.host_away_seconds)


@get("/{festival:str}", operation_id="getFestival", summary="A festival: its markets, their stalls, its results")
async def read_festival(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    hub: NamedDependency[Hub],
    festival: SlugPath,
) -> FestivalShown:
    """Results are counted from the orders of its sessions as it is asked."""
    found, its_halls = await festival_by_slug(session, festival)
    ids = [stall.live.id for hall in its_halls for stall in hall.stalls]
    return FestivalShown.of(
        found,
        its_halls,
        await hub.audience.count(ids),
        settings.host_away_seconds,
        await results_of(session, ids),
    )


@get("/{slug:str}", operation_id="getSession", summary="A stall and its line-up")
async def read_session(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    hub: NamedDependency[Hub],
    slug: SlugPath,
) -> SessionShown:
    """The room as it stands, with all that will be shown."""
    stall = await stall_by_slug(session, slug)
    viewers = await hub.audience.count([stall.live.id])
    items = await line_up(session, stall.live)
    return SessionShown.whole(stall, items, viewers[stall.live.id], settings.host_away_seconds)


@post(
    "/{slug:str}/start", status_code=200, guards=[require_signed_in], operation_id="startSession", summary="Go on air"
)
async def start(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    hub: NamedDependency[Hub],
    actor: NamedDependency[Actor],
    slug: SlugPath,
) -> Frame:
    """For its host. One session at a time is on air from a place, and one a host; again changes nothing."""
    await start_session(session, actor, slug)
    return await room_now(session, settings, hub, slug)


@post(
    "/{slug:str}/end", status_code=200, guards=[require_signed_in], operation_id="endSession", summary="Leave the air"
)
async def end(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    hub: NamedDependency[Hub],
    actor: NamedDependency[Actor],
    slug: SlugPath,
) -> Frame:
    """For its host. Pins come down and their prices end; orders placed stand. Again changes nothing."""
    await end_session(session, actor, slug)
    return await room_now(session, settings, hub, slug)


@post(
    "/{slug:str}/seen", status_code=204, guards=[require_signed_in], operation_id="keepHostSeen", summary="Still here"
)
async def seen(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath) -> None:
    """For its host, every 15 seconds; a host silent for longer is shown as away."""
    await keep_host_seen(session, actor, slug)


@post("/{slug:str}/pin", status_code=200, guards=[require_signed_in], operation_id="pin", summary="Pin a variant")
async def pin(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    hub: NamedDependency[Hub],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[PinBody],
) -> Frame:
    """For its host. Pinning again changes the price; at most three stand pinned."""
    bounds = {"quota": data.quota, "buyer_limit": data.buyer_limit}
    await pin_variant(session, actor, slug, data.variant, data.price, **bounds)
    return await room_now(session, settings, hub, slug)


@post("/{slug:str}/unpin", status_code=200, guards=[require_signed_in], operation_id="unpin", summary="Take a pin down")
async def unpin(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    hub: NamedDependency[Hub],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[UnpinBody],
) -> Frame:
    """For its host. Its price in the room ends; again changes nothing."""
    await unpin_variant(session, actor, slug, data.variant)
    return await room_now(session, settings, hub, slug)


class NextBody(Body):
    """The segment the show leaves; null: its first one begins."""

    leaving: UUID | None = None


class NextShown(msgspec.Struct, frozen=True):
    """The room after a turn, and what could not be pinned with the code of the reason."""

    frame: Frame
    skipped: list[Skipped]


@post(
    "/{slug:str}/next", status_code=200, guards=[require_signed_in], operation_id="nextSegment", summary="Next segment"
)
async def next_one(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    hub: NamedDependency[Hub],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[NextBody],
) -> NextShown:
    """For its host: the old segment's pins come down, the new one's go up. Leaving it again changes nothing."""
    skipped = await next_segment(session, actor, slug, data.leaving)
    return NextShown(await room_now(session, settings, hub, slug), skipped)


class Till(msgspec.Struct, frozen=True):
    """Who buys, what counts it, and where it is placed: one dependency, as each costs a task in a crowd."""

    actor: Actor
    limiter: Limiter
    drop: RoomDrop
    secret: str


async def provide_till(request: Request[Any, Any, Any]) -> Till:
    """The `till` of the route below."""
    state = request.app.state
    return Till(await actor_of(request), state.limiter, state.drop, state.secret)


@post(
    "/{slug:str}/orders",
    status_code=201,
    dependencies={"till": Provide(provide_till)},
    operation_id="orderInRoom",
    summary="Buy what is pinned",
)
async def order(
    *,
    request: Request[Any, Any, Any],
    till: NamedDependency[Till],
    slug: SlugPath,
    data: JSONBody[OrderBody],
    key: KeyHeader,
) -> Response[OrderShown]:
    """At the price of the pin, from the stall's own stock. The same key gives the same order again.

    Takes no session: who waits in a crowd holds no connection. 202 says that the outcome is not known in time.
    """
    await take_for_order(till.limiter, till.actor, address_of(request), data.contact.phone)
    if data.voucher is not None:
        await take_for_vouchers(till.limiter, till.actor, address_of(request), [data.voucher])
    buyer, cookies = known_buyer(request, till.actor, till.secret)
    wish = RoomOrder(
        slug=slug,
        lines=(RoomLine(variant=data.variant, quantity=data.quantity),),
        contact=data.contact,
        delivery=data.delivery,
        expected_total=None if data.expected_total is None else Dong(data.expected_total),
        age_confirmed=data.age_confirmed,
        payment=data.payment,
        flash=data.flash,
        voucher=data.voucher,
        locale=locale_of(request.scope),
        buyer=buyer,
    )
    placed = await till.drop.submit(room_ask(till.actor, wish, key))
    headers = {"Idempotent-Replayed": "true"} if placed.replayed else {}
    return Response(placed.order, status_code=201, headers=headers, cookies=cookies)


@get("/{slug:str}/orders", guards=[require_signed_in], operation_id="listRoomOrders", summary="Orders of a session")
async def list_orders(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 100,
) -> HostOrders:
    """For its host: the newest first, names shortened, phones but for their end hidden."""
    live = await require_host(session, actor, slug)
    return HostOrders(await orders_of_room(session, live.id, limit))


routes = [
    Router("/api/v1/markets", route_handlers=[list_markets, read_market], tags=["night market"]),
    Router("/api/v1/festivals", route_handlers=[read_festival], tags=["night market"]),
    Router(
        "/api/v1/sessions",
        route_handlers=[
            read_session,
            start,
            end,
            seen,
            pin,
            unpin,
            next_one,
            order,
            list_orders,
        ],
        tags=["night market"],
    ),
]
