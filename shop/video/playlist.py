"""Playlists of HTTP Live Streaming (RFC 8216): fragmented MP4, every piece with the time it was filmed.

An `address` says where the browser gets a name of `names.py`: beside the playlist unless told otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from shop.video.names import Piece, init_name, piece_name

WINDOW = 12  # segments a live playlist names
_SOUND = 64_000  # bits a second that the sound alone may take

Address = Callable[[str], str]


def live_playlist(pieces: Sequence[Piece], *, address: Address = str, ended: bool = False) -> str:
    """The newest pieces of what goes on; `ended` says that nothing follows.

    The target duration is the longest piece rounded to the nearest second: rounding up made players wait twice.
    """
    shown = pieces[-WINDOW:]
    return "\n".join((*_head(shown), *_body(shown, address, live=True), *_tail(ended=ended)))


def whole_playlist(pieces: Sequence[Piece], *, address: Address = str) -> str:
    """All pieces, to be played from the beginning or from anywhere."""
    head = (*_head(pieces), "#EXT-X-PLAYLIST-TYPE:VOD")
    return "\n".join((*head, *_body(pieces, address, live=False), *_tail(ended=True)))


def main_playlist(
    codecs: str, size: tuple[int, int], bits: int, *, picture: str = "live.m3u8", sound: str | None = "sound.m3u8"
) -> str:
    """The playlist of playlists: the `picture` with its sound, and the `sound` alone for thin networks.

    `codecs` is an `Init`'s, `size` in pixels, `bits` are the most that picture and sound take in a second. A head
    without sound has no playlist of sound.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:8", "#EXT-X-INDEPENDENT-SEGMENTS"]
    lines += [f'#EXT-X-STREAM-INF:BANDWIDTH={bits},CODECS="{codecs}",RESOLUTION={size[0]}x{size[1]}', picture]
    heard = codecs.partition(",")[2]
    if sound is not None and heard:
        lines += [f'#EXT-X-STREAM-INF:BANDWIDTH={_SOUND},CODECS="{heard}"', sound]
    return "\n".join((*lines, ""))


def _head(shown: Sequence[Piece]) -> Iterator[str]:
    longest = max((piece.lasting for piece in shown), default=1000)
    yield "#EXTM3U"
    yield "#EXT-X-VERSION:8"
    yield f"#EXT-X-TARGETDURATION:{max(1, _seconds(longest))}"
    if shown:
        yield f"#EXT-X-MEDIA-SEQUENCE:{shown[0].number}"
        yield f"#EXT-X-DISCONTINUITY-SEQUENCE:{shown[0].take - 1}"
    yield "#EXT-X-INDEPENDENT-SEGMENTS"  # the splitter begins each with a key frame


def _body(shown: Iterable[Piece], address: Address, *, live: bool) -> Iterator[str]:
    before = None
    for piece in shown:
        if before is not None:
            yield from _lost(before, piece) if live else ()
            yield from ["#EXT-X-DISCONTINUITY"] * (piece.take - before.take)
        if before is None or piece.take != before.take:
            yield f'#EXT-X-MAP:URI="{address(init_name(piece.take))}"'
        moment = datetime.fromtimestamp(piece.start / 1000, UTC).isoformat(timespec="milliseconds")
        yield f"#EXT-X-PROGRAM-DATE-TIME:{moment.replace('+00:00', 'Z')}"
        yield f"#EXTINF:{piece.lasting / 1000:.3f},"
        yield address(piece_name(piece))
        before = piece


def _lost(before: Piece, then: Piece) -> Iterator[str]:
    """A place for each piece that could not be kept: players of what goes on count, so no number may be missing."""
    for _ in range(before.number + 1, then.number):
        yield "#EXT-X-GAP"
        yield f"#EXTINF:{before.lasting / 1000:.3f},"
        yield "lost.m4s"


def _seconds(milliseconds: int) -> int:
    return (milliseconds + 500) // 1000


def _tail(*, ended: bool) -> tuple[str, ...]:
    return ("#EXT-X-ENDLIST", "") if ended else ("",)
