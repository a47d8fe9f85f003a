"""The index of one track in an ordinary MP4 (ISO/IEC 14496-12, 8.6 and 8.7): where samples lie, when they are due."""

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter

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
        spans, counts = chain(self._spans, (self._tail,)), enumerate(self._counts, 1)
        chunks = ((next(same)[0], count, 1) for count, same in groupby(counts, key=itemgetter(1)))
        every = len(self._keys) == len(self._sizes)  # samples without `stss` are key frames all
        return box(
            b"stbl",
            stsd,
            _table(b"stts", 0, 2, chain.from_iterable(_alike(spans))),
            _table(b"ctts", 1, 2, (word & _MOST for pair in _alike(self._shifts) for word in pair)),
            _table(b"stsc", 0, 3, chain.from_iterable(chunks)),
            box(b"stsz", struct.pack(">III", 0, 0, len(self._sizes)), _bytes(self._sizes)),
            box(
                b"co64",
                struct.pack(">II", 0, len(self._places)),
                _bytes(array("Q", (base + at for at in self._places))),
            ),
            b"" if every else _table(b"stss", 0, 1, self._keys),
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


def _alike(values: Iterable[int]) -> Iterator[tuple[int, int]]:
    """How many times each value stands there in a row, and the value."""
    return ((sum(1 for _ in same), value) for value, same in groupby(values))


def _table(kind: bytes, version: int, width: int, words: Iterable[int]) -> bytes:
    """A table of rows of `width` words: its version, how many rows, the rows."""
    packed = array("I", words)
    return box(kind, struct.pack(">II", version << 24, len(packed) // width), _bytes(packed))


def _bytes(numbers: "array[int]") -> bytes:
    """Numbers as files have them, the greatest byte first."""
    if sys.byteorder == "little":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()
