"""Playlists of HTTP Live Streaming (RFC 8216): fragmented MP4, every piece with the time it was filmed.

What was said has playlists of its own, whose pieces follow each other as those of the picture do.

An `address` says where the browser gets a name of `names.py`: beside the playlist unless told otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from shop.video.names import Piece, caption_name, init_name, piece_name

WINDOW = 12  # segments a live playlist names
_SOUND = 64_000  # bits a second that the sound alone may take
_TYPED = (  # what hosts type is Vietnamese, and stands for what is heard
    'TYPE=SUBTITLES,GROUP-ID="captions",LANGUAGE="vi",NAME="Tiếng Việt",DEFAULT=YES,AUTOSELECT=YES,FORCED=NO,'
    'CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog"'
)

Address = Callable[[str], str]


class Parts(NamedTuple):
    """Where the playlists are that a playlist of playlists names; None: it names none."""

    picture: str = "live.m3u8"
    sound: str | None = "sound.m3u8"
    captions: str | None = None


class _Names(NamedTuple):
    """How a playlist names its pieces, and the head of a take where they need one."""

    piece: Callable[[Piece], str]
    head: Callable[[int], str] | None
    lost: str


_LIVE = Parts()


def live_playlist(pieces: Sequence[Piece], *, address: Address = str, ended: bool = False) -> str:
    """The newest pieces of what goes on; `ended` says that nothing follows.

    The target duration is the longest piece rounded to the nearest second: rounding up made players wait twice.
    """
    return _live(pieces, _film(address), ended=ended)


def live_captions(pieces: Sequence[Piece], *, address: Address = str, ended: bool = False) -> str:
    """What was said during the pieces that `live_playlist` names, piece by piece under the same numbers."""
    return _live(pieces, _words(address), ended=ended)


def whole_playlist(pieces: Sequence[Piece], *, address: Address = str) -> str:
    """All pieces, to be played from the beginning or from anywhere."""
    return _whole(pieces, _film(address))


def whole_captions(pieces: Sequence[Piece], *, address: Address = str) -> str:
    """What was said during all pieces; a piece may be longer than those of the picture."""
    return _whole(pieces, _words(address))


def main_playlist(codecs: str, size: tuple[int, int], bits: int, parts: Parts = _LIVE) -> str:
    """The playlist of playlists: the picture with its sound, the sound alone for thin networks, captions with both.

    `codecs` is an `Init`'s, `size` in pixels, `bits` are the most that picture and sound take in a second. A head
    without sound has no playlist of sound.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:8", "#EXT-X-INDEPENDENT-SEGMENTS"]
    typed = ""
    if parts.captions is not None:
        lines.append(f'#EXT-X-MEDIA:{_TYPED},URI="{parts.captions}"')
        typed = ',SUBTITLES="captions"'
    lines.append(f'#EXT-X-STREAM-INF:BANDWIDTH={bits},CODECS="{codecs}",RESOLUTION={size[0]}x{size[1]}{typed}')
    lines.append(parts.picture)
    heard = codecs.partition(",")[2]
    if parts.sound is not None and heard:
        lines += [f'#EXT-X-STREAM-INF:BANDWIDTH={_SOUND},CODECS="{heard}"{typed}', parts.sound]
    return "\n".join((*lines, ""))


def _live(pieces: Sequence[Piece], names: _Names, *, ended: bool) -> str:
    shown = pieces[-WINDOW:]
    return "\n".join((*_head(shown), *_body(shown, names, live=True), *_tail(ended=ended)))


def _whole(pieces: Sequence[Piece], names: _Names) -> str:
    head = (*_head(pieces), "#EXT-X-PLAYLIST-TYPE:VOD")
    return "\n".join((*head, *_body(pieces, names, live=False), *_tail(ended=True)))


def _head(shown: Sequence[Piece]) -> Iterator[str]:
    longest = max((piece.lasting for piece in shown), default=1000)
    yield "#EXTM3U"
    yield "#EXT-X-VERSION:8"
    yield f"#EXT-X-TARGETDURATION:{max(1, _seconds(longest))}"
    if shown:
        yield f"#EXT-X-MEDIA-SEQUENCE:{shown[0].number}"
        yield f"#EXT-X-DISCONTINUITY-SEQUENCE:{shown[0].take - 1}"
    yield "#EXT-X-INDEPENDENT-SEGMENTS"  # the splitter begins each with a key frame


def _film(address: Address) -> _Names:
    return _Names(lambda piece: address(piece_name(piece)), lambda take: address(init_name(take)), "lost.m4s")


def _words(address: Address) -> _Names:
    return _Names(lambda piece: address(caption_name(piece)), None, "lost.vtt")


def _body(shown: Iterable[Piece], names: _Names, *, live: bool) -> Iterator[str]:
    before = None
    for piece in shown:
        if before is not None:
            yield from _lost(before, piece, names.lost) if live else ()
            yield from ["#EXT-X-DISCONTINUITY"] * (piece.take - before.take)
        if names.head is not None and (before is None or piece.take != before.take):
            yield f'#EXT-X-MAP:URI="{names.head(piece.take)}"'
        moment = datetime.fromtimestamp(piece.start / 1000, UTC).isoformat(timespec="milliseconds")
        yield f"#EXT-X-PROGRAM-DATE-TIME:{moment.replace('+00:00', 'Z')}"
        yield f"#EXTINF:{piece.lasting / 1000:.3f},"
        yield names.piece(piece)
        before = piece


def _lost(before: Piece, then: Piece, name: str) -> Iterator[str]:
    """A place for each piece that could not be kept: players of what goes on count, so no number may be missing."""
    for _ in range(before.number + 1, then.number):
        yield "#EXT-X-GAP"
        yield f"#EXTINF:{before.lasting / 1000:.3f},"
        yield name


def _seconds(milliseconds: int) -> int:
    return (milliseconds + 500) // 1000


def _tail(*, ended: bool) -> tuple[str, ...]:
    return ("#EXT-X-ENDLIST", "") if ended else ("",)
