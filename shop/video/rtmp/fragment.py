"""A fragment of MP4: the samples of a picture from key frame to key frame, and the sound beside them."""

import struct
from collections.abc import Sequence
from typing import NamedTuple

from shop.video.rtmp.heads import PICTURE, SOUND, box, full

_FROM_MOOF = 0x020000  # offsets count from the beginning of the fragment
_KEY, _OTHER = 0x02000000, 0x01010000
_OFFSET, _LASTING, _SIZE, _FLAGS, _LATE = 0x1, 0x100, 0x200, 0x400, 0x800
_BEFORE_DATA = 8  # bytes of the head of mdat


class Sample(NamedTuple):
    """A coded picture or piece of sound; `lasting` and `late` in its track's timescale."""

    data: bytes
    lasting: int
    key: bool = True
    late: int = 0


class Run(NamedTuple):
    """Samples that follow each other, from `start` in their track's timescale."""

    start: int
    samples: Sequence[Sample]


def write_fragment(number: int, picture: Run, sound: Run | None) -> bytes:
    """`moof` and `mdat`; `number` counts the fragments of a publisher from 1."""
    size = len(_moof(number, picture, sound, 0))
    data = b"".join(sample.data for run in (picture, sound) if run is not None for sample in run.samples)
    return _moof(number, picture, sound, size + _BEFORE_DATA) + box(b"mdat", data)


def _moof(number: int, picture: Run, sound: Run | None, offset: int) -> bytes:
    tracks = [_picture(picture, offset)]
    if sound is not None:
        tracks.append(_sound(sound, offset + sum(len(sample.data) for sample in picture.samples)))
    return box(b"moof", full(b"mfhd", 0, 0, struct.pack(">I", number)), *tracks)


def _picture(run: Run, offset: int) -> bytes:
    rows = b"".join(
        struct.pack(">IIIi", sample.lasting, len(sample.data), _KEY if sample.key else _OTHER, sample.late)
        for sample in run.samples
    )
    return _track(PICTURE, run, _OFFSET | _LASTING | _SIZE | _FLAGS | _LATE, offset, rows)


def _sound(run: Run, offset: int) -> bytes:
    rows = b"".join(struct.pack(">II", sample.lasting, len(sample.data)) for sample in run.samples)
    return _track(SOUND, run, _OFFSET | _LASTING | _SIZE, offset, rows)


def _track(number: int, run: Run, says: int, offset: int, rows: bytes) -> bytes:
    tfhd = full(b"tfhd", 0, _FROM_MOOF, struct.pack(">I", number))
    tfdt = full(b"tfdt", 1, 0, struct.pack(">Q", run.start))
    return box(b"traf", tfhd, tfdt, full(b"trun", 1, says, struct.pack(">Ii", len(run.samples), offset), rows))
