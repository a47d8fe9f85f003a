"""What the head of a fragmented MP4 says of its tracks, and what a fragment says of its samples."""

import struct
from collections.abc import Mapping
from typing import NamedTuple

from shop.video.boxes import children, find
from shop.video.errors import MediaBroken

_TRACKS = 2  # a picture and a sound
_SAMPLES = 10_000  # in one run
_NOT_SYNC = 0x10000  # sample flag: not a key frame
_SAYS_DURATION, _SAYS_FLAGS = 0x8, 0x20  # in a fragment's head
_PROFILE = 4  # bytes of avcC that name its profile


class Track(NamedTuple):
    """A track: `kind` is `vide` or `soun`, `codec` as RFC 6381 writes it; sizes are pixels (0 for sound)."""

    number: int
    kind: bytes
    timescale: int
    codec: str
    width: int
    height: int
    duration: int  # of a sample, unless it says otherwise, in the track's timescale
    flags: int


class Run(NamedTuple):
    """What one track brings in a fragment; `start` and `duration` in the track's timescale."""

    track: int
    start: int
    duration: int
    samples: int
    key: bool  # the first sample is a key frame


def read_tracks(moov: memoryview) -> dict[int, Track]:
    """The tracks of a head, by their number.

    Raises:
        MediaBroken: no picture, more than one picture and one sound, or a codec that is not taken.
    """
    try:
        defaults = _defaults(moov)
        tracks = [_read_track(box.body, defaults) for box in children(moov) if box.kind == b"trak"]
    except struct.error:
        raise MediaBroken("head cut off") from None
    kinds = [track.kind for track in tracks]
    if b"vide" not in kinds or len(set(kinds)) != len(kinds) or len(kinds) > _TRACKS:
        raise MediaBroken(f"tracks {kinds}")
    return {track.number: track for track in tracks}


def read_runs(moof: memoryview, tracks: Mapping[int, Track]) -> list[Run]:
    """What a fragment brings of each track.

    Raises:
        MediaBroken: it speaks of a track the head does not know, or of more samples than are taken.
    """
    try:
        return [_read_run(box.body, tracks) for box in children(moof) if box.kind == b"traf"]
    except struct.error:
        raise MediaBroken("fragment cut off") from None


def _defaults(moov: memoryview) -> dict[int, tuple[int, int]]:
    mvex = find(moov, b"mvex")
    if mvex is None:
        raise MediaBroken("not fragmented")
    found = {}
    for box in children(mvex):
        if box.kind == b"trex":
            number, _, duration, _, flags = struct.unpack_from(">5I", box.body, 4)
            found[number] = (duration, flags)
    return found


def _read_track(trak: memoryview, defaults: Mapping[int, tuple[int, int]]) -> Track:
    tkhd, mdhd = find(trak, b"tkhd"), find(trak, b"mdia", b"mdhd")
    hdlr, stsd = find(trak, b"mdia", b"hdlr"), find(trak, b"mdia", b"minf", b"stbl", b"stsd")
    if tkhd is None or mdhd is None or hdlr is None or stsd is None:
        raise MediaBroken("track without its head")
    number = struct.unpack_from(">I", tkhd, 20 if tkhd[0] == 1 else 12)[0]
    timescale = struct.unpack_from(">I", mdhd, 20 if mdhd[0] == 1 else 12)[0]
    if not timescale:
        raise MediaBroken("timescale 0")
    codec, width, height = _read_codec(stsd)
    duration, flags = defaults.get(number, (0, 0))
    return Track(number, bytes(hdlr[8:12]), timescale, codec, width, height, duration, flags)


def _read_codec(stsd: memoryview) -> tuple[str, int, int]:
    entry = next(children(stsd[8:]), None)
    if entry is None:
        raise MediaBroken("track without a codec")
    if entry.kind in (b"avc1", b"avc3"):
        width, height = struct.unpack_from(">HH", entry.body, 24)
        avcc = find(entry.body[78:], b"avcC")
        if avcc is None or len(avcc) < _PROFILE:
            raise MediaBroken("avc1 without avcC")
        return f"{entry.kind.decode()}.{bytes(avcc[1:_PROFILE]).hex().upper()}", width, height
    if entry.kind == b"mp4a":
        return "mp4a.40.2", 0, 0
    if entry.kind == b"Opus":
        return "opus", 0, 0
    raise MediaBroken(f"codec {entry.kind!r}")


def _read_run(traf: memoryview, tracks: Mapping[int, Track]) -> Run:
    tfhd, tfdt = find(traf, b"tfhd"), find(traf, b"tfdt")
    if tfhd is None or tfdt is None:
        raise MediaBroken("fragment without its time")
    number = struct.unpack_from(">I", tfhd, 4)[0]
    if number not in tracks:
        raise MediaBroken(f"track {number}")
    start = struct.unpack_from(">Q" if tfdt[0] == 1 else ">I", tfdt, 4)[0]
    duration, flags = _of_fragment(tfhd, tracks[number])
    samples, total, first = 0, 0, None
    for box in children(traf):
        if box.kind == b"trun":
            count, lasting, first_flags = _read_trun(box.body, duration, flags)
            first = first_flags if first is None else first
            samples, total = samples + count, total + lasting
    return Run(number, start, total, samples, first is not None and not first & _NOT_SYNC)


def _of_fragment(tfhd: memoryview, track: Track) -> tuple[int, int]:
    """Duration and flags of a sample that says nothing itself."""
    says, offset = struct.unpack_from(">I", tfhd)[0] & 0xFFFFFF, 8
    duration, flags = track.duration, track.flags
    for bit, size in ((0x1, 8), (0x2, 4), (_SAYS_DURATION, 4), (0x10, 4), (_SAYS_FLAGS, 4)):
        if not says & bit:
            continue
        if bit == _SAYS_DURATION:
            duration = struct.unpack_from(">I", tfhd, offset)[0]
        elif bit == _SAYS_FLAGS:
            flags = struct.unpack_from(">I", tfhd, offset)[0]
        offset += size
    return duration, flags


def _read_trun(trun: memoryview, duration: int, flags: int) -> tuple[int, int, int]:
    """How many samples, how long they last together, and the first one's flags."""
    says, count = struct.unpack_from(">II", trun)
    if count > _SAMPLES:
        raise MediaBroken(f"{count} samples")
    offset = 8 + (4 if says & 0x1 else 0)
    first = flags
    if says & 0x4:
        first = struct.unpack_from(">I", trun, offset)[0]
        offset += 4
    size = 4 * sum(bool(says & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    if offset + size * count > len(trun):
        raise MediaBroken("samples cut off")
    if says & 0x400 and not says & 0x4 and count:
        before = 4 * sum(bool(says & bit) for bit in (0x100, 0x200))
        first = struct.unpack_from(">I", trun, offset + before)[0]
    if not says & 0x100:
        return count, duration * count, first
    return count, sum(struct.unpack_from(">I", trun, offset + size * each)[0] for each in range(count)), first
