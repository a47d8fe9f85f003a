"""Addresses at which people speak in a room, and hosts and officers keep it in order."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.text import Body, Key, Line
from shop.http.limits import Limit, Limiter, address_of, take_for_buyer
from shop.livestream.claims_rules import Claim
from shop.livestream.models import BanKind
from shop.livestream.moderate import Sentence, ban_speaker, lift_ban, remove_comment, set_slow_mode
from shop.livestream.room import CommentSeen
from shop.livestream.talk import BanSeen, LineSeen, bans_of_room, talk_of_room
from shop.markets.api import SlugPath
from shop.markets.guards import require_moderator

CommentText = Annotated[str, Meta(min_length=1, max_length=1200, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
"""Four times what a line of a room holds: a decomposed letter of Vietnamese may be four signs before NFC."""
Minutes = Annotated[int, Meta(ge=1, le=1440)]

_TALKERS = Limit("comments.person", 12, 10)  # a person types slower; a stuck client does not
_GUESTS = Limit("comments.address", 60, 10)  # a whole phone network may share an address


class CommentBody(Body):
    """Something to say; at most 300 characters. `client_id` is the sender's own: sent twice it is one comment."""

    text: CommentText
    client_id: Key
    name: Line | None = None


class RemoveBody(Body):
    """Why a comment is taken down."""

    why: Line = ""


class BanBody(Body):
    """How its sender is kept from speaking: `minutes` long, without them for the rest of the session."""

    kind: BanKind
    minutes: Minutes | None = None
    why: Line = ""


class SlowBody(Body):
    """Seconds a sender waits between two comments; 0 ends it."""

    seconds: Annotated[int, Meta(ge=0, le=300)]


class CommentTaken(CommentSeen, frozen=True, kw_only=True):
    """A comment as its sender sees it. `claims` is what a host promises in it and may not: it stands, and is logged."""

    claims: list[Claim] = msgspec.field(default_factory=list)


class RoomTalk(msgspec.Struct, frozen=True, kw_only=True):
    """What those see who keep a room: its newest lines, the oldest first, and who is kept from speaking."""

    slow_seconds: int
    lines: list[LineSeen]
    bans: list[BanSeen]


async def take_for_comment(limiter: Limiter, actor: Actor, request: Request[Any, Any, Any]) -> None:
    """Count a comment; for the route and for the page's form."""
    await take_for_buyer(limiter, _TALKERS if actor.signed_in else _GUESTS, actor, address_of(request))


@get("/{slug:str}/talk", guards=[require_signed_in], operation_id="readTalk", summary="The talk of a room, to keep it")
async def read_talk(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath) -> RoomTalk:
    """For its host, officers and administrators: also what was taken down or stands in the shadow."""
    live = await require_moderator(session, actor, slug)
    return RoomTalk(
        slow_seconds=live.slow_seconds,
        lines=await talk_of_room(session, live.id),
        bans=await bans_of_room(session, live.id),
    )


@post(
    "/{slug:str}/comments/{comment_id:uuid}/remove",
    status_code=204,
    guards=[require_signed_in],
    operation_id="removeComment",
    summary="Take a comment down",
)
async def remove(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    comment_id: FromPath[UUID],
    data: JSONBody[RemoveBody],
) -> None:
    """For its host, officers and administrators. It leaves every screen and is kept; again changes nothing."""
    await remove_comment(session, actor, slug, comment_id, data.why)


@post(
    "/{slug:str}/comments/{comment_id:uuid}/ban",
    status_code=200,
    guards=[require_signed_in],
    operation_id="banSpeaker",
    summary="Keep the sender of a comment from speaking",
)
async def ban(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    comment_id: FromPath[UUID],
    data: JSONBody[BanBody],
) -> BanSeen:
    """For its host, officers and administrators. `mute` tells them why; `shadow` lets them speak to nobody."""
    sentence = Sentence(kind=data.kind, minutes=data.minutes, why=data.why)
    return BanSeen.of(await ban_speaker(session, actor, slug, comment_id, sentence))


@post(
    "/{slug:str}/bans/{ban_id:uuid}/lift",
    status_code=204,
    guards=[require_signed_in],
    operation_id="liftBan",
    summary="Let somebody speak again",
)
async def lift(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    ban_id: FromPath[UUID],
) -> None:
    """For its host, officers and administrators. Again changes nothing."""
    await lift_ban(session, actor, slug, ban_id)


@post(
    "/{slug:str}/slow",
    status_code=204,
    guards=[require_signed_in],
    operation_id="setSlowMode",
    summary="Slow a room down",
)
async def slow(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[SlowBody],
) -> None:
    """For its host, officers and administrators, who are exempt from it, as staff is. Again changes nothing."""
    await set_slow_mode(session, actor, slug, data.seconds)


routes = [Router("/api/v1/sessions", route_handlers=[read_talk, remove, ban, lift, slow], tags=["night market"])]
