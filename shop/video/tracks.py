"""What the head of a fragmented MP4 says of its tracks."""

import struct
from collections.abc import Mapping
from typing import NamedTuple

from shop.video.boxes import children, find
from shop.video.errors import MediaBroken

_FINEST = 10_000_000  # of a track's timescale
_PROFILE = 4  # bytes of avcC that name its profile


PICTURE, SOUND = b"vide", b"soun"
_TAKEN = ([PICTURE], [PICTURE, SOUND], [SOUND, PICTURE])


class Usual(NamedTuple):
    """What holds of a sample that says nothing itself: how long it lasts, its bytes, its flags."""

    lasting: int = 0
    size: int = 0
    flags: int = 0


class Track(NamedTuple):
    """A track: `kind` is `PICTURE` or `SOUND`, `codec` as RFC 6381 writes it; sizes are pixels (0 for sound)."""

    number: int
    kind: bytes
    timescale: int
    codec: str
    width: int
    height: int
    usual: Usual


def read_tracks(moov: memoryview) -> dict[int, Track]:
    """The tracks of a head by their number, the picture first.

    Raises:
        MediaBroken: no picture, more than one picture and one sound, or a codec that is not taken.
    """
    try:
        defaults = _defaults(moov)
        tracks = [_read_track(box.body, defaults) for box in children(moov) if box.kind == b"trak"]
    except (struct.error, IndexError):
        raise MediaBroken("head cut off") from None
    kinds = [track.kind for track in tracks]
    if kinds not in _TAKEN or len({track.number for track in tracks}) != len(tracks):
        raise MediaBroken(f"tracks {kinds}")
    return {track.number: track for track in sorted(tracks, key=lambda track: track.kind != PICTURE)}


def tracks_of(init: bytes) -> dict[int, Track]:
    """The tracks of a kept head. Raises like `read_tracks`."""
    moov = find(memoryview(init), b"moov")
    if moov is None:
        raise MediaBroken("no head")
    return read_tracks(moov)


def track_number(trak: memoryview) -> int:
    """The number that a `trak` says it has.

    Raises:
        MediaBroken: it says none.
    """
    tkhd = find(trak, b"tkhd")
    if tkhd is None:
        raise MediaBroken("track without its head")
    return int(struct.unpack_from(">I", tkhd, 20 if tkhd[0] == 1 else 12)[0])


def _defaults(moov: memoryview) -> dict[int, Usual]:
    mvex = find(moov, b"mvex")
    if mvex is None:
        raise MediaBroken("not fragmented")
    found = {}
    for box in children(mvex):
        if box.kind == b"trex":
            number, _, *usual = struct.unpack_from(">5I", box.body, 4)
            found[number] = Usual(*usual)
    return found


def _read_track(trak: memoryview, defaults: Mapping[int, Usual]) -> Track:
    number, mdhd = track_number(trak), find(trak, b"mdia", b"mdhd")
    hdlr, stsd = find(trak, b"mdia", b"hdlr"), find(trak, b"mdia", b"minf", b"stbl", b"stsd")
    if mdhd is None or hdlr is None or stsd is None:
        raise MediaBroken("track without its head")
    timescale = struct.unpack_from(">I", mdhd, 20 if mdhd[0] == 1 else 12)[0]
    if not 0 < timescale <= _FINEST:
        raise MediaBroken(f"timescale {timescale}")
    codec, width, height = _read_codec(stsd)
    return Track(number, bytes(hdlr[8:12]), timescale, codec, width, height, defaults.get(number, Usual()))


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
