"""The index of one track in an ordinary MP4 (ISO/IEC 14496-12, 8.6 and 8.7): where samples lie, when they are due."""

import struct
import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import groupby

from shop.video.boxes import box
from shop.video.samples import Sample

_MOST = (1 << 32) - 1  # ticks of one sample


class Index:
    """Gathers a track's samples, a chunk of them at a time; twelve bytes and a little are held for each sample."""

    def __init__(self) -> None:
        self.first = 0  # time of the first sample
        self._last = 0
        self._tail = 0  # how long the last sample lasts
        self._spans = array("I")
        self._sizes = array("I")
        self._shifts = array("i")
        self._keys = array("I")
        self._places = array("Q")
        self._counts = array("I")

    @property
    def lasting(self) -> int:
        """From the first sample to the end of the last."""
        return self._last + self._tail - self.first

    def add(self, samples: Sequence[Sample], moved: int, place: int) -> int:
        """Take a chunk that lies at `place`, its times later by `moved`; the bytes it takes up."""
        if not samples:
            return 0
        self._places.append(place)
        self._counts.append(len(samples))
        for sample in samples:
            self._add(sample, sample.time + moved)
        self._tail = samples[-1].lasting
        return sum(len(sample.data) for sample in samples)

    def tables(self, stsd: bytes, base: int) -> bytes:
        """The `stbl` with this description of the samples, for places that begin at `base`."""
        counts = enumerate(self._counts, 1)
        chunks = [(next(same)[0], count, 1) for count, same in groupby(counts, key=lambda each: each[1])]
        every = len(self._keys) == len(self._sizes)  # samples without `stss` are key frames all
        return box(
            b"stbl",
            stsd,
            _rows(b"stts", ((sum(1 for _ in same), span) for span, same in groupby((*self._spans, self._tail)))),
            _rows(b"ctts", ((sum(1 for _ in same), shift) for shift, same in groupby(self._shifts)), signed=True),
            _rows(b"stsc", chunks),
            box(b"stsz", struct.pack(">III", 0, 0, len(self._sizes)), _bytes(self._sizes)),
            box(
                b"co64",
                struct.pack(">II", 0, len(self._places)),
                _bytes(array("Q", (base + at for at in self._places))),
            ),
            b"" if every else box(b"stss", struct.pack(">II", 0, len(self._keys)), _bytes(self._keys)),
        )

    def _add(self, sample: Sample, time: int) -> None:
        if self._sizes:
            time = max(time, self._last)
            self._spans.append(min(time - self._last, _MOST))
        else:
            self.first = time
        self._last = time
        self._sizes.append(len(sample.data))
        self._shifts.append(sample.shift)
        if sample.key:
            self._keys.append(len(self._sizes))


def _rows(kind: bytes, rows: Iterable[tuple[int, ...]], *, signed: bool = False) -> bytes:
    """A table: its version (1 where numbers may be negative), how many rows, the rows."""
    packed = [struct.pack(">Ii" if signed else f">{len(row)}I", *row) for row in rows]
    return box(kind, struct.pack(">II", int(signed) << 24, len(packed)), *packed)


def _bytes(numbers: "array[int]") -> bytes:
    if sys.byteorder == "little":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()
