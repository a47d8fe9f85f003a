"""What was said beside a picture, as a playlist's segments have it: each line by the picture's own time."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import NamedTuple

from shop.video.names import Piece
from shop.video.vtt import Caption, segment_text

SecondOf = Callable[[Piece], Awaitable[float]]
"""When a piece begins, in seconds of its publisher's own time line: `samples.first_shown`."""


class Line(NamedTuple):
    """What is shown from `begin` to `end`, ms of Unix time by the shop's clock, as pieces are named."""

    begin: int
    end: int
    text: str


async def segment_of(lines: Iterable[Line], stretch: Piece, pieces: Sequence[Piece], second_of: SecondOf) -> str:
    """What is shown during a stretch, one of `pieces` or some of them joined.

    A line that several segments show has the same times in each, so that players take it for one: it is laid by the
    first piece of the take that it is shown with. Times of pieces are rounded, each a little otherwise. Raises as
    `second_of`.
    """
    placed = []
    for line in lines:
        if line.begin < _end(stretch) and line.end > stretch.start:
            beside = (piece for piece in pieces if piece.take == stretch.take and line.begin < _end(piece))
            first = next(beside, stretch)
            begin = await second_of(first) + (line.begin - first.start) / 1000
            placed.append(Caption(begin, begin + (line.end - line.begin) / 1000, line.text))
    return segment_text(placed)


def _end(piece: Piece) -> int:
    return piece.start + piece.lasting
