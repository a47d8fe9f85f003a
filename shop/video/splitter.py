"""A publisher's bytes, taken apart into a head and the segments that follow it."""

from collections.abc import Iterator
from typing import NamedTuple

from shop.video.boxes import Box, BoxReader
from shop.video.errors import MediaBroken
from shop.video.tracks import Run, Track, read_runs, read_tracks

SHORT = 0.5  # seconds: a fragment shorter than this is kept for the next one's company


class Bounds(NamedTuple):
    """What is taken of one publisher."""

    box: int = 8 * 1024 * 1024  # bytes of one box
    segment: int = 12 * 1024 * 1024  # bytes of one segment
    lasting: float = 12.0  # seconds of one segment


class Init(NamedTuple):
    """The head of what follows: `ftyp` and `moov`. `codecs` as RFC 6381 writes them, sizes in pixels."""

    data: bytes
    codecs: str
    width: int
    height: int
    sound: bool


class Segment(NamedTuple):
    """A piece that can be played by itself: it begins with a key frame where `key`.

    `start` and `duration` are seconds on the publisher's own time line, whose beginning is its own affair.
    """

    data: bytes
    start: float
    duration: float
    key: bool


class Splitter:
    """Takes a stream of bytes and gives back its head, then a segment for every run from key frame to key frame.

    A fragment that lasts half a second is a segment at once, so that nothing waits for the next; shorter ones are
    kept until together they do. A head in the middle begins anew (a publisher may change its picture).
    """

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._reader = BoxReader(self._bounds.box)
        self._head = b""
        self._tracks: dict[int, Track] = {}
        self._fragment: tuple[bytes, list[Run]] | None = None
        self._open: Segment | None = None

    def feed(self, data: bytes) -> Iterator[Init | Segment]:
        """What `data` completes.

        Raises:
            MediaBroken: these bytes are none we take; the stream is over.
        """
        for box in self._reader.feed(data):
            yield from self._take(box)

    def flush(self) -> Iterator[Segment]:
        """What was kept for company: for the end of a stream."""
        if self._open is not None:
            yield self._open
            self._open = None

    def _take(self, box: Box) -> Iterator[Init | Segment]:
        if box.kind == b"ftyp":
            yield from self.flush()
            self._head, self._tracks = bytes(box.data), {}
        elif box.kind == b"moov":
            self._tracks = read_tracks(box.body)
            yield self._init(box)
        elif box.kind == b"moof":
            if not self._tracks:
                raise MediaBroken("a fragment before the head")
            self._fragment = (bytes(box.data), read_runs(box.body, self._tracks))
        elif box.kind == b"mdat":
            yield from self._add(box)

    def _init(self, moov: Box) -> Init:
        if not self._head:
            raise MediaBroken("moov before ftyp")
        picture = next(track for track in self._tracks.values() if track.kind == b"vide")
        codecs = ",".join(track.codec for track in sorted(self._tracks.values(), key=lambda one: one.kind != b"vide"))
        return Init(self._head + bytes(moov.data), codecs, picture.width, picture.height, len(self._tracks) > 1)

    def _add(self, mdat: Box) -> Iterator[Segment]:
        if self._fragment is None:
            raise MediaBroken("mdat before moof")
        moof, runs = self._fragment
        self._fragment = None
        fresh = self._segment(moof + bytes(mdat.data), runs)
        if fresh.key:
            yield from self.flush()
        self._open = fresh if self._open is None else _join(self._open, fresh)
        if len(self._open.data) > self._bounds.segment or self._open.duration > self._bounds.lasting:
            raise MediaBroken("a segment without an end")
        if self._open.duration >= SHORT:
            yield from self.flush()

    def _segment(self, data: bytes, runs: list[Run]) -> Segment:
        timed = [run for run in runs if run.samples]
        if not timed:
            raise MediaBroken("a fragment of nothing")
        run = next((one for one in timed if self._tracks[one.track].kind == b"vide"), timed[0])
        scale = self._tracks[run.track].timescale
        key = run.key and self._tracks[run.track].kind == b"vide"
        return Segment(data, run.start / scale, run.duration / scale, key)


def _join(first: Segment, then: Segment) -> Segment:
    lasting = max(then.start + then.duration - first.start, first.duration)
    return Segment(first.data + then.data, first.start, lasting, first.key)
