"""A publisher's bytes, taken apart into a head and the segments that follow it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shop.video.boxes import Box, BoxReader
from shop.video.errors import MediaBroken
from shop.video.footage import Footage
from shop.video.samples import Sample, read_fragment
from shop.video.tracks import Track, read_tracks

SHORT = 0.5  # seconds: a segment is no shorter, but for the last of a head
_BACK = 1  # seconds: so far a track may step back before we call it broken
_SURE = 2  # fragments that began with a key frame, after which the next is trusted to


class Bounds(NamedTuple):
    """What is taken of one publisher."""

    head: int = 256 * 1024  # bytes of a box that holds no samples
    media: int = 8 * 1024 * 1024  # bytes of one that does
    segment: int = 12 * 1024 * 1024  # bytes of one segment
    samples: int = 20_000  # frames and packets of one segment
    lasting: float = 12.0  # seconds of one segment's picture


class Init(NamedTuple):
    """The head of what follows: `ftyp` and `moov`. `codecs` as RFC 6381 writes them, sizes in pixels."""

    data: bytes
    codecs: str
    width: int
    height: int
    sound: bool


class Segment(NamedTuple):
    """A piece that can be played by itself: one fragment of our own writing that begins with a key frame.

    `start` and `duration` are seconds on the publisher's own time line, whose beginning is its own affair.
    """

    data: bytes
    start: float
    duration: float


def head_of(data: bytes) -> Init:
    """A kept head, read.

    Raises:
        MediaBroken: it is none.
    """
    found = next(iter(Splitter().feed(data)), None)
    if not isinstance(found, Init):
        raise MediaBroken("no head")
    return found


class Splitter:
    """Takes a stream of bytes and gives back its head, then a segment for every run from key frame to key frame.

    A publisher whose fragments begin with key frames has each closed as soon as it is there, so that nothing waits
    for the next; of others a segment is closed by the key frame that follows. What comes before a head's first key
    frame is left out. A head in the middle begins anew (a publisher may change its picture). Only samples are taken
    over from a publisher's fragments; the boxes around them are ours.
    """

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._reader = BoxReader(media=self._bounds.media, head=self._bounds.head)
        self._ftyp = b""
        self._tracks: dict[int, Track] = {}
        self._moof: Box | None = None
        self._open = Footage({})
        self._last: dict[int, int] = {}  # time of each track's newest sample
        self._neat: int | None = 0  # fragments that began with a key frame; None once one did not
        self._written = 0

    def feed(self, data: bytes) -> Iterator[Init | Segment]:
        """What `data` completes.

        Raises:
            MediaBroken: these bytes are none we take; the stream is over.
        """
        for box in self._reader.feed(data):
            yield from self._take(box)

    def flush(self) -> Iterator[Segment]:
        """What was kept until the next key frame: for the end of a stream."""
        if self._open.picture:
            yield self._close()

    def _take(self, box: Box) -> Iterator[Init | Segment]:
        if self._moof is not None and box.kind != b"mdat":
            raise MediaBroken("moof without mdat")
        if box.kind == b"ftyp":
            self._ftyp = bytes(box.data)
        elif box.kind == b"moov":
            yield from self.flush()
            yield self._begin(box)
        elif box.kind == b"moof":
            self._moof = box
        elif box.kind == b"mdat":
            yield from self._add(box)

    def _begin(self, moov: Box) -> Init:
        if not self._ftyp:
            raise MediaBroken("moov before ftyp")
        self._tracks = read_tracks(moov.body)
        self._open, self._last = Footage(self._tracks), {}
        self._neat, self._written = 0, 0
        picture, *sound = self._tracks.values()
        codecs = ",".join(track.codec for track in self._tracks.values())
        return Init(self._ftyp + bytes(moov.data), codecs, picture.width, picture.height, bool(sound))

    def _add(self, mdat: Box) -> Iterator[Segment]:
        if self._moof is None or not self._tracks:
            raise MediaBroken("samples before their head")
        fragment = Footage(self._tracks)
        for track, samples in read_fragment(self._moof, mdat, self._tracks).items():
            fragment.add(track, self._in_order(track, samples))
        self._moof = None
        if fragment.picture:
            self._neat = self._neat + 1 if self._neat is not None and fragment.key else None
        for part in fragment.parts():
            if part.key and self._open.lasting >= SHORT:
                yield self._close()
            self._gather(part)
        if (self._neat or 0) >= _SURE and self._open.lasting >= SHORT:
            yield self._close()

    def _in_order(self, track: int, samples: Sequence[Sample]) -> list[Sample]:
        """The samples; one that steps back a little is held still."""
        last, most = self._last.get(track, 0), _BACK * self._tracks[track].timescale
        kept = []
        for sample in samples:
            if sample.time < last - most:
                raise MediaBroken("time runs backwards")
            last = max(last, sample.time)
            kept.append(sample._replace(time=last))
        self._last[track] = last
        return kept

    def _gather(self, part: Footage) -> None:
        self._open.join(part)
        bounds = self._bounds
        if self._open.size > bounds.segment or self._open.count > bounds.samples or self._open.lasting > bounds.lasting:
            raise MediaBroken("a segment without an end")

    def _close(self) -> Segment:
        self._written += 1
        closed, self._open = self._open, Footage(self._tracks)
        return Segment(closed.written(self._written), closed.start, closed.lasting)
