"""Addresses of who watches: playlists, segments, sound, stills, captions."""

from typing import Annotated

import msgspec
from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.broadcast.playback import Playback, Shown
from shop.broadcast.preview import LASTING, LONGEST_TOKEN, allow_preview
from shop.core.actor import Actor
from shop.markets.api import SlugPath
from shop.video.vtt import captions_text

Token = Annotated[str, QueryParameter(max_length=LONGEST_TOKEN)]
TakePath = Annotated[str, PathParameter(pattern=r"^[0-9]{3}$")]
PiecePath = Annotated[str, PathParameter(max_length=40, pattern=r"^(init\.mp4|[0-9]{6}-[0-9]{13}-[0-9]{1,5}\.m4s)$")]
LinePath = Annotated[str, PathParameter(max_length=40, pattern=r"^[0-9]{6}-[0-9]{13}-[0-9]{1,5}\.vtt$")]

_PLAYLIST = "application/vnd.apple.mpegurl"
_MP4 = "video/mp4"
_VTT = "text/vtt"
_ANYWHERE = {"access-control-allow-origin": "*"}  # pages of others may play what is public
_A_MOMENT = "public, max-age=1"
_A_MINUTE = "public, max-age=60"  # what is removed is gone from every cache within a minute
_PRIVATE = "private, no-store"


class PreviewAllowed(msgspec.Struct, frozen=True):
    """What shows a rehearsal's picture, for `seconds`."""

    token: str
    seconds: int
    playlist: str


@post("/{slug:str}/preview", status_code=200, operation_id="previewPicture", summary="See one's own rehearsal")
async def preview(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
) -> PreviewAllowed:
    """For the host: the address of a playlist that nobody else can read."""
    token = await allow_preview(session, actor, slug, settings.secret_key)
    return PreviewAllowed(token, int(LASTING.total_seconds()), f"/video/{slug}/live.m3u8?token={token}")


@get("/{slug:str}/live.m3u8")
async def live(
    playback: NamedDependency[Playback], settings: NamedDependency[Settings], slug: SlugPath, token: Token = ""
) -> Response[str]:
    """The newest segments."""
    shown = await playback.shown(slug, token)
    return _elsewhere(shown, settings, slug) or _said(await playback.live(shown), token)


@get("/{slug:str}/sound.m3u8")
async def sound(playback: NamedDependency[Playback], slug: SlugPath, token: Token = "") -> Response[str]:
    """The same without the picture."""
    return _said(await playback.live(await playback.shown(slug, token), sound=True), token)


@get("/{slug:str}/main.m3u8")
async def main(
    playback: NamedDependency[Playback], settings: NamedDependency[Settings], slug: SlugPath, token: Token = ""
) -> Response[str]:
    """Both."""
    shown = await playback.shown(slug, token)
    return _elsewhere(shown, settings, slug) or _said(await playback.main(shown), token)


@get("/{slug:str}/{take:str}/{piece:str}")
async def segment(
    *, playback: NamedDependency[Playback], slug: SlugPath, take: TakePath, piece: PiecePath, token: Token = ""
) -> Response[bytes]:
    """A head or a segment."""
    return _kept(await playback.file(await playback.shown(slug, token), f"{take}/{piece}"), token)


@get("/{slug:str}/sound/{take:str}/{piece:str}")
async def heard(
    *, playback: NamedDependency[Playback], slug: SlugPath, take: TakePath, piece: PiecePath, token: Token = ""
) -> Response[bytes]:
    """The same without the picture."""
    return _kept(await playback.sound(await playback.shown(slug, token), f"{take}/{piece}"), token)


@get("/{slug:str}/still.jpg")
async def still(playback: NamedDependency[Playback], slug: SlugPath, token: Token = "") -> Response[bytes]:
    """The newest still."""
    content = await playback.still(await playback.shown(slug, token))
    headers = _ANYWHERE | {"cache-control": _PRIVATE if token else "public, max-age=5"}
    return Response(content, media_type="image/jpeg", headers=headers)


@get("/{slug:str}/captions.vtt")
async def captions(playback: NamedDependency[Playback], slug: SlugPath) -> Response[str]:
    """What the host typed, in seconds since the session went on air."""
    text = captions_text(await playback.typed(await playback.shown(slug, "")))
    return Response(text, media_type=_VTT, headers=_ANYWHERE | {"cache-control": _A_MOMENT})


@get("/{slug:str}/captions.m3u8")
async def typed(playback: NamedDependency[Playback], slug: SlugPath, token: Token = "") -> Response[str]:
    """The same, segment by segment beside the picture's."""
    return _said(await playback.captions(await playback.shown(slug, token)), token)


@get("/{slug:str}/captions/{take:str}/{line:str}")
async def caption(
    *, playback: NamedDependency[Playback], slug: SlugPath, take: TakePath, line: LinePath, token: Token = ""
) -> Response[bytes]:
    """What the host typed during a segment."""
    name = f"{take}/{line.removesuffix('.vtt')}.m4s"
    text = await playback.caption(await playback.shown(slug, token), name)
    return _kept(text.encode(), token, _VTT)


def _elsewhere(shown: Shown, settings: Settings, slug: str) -> Response[str] | None:
    """On to the playlist of the media server that takes the picture in; None where we give it out."""
    if not shown.picture.elsewhere or not settings.video_external_hls:
        return None
    address = settings.video_external_hls.replace("{slug}", slug)
    return Response("", status_code=307, headers=_ANYWHERE | {"location": address, "cache-control": _A_MOMENT})


def _said(playlist: str, token: str) -> Response[str]:
    headers = _ANYWHERE | {"cache-control": _PRIVATE if token else _A_MOMENT}
    return Response(playlist, media_type=_PLAYLIST, headers=headers)


def _kept(content: bytes, token: str, kind: str = _MP4) -> Response[bytes]:
    headers = _ANYWHERE | {"cache-control": _PRIVATE if token else _A_MINUTE}
    return Response(content, media_type=kind, headers=headers)


routes = [
    Router("/api/v1/sessions", route_handlers=[preview], guards=[require_signed_in], tags=["video"]),
    Router(
        "/video",
        route_handlers=[live, sound, main, segment, heard, still, captions, typed, caption],
        include_in_schema=False,
    ),
]
