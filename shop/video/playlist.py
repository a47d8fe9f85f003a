"""Playlists of HTTP Live Streaming (RFC 8216), version 7: fragmented MP4, every piece with the time it was filmed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from shop.video.names import Piece, init_name, piece_name

WINDOW = 12  # segments a live playlist names


def live_playlist(pieces: Sequence[Piece], *, ended: bool = False) -> str:
    """The newest pieces of what goes on; `ended` says that nothing follows.

    The target duration is the longest piece rounded to the nearest second: rounding up made players wait twice.
    """
    shown = pieces[-WINDOW:]
    return "\n".join((*_head(shown), *_body(shown), *_tail(ended=ended)))


def whole_playlist(pieces: Sequence[Piece]) -> str:
    """All pieces, to be played from the beginning or from anywhere."""
    return "\n".join((*_head(pieces), "#EXT-X-PLAYLIST-TYPE:VOD", *_body(pieces), *_tail(ended=True)))


def _head(shown: Sequence[Piece]) -> Iterator[str]:
    longest = max((piece.lasting for piece in shown), default=1000)
    yield "#EXTM3U"
    yield "#EXT-X-VERSION:7"
    yield f"#EXT-X-TARGETDURATION:{max(1, round(longest / 1000))}"
    if shown:
        yield f"#EXT-X-MEDIA-SEQUENCE:{shown[0].number}"
        yield f"#EXT-X-DISCONTINUITY-SEQUENCE:{shown[0].take - 1}"
    yield "#EXT-X-INDEPENDENT-SEGMENTS"


def _body(shown: Iterable[Piece]) -> Iterator[str]:
    take = None
    for piece in shown:
        if piece.take != take:
            if take is not None:
                yield "#EXT-X-DISCONTINUITY"
            yield f'#EXT-X-MAP:URI="{init_name(piece.take)}"'
            take = piece.take
        moment = datetime.fromtimestamp(piece.start / 1000, UTC).isoformat(timespec="milliseconds")
        yield f"#EXT-X-PROGRAM-DATE-TIME:{moment.replace('+00:00', 'Z')}"
        yield f"#EXTINF:{piece.lasting / 1000:.3f},"
        yield piece_name(piece)


def _tail(*, ended: bool) -> tuple[str, ...]:
    return ("#EXT-X-ENDLIST", "") if ended else ("",)
