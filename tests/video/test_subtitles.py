"""Lines laid by the time of the picture they were typed beside."""

from shop.video.names import Piece
from shop.video.subtitles import Line, segment_of
from shop.video.vtt import Caption, segment_text

AIR = 1_790_000_000_000
# two takes, each three seconds long; times of names are rounded, the publisher's own are not
PIECES = [Piece(take, 10 * take + n, AIR + 10_000 * take + 1000 * n + n % 2, 1000) for take in (1, 2) for n in range(3)]


async def second_of(piece: Piece) -> float:
    """The first take's publisher began to count at 500, the second's at 0."""
    return {1: 500.0, 2: 0.0}[piece.take] + piece.number % 10


async def shown(piece: Piece, *lines: Line) -> str:
    return await segment_of(lines, piece, PIECES, second_of)


async def test_a_line_has_the_same_times_in_every_segment_that_shows_it() -> None:
    line = Line(AIR + 10_500, AIR + 12_500, "Xin chào")

    texts = [await shown(piece, line) for piece in PIECES]

    said = segment_text([Caption(500.5, 502.5, "Xin chào")])
    assert texts == [said] * 3 + [segment_text([])] * 3


async def test_a_line_that_reaches_into_the_next_take_begins_there_with_the_take() -> None:
    line = Line(AIR + 12_500, AIR + 21_500, "chờ chút nhé")

    first, then = await shown(PIECES[2], line), await shown(PIECES[3], line)

    assert first == segment_text([Caption(502.5, 511.5, "chờ chút nhé")])
    assert then == segment_text([Caption(0.0, 1.5, "chờ chút nhé")])


async def test_a_stretch_shows_all_that_was_said_during_it() -> None:
    stretch = PIECES[3]._replace(lasting=3000)
    lines = [Line(AIR + 20_000 + at, AIR + 21_000 + at, str(at)) for at in (-2000, 500, 2500, 3000)]

    text = await shown(stretch, *lines)

    assert text == segment_text([Caption(0.5, 1.5, "500"), Caption(2.499 + 0.001, 3.5, "2500")])


async def test_a_piece_that_is_remembered_no_more_is_laid_by_itself() -> None:
    older = Piece(1, 5, AIR + 5000, 1000)

    text = await segment_of([Line(AIR + 5250, AIR + 6250, "sớm")], older, [], second_of)

    assert text == segment_text([Caption(505.25, 506.25, "sớm")])
