"""Addresses of who sends a session's picture: stream keys."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import HeaderParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.broadcast.keys import key_of, make_key, revoke_key
from shop.core.actor import Actor
from shop.markets.api import SlugPath

KeyHeader = Annotated[
    str | None, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[!-~]+$")
]


class KeyMade(msgspec.Struct, frozen=True):
    """A stream key, shown this once. `rtmp_url` is null where the shop takes no RTMP."""

    key: str
    rtmp_url: str | None
    stream_name: str


class KeyHeld(msgspec.Struct, frozen=True):
    """What is known of a key afterwards: its last four signs, and when it was made."""

    hint: str
    made_at: datetime


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


def rtmp_url(settings: Settings) -> str | None:
    """Where OBS sends its stream; None when this shop takes none."""
    if not settings.rtmp_port:
        return None
    return f"rtmp://{urlsplit(settings.base_url).hostname}:{settings.rtmp_port}/live"


routes = [
    Router(
        "/api/v1/sessions",
        route_handlers=[add_key, read_key, drop_key],
        guards=[require_signed_in],
        tags=["video"],
    ),
]
