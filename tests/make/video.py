"""Video for tests: a real recording of a browser, laid down as a session's takes are."""

from functools import cache
from pathlib import Path

from shop.broadcast.keeping import open_storage
from shop.video.names import Piece, folder, init_name, piece_name, still_name
from shop.video.splitter import Init, Segment, Splitter

RECORDING = Path(__file__).parents[1] / "video" / "host.mp4"
STILL = b"\xff\xd8\xff\xe0 a small picture \xff\xd9"


@cache
def recording(path=RECORDING):
    """The head of a recording, and its segments."""
    splitter = Splitter()
    parts = [*splitter.feed(path.read_bytes()), *splitter.flush()]
    head = next(part for part in parts if isinstance(part, Init))
    return head, [part for part in parts if isinstance(part, Segment)]


async def take(settings, session_id, began, *, number=1, first=1, path=RECORDING):
    """Lay down a take that began at `began` (ms of Unix time); return its pieces."""
    storage, here = open_storage(settings), folder(str(session_id))
    head, segments = recording(path)
    await storage.put(here + init_name(number), head.data)
    pieces, start = [], began
    for place, segment in enumerate(segments):
        piece = Piece(number, first + place, start, round(segment.duration * 1000))
        await storage.put(here + piece_name(piece), segment.data)
        pieces.append(piece)
        start += piece.lasting
    return pieces


async def still(settings, session_id, moment):
    """Lay down a still."""
    await open_storage(settings).put(folder(str(session_id)) + still_name(moment), STILL)


async def names(settings, prefix):
    """What lies below a prefix."""
    return [name async for name in open_storage(settings).names(prefix)]
