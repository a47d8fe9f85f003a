"""Where the pieces of a session's video lie. A segment's name holds its times, so a listing is all one needs."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

_NAME = re.compile(r"(?P<take>\d{3})/(?P<number>\d{6})-(?P<start>\d{13})-(?P<lasting>\d{1,5})\.m4s")

_TYPES = {".jpg": "image/jpeg", ".m3u8": "application/vnd.apple.mpegurl", ".vtt": "text/vtt"}


class Piece(NamedTuple):
    """A segment: `take` counts a session's connections from 1, `number` the session's segments from 1.

    `start` is when it was filmed (ms of Unix time, by the shop's clock), `lasting` its length in ms.
    """

    take: int
    number: int
    start: int
    lasting: int


def folder(stream: str) -> str:
    """Below which everything of one session lies; `stream` is its id."""
    return f"sessions/{stream}/"


def init_name(take: int) -> str:
    """The head of a take, below its session's folder."""
    return f"{take:03d}/init.mp4"


def piece_name(piece: Piece) -> str:
    """A segment, below its session's folder."""
    return f"{piece.take:03d}/{piece.number:06d}-{piece.start:013d}-{piece.lasting}.m4s"


def piece_of(name: str) -> Piece | None:
    """What a name below a session's folder says; None when it is none of a segment."""
    found = _NAME.fullmatch(name)
    return Piece(*(int(part) for part in found.groups())) if found else None


def caption_name(piece: Piece) -> str:
    """What was said during a piece, beside where its segment lies; none of it is kept as a file."""
    return piece_name(piece).replace(".m4s", ".vtt")


def still_name(moment: int) -> str:
    """A still of the picture, filmed at `moment` (ms of Unix time), below its session's folder."""
    return f"stills/{moment:013d}.jpg"


def media_type(name: str) -> str:
    """What a file is, by the end of its name: MP4 unless it is a still, a playlist or captions."""
    return _TYPES.get(PurePosixPath(name).suffix, "video/mp4")


def recorded_name(take: int) -> str:
    """What says where a media server recorded a take, below its session's folder: a path of that server."""
    return f"{take:03d}/recorded.txt"
