"""One file that plays from anywhere: kept segments written as an ordinary MP4, its index at the beginning."""

from collections.abc import Awaitable, Callable, Sequence
from typing import BinaryIO

from shop.video.errors import MediaBroken
from shop.video.names import Piece
from shop.video.reel import Reel
from shop.video.samples import read_segment
from shop.video.tracks import tracks_of

Fetch = Callable[[], Awaitable[bytes]]  # brings a kept segment; it is asked twice


def pieces_between(pieces: Sequence[Piece], begin: int, end: int) -> list[Piece]:
    """The pieces that show what was filmed from `begin` to `end` (ms of Unix time): what a cut is made of.

    The first begins with the key frame at or before `begin`, the last reaches `end`.
    """
    return [piece for piece in pieces if piece.start < end and piece.start + piece.lasting > begin]


async def write_whole(init: bytes, segments: Sequence[Fetch], out: BinaryIO) -> float:
    """Write the segments of one head to `out` as one MP4 that plays before it is all there; the seconds it lasts.

    Takes with the same head (equal bytes of `init`) may follow one another: gaps between them are closed. Each segment
    is fetched twice, first for the index, then for its bytes; one at a time is held.

    Raises:
        MediaBroken: a head or a segment is none, or there is nothing to write.
    """
    tracks = tracks_of(init)
    reel = Reel(tracks)
    for fetch in segments:
        reel.add(read_segment(await fetch(), tracks))
    if not reel.size:
        raise MediaBroken("nothing to write")
    out.write(reel.head(init))
    for fetch in segments:
        samples = read_segment(await fetch(), tracks)
        out.writelines(sample.data for number in tracks for sample in samples[number])
    return reel.lasting
