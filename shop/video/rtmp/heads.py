"""The head of a fragmented MP4 with a picture in H.264 and, it may be, sound in AAC (ISO/IEC 14496-12, -14, -15)."""

import struct
from typing import NamedTuple

from shop.video.boxes import box
from shop.video.rtmp.aac import FRAME, Hearing
from shop.video.rtmp.avc import Size

PICTURE, SOUND = 1, 2  # numbers of tracks
MILLI = 1000  # the picture's times are ms
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_NO_LANGUAGE = 0x55C4
KEY, OTHER = 0x02000000, 0x01010000  # flags of samples that depend on no other, and of those that do


class Picture(NamedTuple):
    """A picture's AVCDecoderConfigurationRecord and what it says."""

    config: bytes
    size: Size


class Voice(NamedTuple):
    """A sound's AudioSpecificConfig and what it says."""

    config: bytes
    hearing: Hearing


def full(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    """A box that says its version and its flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def write_head(picture: Picture, voice: Voice | None) -> bytes:
    """`ftyp` and `moov`."""
    tracks = [_picture_track(picture)]
    extends = [_extends(PICTURE, 0, 0)]
    if voice is not None:
        tracks.append(_sound_track(voice))
        extends.append(_extends(SOUND, FRAME, KEY))
    clock = struct.pack(">4IIH10x", 0, 0, MILLI, 0, 0x10000, 0x100)
    mvhd = full(b"mvhd", 0, 0, clock, _MATRIX, bytes(24), struct.pack(">I", SOUND + 1))
    ftyp = box(b"ftyp", b"iso6", struct.pack(">I", 1), b"iso6", b"mp41", b"avc1")
    return ftyp + box(b"moov", mvhd, *tracks, box(b"mvex", *extends))


def _picture_track(picture: Picture) -> bytes:
    width, height = picture.size
    entry = box(
        b"avc1",
        struct.pack(">6xH16xHH", 1, width, height),
        struct.pack(">IIIH32xHh", 0x480000, 0x480000, 0, 1, 0x18, -1),
        box(b"avcC", picture.config),
    )
    head = _track_head(PICTURE, 0, width, height)
    return box(b"trak", head, _media(MILLI, b"vide", full(b"vmhd", 0, 1, bytes(8)), entry))


def _sound_track(voice: Voice) -> bytes:
    rate, channels = voice.hearing
    entry = box(
        b"mp4a",
        struct.pack(">6xH8xHHIHH", 1, channels, 16, 0, min(rate, 0xFFFF), 0),
        _elementary(voice.config),
    )
    return box(b"trak", _track_head(SOUND, 0x100, 0, 0), _media(rate, b"soun", full(b"smhd", 0, 0, bytes(4)), entry))


def _track_head(number: int, volume: int, width: int, height: int) -> bytes:
    shown = struct.pack(">II", width << 16, height << 16)
    return full(b"tkhd", 0, 3, struct.pack(">5I8xHHHH", 0, 0, number, 0, 0, 0, 0, volume, 0), _MATRIX, shown)


def _media(timescale: int, kind: bytes, about: bytes, entry: bytes) -> bytes:
    mdhd = full(b"mdhd", 0, 0, struct.pack(">4IHH", 0, 0, timescale, 0, _NO_LANGUAGE, 0))
    hdlr = full(b"hdlr", 0, 0, struct.pack(">I4s12x", 0, kind), b"\0")
    dinf = box(b"dinf", full(b"dref", 0, 0, struct.pack(">I", 1), full(b"url ", 0, 1)))
    empty = [full(name, 0, 0, bytes(size)) for name, size in ((b"stts", 4), (b"stsc", 4), (b"stsz", 8), (b"stco", 4))]
    stbl = box(b"stbl", full(b"stsd", 0, 0, struct.pack(">I", 1), entry), *empty)
    return box(b"mdia", mdhd, hdlr, box(b"minf", about, dinf, stbl))


def _elementary(config: bytes) -> bytes:
    """The box in which MPEG-4 keeps an AudioSpecificConfig (ISO/IEC 14496-1, 7.2.6.5)."""
    decoder = struct.pack(">BB11x", 0x40, 0x15) + _descriptor(5, config)
    stream = struct.pack(">HB", SOUND, 0) + _descriptor(4, decoder) + _descriptor(6, b"\2")
    return full(b"esds", 0, 0, _descriptor(3, stream))


def _descriptor(tag: int, body: bytes) -> bytes:
    return bytes((tag, len(body))) + body  # heads of sound are shorter than the 127 bytes that one byte can say


def _extends(number: int, lasting: int, flags: int) -> bytes:
    return full(b"trex", 0, 0, struct.pack(">5I", number, 1, lasting, 0, flags))
