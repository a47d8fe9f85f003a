"""Files that can be sought in, made of kept segments: one for each head, whole before it is kept."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, cast

import structlog

from shop.replays.names import whole_name
from shop.replays.rules import WholeFile
from shop.video.errors import MediaBroken
from shop.video.names import Piece, folder, init_name, piece_name
from shop.video.storage import Storage
from shop.video.whole import write_whole

Step = Callable[[], None]
"""Called before each segment is read; may stop the work by raising."""

log = structlog.get_logger("replays")


async def write_files(storage: Storage, stream: str, pieces: Sequence[Piece], step: Step) -> list[WholeFile]:
    """Write a file for every run of takes with the same head; what cannot be written is left out, and logged."""
    made, offset = [], 0
    for head, mine in await _by_head(storage, stream, pieces):
        take, lasting = mine[0].take, sum(piece.lasting for piece in mine)
        try:
            size = await write_file(storage, stream, (head, mine), whole_name(take), step)
            made.append(WholeFile(take, offset, lasting, size))
        except MediaBroken as broken:
            log.warning("no file of this head", session=stream, take=take, why=broken.why)
        offset += lasting
    return made


async def write_file(storage: Storage, stream: str, shown: tuple[bytes, Sequence[Piece]], name: str, step: Step) -> int:
    """Write the pieces of one head to `name` below the session's folder; the bytes of it.

    Raises:
        MediaBroken: they are no segments of that head.
        Unavailable: the storage is away.
    """
    head, pieces = shown
    fetches = [partial(_fetch, storage, folder(stream) + piece_name(piece), step) for piece in pieces]
    with NamedTemporaryFile(suffix=".mp4") as out:
        await write_whole(head, fetches, cast("BinaryIO", out))
        out.flush()
        await storage.put_file(folder(stream) + name, Path(out.name))
        return out.tell()


async def first_head(storage: Storage, stream: str, pieces: Sequence[Piece]) -> tuple[bytes, list[Piece]]:
    """The first head of the pieces, and those that have it."""
    return (await _by_head(storage, stream, pieces))[0]


async def _by_head(storage: Storage, stream: str, pieces: Sequence[Piece]) -> list[tuple[bytes, list[Piece]]]:
    found: list[tuple[bytes, list[Piece]]] = []
    for take, mine in groupby(pieces, key=lambda piece: piece.take):
        head = await storage.get(folder(stream) + init_name(take)) or b""
        if found and found[-1][0] == head:
            found[-1][1].extend(mine)
        else:
            found.append((head, list(mine)))
    return found


async def _fetch(storage: Storage, name: str, step: Step) -> bytes:
    step()
    return await storage.get(name) or b""
