"""Addresses of who sends a session's picture: stream keys, the measured uplink, stills, captions."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, post
from litestar.di import NamedDependency
from litestar.exceptions import InternalServerException
from litestar.params import HeaderParameter, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.broadcast.errors import UploadUnfinished
from shop.broadcast.keys import key_of, make_key, revoke_key
from shop.broadcast.say_caption import say_caption
from shop.broadcast.stills import LARGEST, Stills
from shop.broadcast.uplink import MOST, Uplink
from shop.core.actor import Actor
from shop.core.text import Body, Key
from shop.http.limits import Limit, Limiter
from shop.markets.api import SlugPath

KeyHeader = Annotated[
    str | None, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[!-~]+$")
]

_STILLS = Limit("stills", 2, 10)  # of one session
_CAPTIONS = Limit("captions", 30, 60)
_UPLINK = Limit("uplink", 8, 60)  # of one person: a measurement takes two


class KeyMade(msgspec.Struct, frozen=True):
    """A stream key, shown this once. `rtmp_url` is null where the shop takes no RTMP."""

    key: str
    rtmp_url: str | None
    stream_name: str


class KeyHeld(msgspec.Struct, frozen=True):
    """What is known of a key afterwards: its last four signs, and when it was made."""

    hint: str
    made_at: datetime


class UploadCounted(msgspec.Struct, frozen=True):
    """How many bytes of a measurement came."""

    bytes: int


class CaptionBody(Body, kw_only=True):
    """A line for who cannot hear, shown for so many seconds."""

    client_id: Key
    text: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
    seconds: Annotated[int, Meta(ge=1, le=30)] = 6


class CaptionMade(msgspec.Struct, frozen=True):
    """The id of a caption."""

    id: UUID


@post("/{slug:str}/stream-key", status_code=201, operation_id="makeStreamKey", summary="Make a session's stream key")
async def add_key(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    idempotency_key: KeyHeader = None,
) -> KeyMade:
    """For the host. A new one revokes the one before, and cuts who publishes with it."""
    made = await make_key(session, actor, slug, secret=settings.secret_key, request_key=idempotency_key)
    return KeyMade(made.key, rtmp_url(settings), made.stream_name)


@get("/{slug:str}/stream-key", operation_id="getStreamKey", summary="Whether a session has a stream key")
async def read_key(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath) -> KeyHeld:
    """For the host. The key itself is not kept."""
    held = await key_of(session, actor, slug)
    return KeyHeld(held.hint, held.created_at)


@delete("/{slug:str}/stream-key", operation_id="revokeStreamKey", summary="Take a session's stream key back")
async def drop_key(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath) -> None:
    """For the host; who publishes with it is cut within two seconds. Again changes nothing."""
    await revoke_key(session, actor, slug)


@post(
    "/{slug:str}/stills",
    status_code=204,
    operation_id="keepStill",
    summary="Keep a still of a session's picture",
    request_max_body_size=LARGEST,
)
async def keep_still(
    *,
    request: Request[Any, Any, Any],
    stills: NamedDependency[Stills],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
) -> None:
    """For the host: a JPEG of at most 60 kB, one in five seconds. It stands for the moment it comes in."""
    await limiter.take(_STILLS, slug)
    await stills.keep(actor, slug, await request.body())


@post(
    "/{slug:str}/uplink",
    status_code=200,
    operation_id="measureUplink",
    summary="Measure a host's uplink",
    request_max_body_size=MOST,
)
async def measure_uplink(
    *,
    request: Request[Any, Any, Any],
    uplink: NamedDependency[Uplink],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
) -> UploadCounted:
    """For the host before air: at most 700 kB of any bytes, counted and thrown away; who sends them takes the time."""
    await limiter.take(_UPLINK, str(actor.person_id))
    try:
        return UploadCounted(await uplink.measure(actor, slug, request.stream()))
    except InternalServerException:  # the framework's word for one who has left in between
        raise UploadUnfinished from None


@post("/{slug:str}/captions", status_code=201, operation_id="sayCaption", summary="Show a line in the room")
async def add_caption(
    *,
    session: NamedDependency[AsyncSession],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[CaptionBody],
) -> CaptionMade:
    """For the host on air. The same `client_id` is the same line."""
    await limiter.take(_CAPTIONS, slug)
    return CaptionMade(
        await say_caption(session, actor, slug, data.text, seconds=data.seconds, client_id=data.client_id)
    )


def rtmp_url(settings: Settings) -> str | None:
    """Where OBS sends its stream; None when this shop takes none."""
    if not settings.rtmp_port:
        return None
    return f"rtmp://{urlsplit(settings.base_url).hostname}:{settings.rtmp_port}/live"


routes = [
    Router(
        "/api/v1/sessions",
        route_handlers=[add_key, read_key, drop_key, keep_still, measure_uplink, add_caption],
        guards=[require_signed_in],
        tags=["video"],
    ),
]
