"""Segments put one behind the other on one time line, and the head of the MP4 that holds them."""

import struct
from collections.abc import Iterator, Mapping, Sequence

from shop.video.boxes import Box, box, children, find
from shop.video.errors import MediaBroken
from shop.video.index import Index
from shop.video.samples import Sample
from shop.video.tracks import PICTURE, Track, track_number

_LEAP = 1  # seconds: a segment that begins so far from the end of the one before is put right behind it
_SCALE = 1000  # of the whole file's time line
_UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_FTYP = box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2avc1mp41")
_LONG_HEADER = 16  # bytes of an `mdat` that may be larger than 4 GiB


class Reel:
    """Gathers the segments of one head. `size` counts the bytes of their samples."""

    def __init__(self, tracks: Mapping[int, Track]) -> None:
        self._tracks = tracks
        self._picture = next(track for track in tracks.values() if track.kind == PICTURE)
        self._indexes = {number: Index() for number in tracks}
        self._moved = 0  # by so much the picture is later than it says itself, in its timescale
        self._end = 0  # of the picture so far, by its own times
        self.size = 0

    @property
    def lasting(self) -> float:
        """Seconds of the picture."""
        return self._indexes[self._picture.number].lasting / self._picture.timescale

    def add(self, samples: Mapping[int, Sequence[Sample]]) -> None:
        """Put a segment behind the last one.

        Raises:
            MediaBroken: it has no picture.
        """
        picture = samples[self._picture.number]
        if not picture:
            raise MediaBroken("a segment without a picture")
        begin = picture[0].time
        if not self.size or abs(begin - self._end) > _LEAP * self._picture.timescale:
            self._moved += self._end - begin
        self._end = picture[-1].time + picture[-1].lasting
        for number, index in self._indexes.items():
            moved = self._moved * self._tracks[number].timescale // self._picture.timescale
            self.size += index.add(samples[number], moved, self.size)

    def head(self, init: bytes) -> bytes:
        """All that stands before the samples: `ftyp`, `moov`, and the beginning of `mdat`.

        Raises:
            MediaBroken: the head of the segments lacks what is needed.
        """
        moov = find(memoryview(init), b"moov")
        if moov is None:
            raise MediaBroken("no head")
        base = len(_FTYP) + len(self._moov(moov, 0)) + _LONG_HEADER
        mdat = struct.pack(">I4sQ", 1, b"mdat", _LONG_HEADER + self.size)
        return _FTYP + self._moov(moov, base) + mdat

    def _moov(self, moov: memoryview, base: int) -> bytes:
        whole = max(self._delay(number) + self._ms(number) for number in self._indexes)
        mvhd = struct.pack(">IQQIQIH10x", 1 << 24, 0, 0, _SCALE, whole, 0x10000, 0x100)
        following = struct.pack(">24xI", max(self._tracks) + 1)
        traks = (self._trak(each, base) for each in children(moov) if each.kind == b"trak")
        return box(b"moov", box(b"mvhd", mvhd, _UNITY, following), *traks)

    def _trak(self, trak: Box, base: int) -> bytes:
        number = track_number(trak.body)
        track, delay, lasting = self._tracks[number], self._delay(number), self._ms(number)
        loud = 0 if track.kind == PICTURE else 0x100
        matrix_and_size = _found(trak.body, b"tkhd")[-44:]
        tkhd = struct.pack(">IQQIIQ8xHHHH", 1 << 24 | 3, 0, 0, number, 0, delay + lasting, 0, 0, loud, 0)
        edits = struct.pack(">IIQqIQqI", 1 << 24, 2, delay, -1, 0x10000, lasting, 0, 0x10000)
        edts = box(b"edts", box(b"elst", edits)) if delay else b""
        return box(b"trak", box(b"tkhd", tkhd, matrix_and_size), edts, box(b"mdia", *self._media(trak, track, base)))

    def _media(self, trak: Box, track: Track, base: int) -> Iterator[bytes | memoryview]:
        index = self._indexes[track.number]
        yield box(b"mdhd", struct.pack(">IQQIQI", 1 << 24, 0, 0, track.timescale, index.lasting, 0x55C40000))
        yield box(b"hdlr", _found(trak.body, b"mdia", b"hdlr"))
        stsd = box(b"stsd", _found(trak.body, b"mdia", b"minf", b"stbl", b"stsd"))
        kept = [each.data for each in children(_found(trak.body, b"mdia", b"minf")) if each.kind != b"stbl"]
        yield box(b"minf", *kept, index.tables(stsd, base))

    def _ms(self, number: int) -> int:
        return self._indexes[number].lasting * _SCALE // self._tracks[number].timescale

    def _delay(self, number: int) -> int:
        """By how many milliseconds a track begins after the one that begins first."""
        begins = {each: index.first * _SCALE // self._tracks[each].timescale for each, index in self._indexes.items()}
        return begins[number] - min(begins.values())


def _found(data: memoryview, *path: bytes) -> memoryview:
    body = find(data, *path)
    if body is None:
        raise MediaBroken(f"no {path[-1]!r}")
    return body
