"""Segments, stills and files of replays, and clips: for browsers, from the folder or from the bucket."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter
from litestar.response import Redirect, Stream

from config.settings import Settings
from shop.broadcast.keeping import open_storage
from shop.core.db import Sessions, short
from shop.http.ranges import part_of
from shop.markets.api import SlugPath
from shop.replays.errors import ClipUnknown, ReplayUnknown
from shop.replays.names import clip_name, still_of, whole_name
from shop.replays.queries import OpenReplay, clip_by_id, open_replay
from shop.replays.rules import on_air
from shop.video.names import folder, piece_of
from shop.video.storage import Storage

MP4, JPEG = "video/mp4", "image/jpeg"
OURS = "private, max-age=3600"  # the reader's own: a replay that is removed stands in no cache in between
SIGNED_FOR = 6 * 3600  # seconds an address of the bucket is good for
PartPath = Annotated[str, PathParameter(min_length=4, max_length=40)]
FolderPath = Annotated[str, PathParameter(min_length=3, max_length=6)]

File = Response[bytes] | Stream | Redirect


@get("/replays/{replayed:str}/{part_folder:str}/{part:str}", include_in_schema=False)
async def piece(
    *,
    request: Request[Any, Any, Any],
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    replayed: SlugPath,
    part_folder: FolderPath,
    part: PartPath,
) -> File:
    """A head, a segment, a still or a seekable file of a replay, as long as everybody may see it."""
    async with short(sessions) as session:
        found = await open_replay(session, replayed)
    storage, here = open_storage(settings), folder(str(found.session_id))
    if part_folder == "whole":
        return await _whole(request, storage, found, part)
    name = f"{part_folder}/{part}"
    if not _is_public(found, name):
        raise ReplayUnknown
    still = name.endswith(".jpg")  # pages take pictures of our own site alone
    elsewhere = None if still else _elsewhere(storage, here + name)
    if elsewhere is not None:
        return elsewhere
    content = await storage.get(here + name)
    if content is None:
        raise ReplayUnknown
    return Response(content, media_type=JPEG if still else MP4, headers={"cache-control": OURS})


@get("/clips/{clip_file:str}", include_in_schema=False)
async def clip(
    *,
    request: Request[Any, Any, Any],
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    clip_file: PartPath,
) -> File:
    """A clip, as long as its product may be sold and its session's replay be seen."""
    async with short(sessions) as session:
        found = await clip_by_id(session, _clip_id(clip_file))
    if found is None or found.clip.size is None:
        raise ClipUnknown
    name = folder(str(found.session_id)) + clip_name(found.clip.id)
    return await _send(request, open_storage(settings), name, found.clip.size)


async def _whole(request: Request[Any, Any, Any], storage: Storage, found: OpenReplay, part: str) -> File:
    one = next((file for file in found.course.files if part == f"{file.take}.mp4"), None)
    if one is None:
        raise ReplayUnknown
    return await _send(request, storage, folder(str(found.session_id)) + whole_name(one.take), one.size)


async def _send(request: Request[Any, Any, Any], storage: Storage, name: str, size: int) -> File:
    elsewhere = _elsewhere(storage, name)
    if elsewhere is not None:
        return elsewhere

    async def read(start: int, stop: int) -> bytes:
        return await storage.part(name, start, stop) or b""

    wanted = request.headers.get("range")
    return await part_of(wanted, size, read, media_type=MP4, headers={"cache-control": OURS})


def _elsewhere(storage: Storage, name: str) -> Redirect | None:
    """To where the bucket has it; an address that is signed runs out."""
    address = storage.address(name) or storage.signed(name, SIGNED_FOR)
    return Redirect(address, status_code=302, headers={"cache-control": "private, no-cache"}) if address else None


def _is_public(found: OpenReplay, name: str) -> bool:
    """Whether a file was filmed on air, or is the head of what was."""
    one = piece_of(name)
    if one is not None:
        return bool(on_air([one], found.began, found.ended))
    moment = still_of(name)
    return found.began <= moment < found.ended if moment is not None else name.endswith("/init.mp4")


def _clip_id(file: str) -> UUID:
    try:
        return UUID(file.removesuffix(".mp4"))
    except ValueError:
        raise ClipUnknown from None


routes = [piece, clip]
