"""Where media servers tell of publishers: nginx-rtmp, MediaMTX, SRS."""

import hmac
from typing import Annotated, Any

from litestar import MediaType, Request, Router, post
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from config.settings import Settings
from shop.broadcast.errors import HookNotKnown
from shop.broadcast.heed_hook import Hooks
from shop.core.errors import Unauthenticated
from shop.http.limits import Limit, limit_by_address
from shop.video.errors import HookUnreadable
from shop.video.hooks import Phase, Server, read_hook

_CALLS = Limit("ingest-hooks", 12_000, 60)
_MOST = 16 * 1024  # bytes of a hook
_TAKEN = "0"  # SRS wants to read this; the others look at the status alone

ServerPath = Annotated[str, PathParameter(min_length=1, max_length=40)]
Secret = Annotated[str, QueryParameter(max_length=200)]


@post(
    "/{media_server:str}",
    status_code=200,
    media_type=MediaType.TEXT,
    request_max_body_size=_MOST,
    guards=[limit_by_address(_CALLS)],
    operation_id="ingestHook",
    summary="A media server tells of a publisher",
)
async def hear(
    request: Request[Any, Any, Any],
    settings: NamedDependency[Settings],
    hooks: NamedDependency[Hooks],
    media_server: ServerPath,
    s: Secret = "",
) -> str:
    """`nginx-rtmp`, `mediamtx` or `srs`; `s` or `X-Hook-Secret` is the installation's secret. Safe to repeat.

    200 lets a publisher in or go on; every refusal cuts it, in all three servers.
    """
    _prove(settings.ingest_hook_secret, request.headers.get("x-hook-secret", s))
    known = next((server for server in Server if server.value == media_server), None)
    if known is None:
        raise HookUnreadable
    event = read_hook(known, await request.body())
    if event is not None and known is Server.MEDIAMTX and event.phase is Phase.START and not event.key:
        raise Unauthenticated  # it then asks its publisher, who may have more to say
    if event is not None:
        await hooks.heed(known, event)
    return _TAKEN


def _prove(wanted: str, said: str) -> None:
    if not wanted or not hmac.compare_digest(wanted.encode(), said.encode()):
        raise HookNotKnown


routes = [Router("/ingest/hook", route_handlers=[hear], tags=["video"])]
