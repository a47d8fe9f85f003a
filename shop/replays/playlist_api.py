"""Playlists of replays and what their hosts typed: as one file, and segment by segment beside the picture."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from config.settings import Settings
from shop.broadcast.keeping import open_storage
from shop.broadcast.watch_api import LinePath, TakePath
from shop.core.db import Sessions, short
from shop.markets.api import SlugPath
from shop.replays.errors import ReplayUnknown
from shop.replays.file_api import OURS
from shop.replays.names import PIECES
from shop.replays.queries import OpenReplay, lines_of, moments_of, open_replay
from shop.replays.rules import Course, stretches_of
from shop.video.errors import MediaBroken
from shop.video.names import Piece, caption_name, folder, init_name, piece_name, piece_of
from shop.video.playlist import Parts, main_playlist, whole_captions, whole_playlist
from shop.video.samples import first_shown
from shop.video.splitter import head_of
from shop.video.storage import Storage
from shop.video.subtitles import segment_of
from shop.video.tracks import tracks_of
from shop.video.vtt import captions_text

PLAYLIST, VTT = "application/vnd.apple.mpegurl", "text/vtt"
FromSecond = Annotated[float, QueryParameter(name="from", ge=0, le=86_400)]
_USUAL = 3_000_000  # bits a second, said of a replay without a file of its own


@get("/replays/{replayed:str}/whole.m3u8", include_in_schema=False)
async def playlist(
    sessions: NamedDependency[Sessions], settings: NamedDependency[Settings], replayed: SlugPath
) -> Response[bytes]:
    """All that was filmed on air, frozen when the replay was built."""
    async with short(sessions) as session:
        found = await open_replay(session, replayed)
    return _sent(whole_playlist(await _pieces(open_storage(settings), found)), PLAYLIST)


@get("/replays/{replayed:str}/main.m3u8", include_in_schema=False)
async def main(
    sessions: NamedDependency[Sessions], settings: NamedDependency[Settings], replayed: SlugPath
) -> Response[bytes]:
    """The playlist of playlists, for programs that play it by themselves: the picture, and captions where there are."""
    async with short(sessions) as session:
        found = await open_replay(session, replayed)
        lines = await lines_of(session, found, 0)
    storage = open_storage(settings)
    take = (await _pieces(storage, found))[0].take
    try:
        head = head_of(await storage.get(folder(str(found.session_id)) + init_name(take)) or b"")
    except MediaBroken:
        raise ReplayUnknown from None
    parts = Parts("whole.m3u8", None, "captions.m3u8" if lines else None)
    return _sent(main_playlist(head.codecs, (head.width, head.height), _bits(found.course), parts), PLAYLIST)


@get("/replays/{replayed:str}/captions.vtt", include_in_schema=False)
async def captions(sessions: NamedDependency[Sessions], replayed: SlugPath, start: FromSecond = 0) -> Response[bytes]:
    """What the host typed, as a file that begins at a second of the replay needs it."""
    async with short(sessions) as session:
        lines = await lines_of(session, await open_replay(session, replayed), start)
    return _sent(captions_text(lines), VTT)


@get("/replays/{replayed:str}/captions.m3u8", include_in_schema=False)
async def typed(
    sessions: NamedDependency[Sessions], settings: NamedDependency[Settings], replayed: SlugPath
) -> Response[bytes]:
    """The same, a minute at a time."""
    async with short(sessions) as session:
        found = await open_replay(session, replayed)
    stretches = stretches_of(await _pieces(open_storage(settings), found))
    return _sent(whole_captions(stretches, address=lambda name: f"captions/{name}"), PLAYLIST)


@get("/replays/{replayed:str}/captions/{take:str}/{line:str}", include_in_schema=False)
async def caption(
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    replayed: SlugPath,
    take: TakePath,
    line: LinePath,
) -> Response[bytes]:
    """What the host typed during a stretch of the replay."""
    async with short(sessions) as session:
        found = await open_replay(session, replayed)
        lines = await moments_of(session, found)
    storage, here = open_storage(settings), folder(str(found.session_id))
    pieces = await _pieces(storage, found)
    stretch = next((one for one in stretches_of(pieces) if caption_name(one) == f"{take}/{line}"), None)
    if stretch is None:
        raise ReplayUnknown

    async def second_of(piece: Piece) -> float:
        tracks = tracks_of(await storage.get(here + init_name(piece.take)) or b"")
        return first_shown(await storage.get(here + piece_name(piece)) or b"", tracks)

    try:
        return _sent(await segment_of(lines, stretch, pieces, second_of), VTT)
    except MediaBroken:
        raise ReplayUnknown from None


async def _pieces(storage: Storage, found: OpenReplay) -> list[Piece]:
    names = await storage.get(folder(str(found.session_id)) + PIECES) or b""
    pieces = [piece for name in names.decode().splitlines() if (piece := piece_of(name)) is not None]
    if not pieces:
        raise ReplayUnknown
    return pieces


def _bits(course: Course) -> int:
    """The most bits of a second, about: a half more than on the average."""
    return max((one.size * 12_000 // one.lasting for one in course.files), default=_USUAL)


def _sent(text: str, kind: str) -> Response[bytes]:
    return Response(text.encode(), media_type=kind, headers={"cache-control": OURS})


routes = [playlist, main, captions, typed, caption]
