"""Samples of a fragment: read out of `moof` and `mdat`, and written into a fragment of our own."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise, repeat
from typing import NamedTuple

from shop.video.boxes import Box, box, children, find
from shop.video.errors import MediaBroken
from shop.video.tracks import PICTURE, Track, Usual

_MOST = 10_000  # samples in one fragment
_NOT_SYNC = 0x10000  # sample flag: no key frame
_LONG = 1 << 62  # times beyond it are none
_WORD = 1 << 32


class Sample(NamedTuple):
    """A frame of the picture or a packet of the sound; times in its track's timescale.

    `time` is when it is decoded, `shift` how much later it is shown; `flags` are ISO/IEC 14496-12 8.8.3.1's.
    """

    time: int
    lasting: int
    flags: int
    shift: int
    data: memoryview

    @property
    def key(self) -> bool:
        """It can be shown without any sample before it."""
        return not self.flags & _NOT_SYNC


class _Head(NamedTuple):
    """What the head of a track's part of a fragment says."""

    track: int
    start: int
    usual: Usual


def read_fragment(moof: Box, mdat: Box, tracks: Mapping[int, Track]) -> dict[int, list[Sample]]:
    """The samples of a fragment by track, in the order of their times.

    Sample data must be addressed from the beginning of `moof`, as CMAF has it (ISO/IEC 23000-19, 7.3.2.3).

    Raises:
        MediaBroken: a track the head does not know, more samples than are taken, or data that is not there.
    """
    try:
        found = _read_fragment(moof, mdat, tracks)
    except (struct.error, IndexError):
        raise MediaBroken("fragment cut off") from None
    if sum(len(sample.data) for samples in found.values() for sample in samples) > len(mdat.body):
        raise MediaBroken("samples over one another")
    return found


def read_segment(segment: bytes, tracks: Mapping[int, Track]) -> dict[int, list[Sample]]:
    """The samples of a kept segment by track.

    Raises:
        MediaBroken: it is none.
    """
    found: dict[int, list[Sample]] = {number: [] for number in tracks}
    boxes = [box for box in children(memoryview(segment)) if box.kind in (b"moof", b"mdat")]
    if [box.kind for box in boxes] != [b"moof", b"mdat"] * (len(boxes) // 2):
        raise MediaBroken("no segment")
    for moof, mdat in zip(boxes[::2], boxes[1::2], strict=True):
        for track, samples in read_fragment(moof, mdat, tracks).items():
            found[track] += samples
    return found


def first_shown(segment: bytes, tracks: Mapping[int, Track]) -> float:
    """When the first picture of a kept segment is shown, in seconds of its publisher's own time line.

    Raises:
        MediaBroken: it is none.
    """
    picture = next(track for track in tracks.values() if track.kind == PICTURE)
    frames = read_segment(segment, tracks)[picture.number]
    if not frames:
        raise MediaBroken("a segment without a picture")
    return (frames[0].time + frames[0].shift) / picture.timescale


def write_fragment(sequence: int, tracks: Mapping[int, Sequence[Sample]]) -> bytes:
    """One `moof` and one `mdat` of these samples; each lasts until its track's next one begins."""
    filled = {number: samples for number, samples in tracks.items() if samples}
    tables = {number: _table(samples) for number, samples in filled.items()}
    sizes = [sum(len(sample.data) for sample in samples) for samples in filled.values()]
    head = len(_moof(sequence, filled, tables, repeat(0)))
    places = accumulate(sizes, initial=head + 8)
    data = (sample.data for samples in filled.values() for sample in samples)
    return _moof(sequence, filled, tables, places) + box(b"mdat", *data)


def spans(samples: Sequence[Sample]) -> Iterator[int]:
    """How long each sample lasts: until the next begins, the last one until `end_of`."""
    yield from (then.time - one.time for one, then in pairwise(samples))
    yield end_of(samples) - samples[-1].time


def end_of(samples: Sequence[Sample]) -> int:
    """When the last sample ends: it lasts as long as the one before where it says to be shorter.

    A recorder cannot know how long the last sample of a fragment lasts. Chromium says 1/30 s of a frame and 21 ms of a
    packet of sound, whatever their rate; of that players make a hole, and throw pictures away until the next key frame
    (Media Source Extensions, coded frame processing: a gap of two frames' duration is a discontinuity).
    """
    before, last = (samples[0], *samples[-2:])[-2:]
    return last.time + max(last.lasting, last.time - before.time)


def _read_fragment(moof: Box, mdat: Box, tracks: Mapping[int, Track]) -> dict[int, list[Sample]]:
    found: dict[int, list[Sample]] = {}
    room = _MOST
    for traf in children(moof.body):
        if traf.kind != b"traf":
            continue
        head = _read_head(traf.body, tracks)
        samples = found.setdefault(head.track, [])
        time, place = head.start, -1
        for trun in children(traf.body):
            if trun.kind != b"trun":
                continue
            place = _place(trun.body, len(moof.data), place)
            if place < mdat.header:
                raise MediaBroken("samples before their box")
            fresh = _read_run(trun.body, head.usual, time, mdat.data[place:], room)
            room -= len(fresh)
            place += sum(len(sample.data) for sample in fresh)
            time = fresh[-1].time + fresh[-1].lasting if fresh else time
            samples += fresh
    return found


def _read_head(traf: memoryview, tracks: Mapping[int, Track]) -> _Head:
    tfhd, tfdt = find(traf, b"tfhd"), find(traf, b"tfdt")
    if tfhd is None or tfdt is None:
        raise MediaBroken("fragment without its time")
    says, number = struct.unpack_from(">II", tfhd)
    if number not in tracks:
        raise MediaBroken(f"track {number}")
    if says & 0x1 or not says & 0x20000:
        raise MediaBroken("samples addressed from elsewhere")
    start = struct.unpack_from(">Q" if tfdt[0] == 1 else ">I", tfdt, 4)[0]
    if start > _LONG:
        raise MediaBroken(f"time {start}")
    offset = 12 if says & 0x2 else 8
    usual = list(tracks[number].usual)
    for index, bit in enumerate((0x8, 0x10, 0x20)):
        if says & bit:
            usual[index] = struct.unpack_from(">I", tfhd, offset)[0]
            offset += 4
    return _Head(number, start, Usual(*usual))


def _place(trun: memoryview, moof: int, place: int) -> int:
    """Where in `mdat` a run's data begins: where it says, else where the run before it ended."""
    says = struct.unpack_from(">I", trun)[0]
    return int(struct.unpack_from(">i", trun, 8)[0]) - moof if says & 0x1 else place


def _read_run(trun: memoryview, usual: Usual, time: int, media: memoryview, room: int) -> list[Sample]:
    says, count = struct.unpack_from(">II", trun)
    if count > room:
        raise MediaBroken(f"{count} samples")
    offset = 12 if says & 0x1 else 8
    first = struct.unpack_from(">I", trun, offset)[0] if says & 0x4 else None
    offset += 4 if says & 0x4 else 0
    said = [bit for bit in (0x100, 0x200, 0x400, 0x800) if says & bit]
    table = struct.unpack_from(f">{len(said) * count}I", trun, offset)
    column = {bit: list(table[index :: len(said)]) for index, bit in enumerate(said)}
    lasting = column.get(0x100, [usual.lasting] * count)
    size = column.get(0x200, [usual.size] * count)
    flags = column.get(0x400, [usual.flags] * count)
    if first is not None and count:
        flags[0] = first
    shift = map(_signed, column.get(0x800, [0] * count))
    if sum(size) > len(media):
        raise MediaBroken("samples cut off")
    times = accumulate(lasting, initial=time)
    data = (media[end - each : end] for each, end in zip(size, accumulate(size), strict=True))
    return [Sample(*one) for one in zip(times, lasting, flags, shift, data, strict=False)]


def _signed(word: int) -> int:
    return word - _WORD if word >= _WORD // 2 else word


def _table(samples: Sequence[Sample]) -> bytes:
    rows = zip(spans(samples), samples, strict=True)
    return b"".join(struct.pack(">IIIi", span, len(one.data), one.flags, one.shift) for span, one in rows)


def _moof(
    sequence: int, tracks: Mapping[int, Sequence[Sample]], tables: Mapping[int, bytes], places: Iterator[int]
) -> bytes:
    parts = [box(b"mfhd", struct.pack(">II", 0, sequence))]
    for (number, samples), place in zip(tracks.items(), places, strict=False):
        tfhd = box(b"tfhd", struct.pack(">II", 0x020000, number))
        tfdt = box(b"tfdt", struct.pack(">IQ", 0x01000000, samples[0].time))
        trun = box(b"trun", struct.pack(">IIi", 0x01000F01, len(samples), place), tables[number])
        parts.append(box(b"traf", tfhd, tfdt, trun))
    return box(b"moof", *parts)
