"""Addresses of who only watches a room: its snapshot, its events, and the token that opens its socket."""

import re
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter, JSONBody, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor
from shop.core.db import Sessions, short
from shop.core.text import Body
from shop.games.guards import room_on_air
from shop.games.rules import MOST_AT_ONCE, ReactionKind
from shop.http.etag import conditional, etag_of
from shop.http.front_key import PublicRead
from shop.http.front_store import FRONT
from shop.http.limits import Limit, Limiter, address_of, limit_by_address, take_for_buyer
from shop.livestream.hub import Hub
from shop.livestream.queries import room_of
from shop.livestream.room import Frame, sameness
from shop.livestream.socket import room_token
from shop.livestream.stream import MEDIA_TYPE, RoomStream
from shop.markets.api import SlugPath, guest_of
from shop.markets.queries import stall_by_slug
from shop.markets.speaker import Speaker
from shop.rooms.token import TOKEN_SECONDS

Desk = Annotated[bool, QueryParameter(description="Who asks works at the room's desk, and is no viewer of it.")]
TagHeader = Annotated[str | None, HeaderParameter(name="If-None-Match", max_length=2000)]

_STREAMS = Limit("streams", 120, 60)  # a page that reconnects needs a few
_TAPPERS = Limit("reactions.person", 30, 30)  # calls: a page gathers the taps of a second
_TAPS = Limit("reactions.address", 600, 30)  # a whole phone network may share an address


class ReactionBody(Body):
    """Taps since the last call."""

    kind: ReactionKind
    count: Annotated[int, Meta(ge=1, le=MOST_AT_ONCE)] = 1


class RoomToken(msgspec.Struct, frozen=True):
    """What opens a socket to one room, for `seconds`; the same for everybody."""

    token: str
    seconds: int


@get(
    "/{slug:str}/snapshot",
    operation_id="getSnapshot",
    summary="The room at this moment",
    responses={200: ResponseSpec(Frame, description="The room"), 304: ResponseSpec(None, description="As before")},
)
async def read_snapshot(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    hub: NamedDependency[Hub],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    if_none_match: TagHeader = None,
) -> Response[bytes]:
    """With `If-None-Match` a room that has not changed answers 304; the clock alone is no change."""
    reader = Speaker.of(actor, guest_of(request, settings, slug))
    frame = await room_now(session, settings, hub, slug, reader)
    return conditional(if_none_match, msgspec.json.encode(frame), etag=etag_of(sameness(frame)))


@get(
    "/{slug:str}/events",
    operation_id="watchSession",
    summary="The room as server-sent events",
    responses={200: ResponseSpec(str, description="Frames, without end", media_type=MEDIA_TYPE)},
    guards=[limit_by_address(_STREAMS)],
)
async def watch(hub: NamedDependency[Hub], slug: SlugPath, desk: Desk = False) -> RoomStream:
    """Events `frame`, whose data is the snapshot's struct and whose id is its `seq`; the first is whole."""
    return RoomStream(hub, await hub.find(slug), desk=desk)


@get("/{slug:str}/token", operation_id="getRoomToken", summary="What opens a socket to the room")
async def read_token(
    settings: NamedDependency[Settings], hub: NamedDependency[Hub], slug: SlugPath, desk: Desk = False
) -> Response[RoomToken]:
    """For `GET …/socket?token=…`, a WebSocket whose text frames are those of the events.

    It is nobody's, and may be kept before the framework: a crowd that comes back at once asks no database.
    """
    token = room_token(settings, await hub.locate(slug), desk=desk)
    return Response(RoomToken(token, TOKEN_SECONDS), headers={FRONT: "1"})


@post("/{slug:str}/reactions", status_code=204, operation_id="react", summary="Tap a reaction")
async def react(
    *,
    request: Request[Any, Any, Any],
    sessions: NamedDependency[Sessions],
    hub: NamedDependency[Hub],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[ReactionBody],
) -> None:
    """Up to twenty taps of one kind, counted as well as it goes; the room shows running totals. Only while on air."""
    await take_for_buyer(limiter, _TAPPERS if actor.signed_in else _TAPS, actor, address_of(request))
    async with short(sessions) as session:
        live = await room_on_air(session, slug)
    await hub.react(live.id, data.kind, data.count)


async def room_now(
    session: AsyncSession, settings: Settings, hub: Hub, slug: str, reader: Speaker | None = None
) -> Frame:
    """The room as its rows stand, what this request has changed included; `reader` sees their own lines in the shadow.

    Raises:
        SessionUnknown: no session has this address.
    """
    await session.flush()  # the answer is read from the rows
    stall = await stall_by_slug(session, slug)
    viewers = await hub.audience.count([stall.live.id])
    seen = viewers[stall.live.id]
    away_after, tapped = settings.host_away_seconds, await hub.reactions.totals(stall.live.id)
    return await room_of(session, stall, away_after=away_after, viewers=seen, reader=reader, reactions=tapped)


PUBLIC_READS = (PublicRead(path=re.compile(r"/api/v1/sessions/[^/]+/token"), personal=()),)

routes = [
    Router("/api/v1/sessions", route_handlers=[read_snapshot, watch, read_token], tags=["night market"]),
]
taps = [Router("/api/v1/sessions", route_handlers=[react], tags=["night market"])]
"""What viewers do is no matter of the tier that only shows rooms."""
