"""Sound and picture as RTMP carries them: the bodies of FLV tags (Adobe Flash Video 10.1, annex E.4)."""

from typing import NamedTuple, TypeAlias

from shop.video.errors import CodecNotTaken, MediaBroken
from shop.video.rtmp.chunks import Kind, Message

_AVC, _AAC = 7, 10
_ENHANCED = 0x80  # a newer way to name codecs: those that are none of ours
_KEY, _COMMAND = 1, 5  # kinds of frames
_HEAD, _FRAME = 0, 1  # what a tag holds
_PICTURE_BYTES, _SOUND_BYTES = 5, 2  # before what a tag holds
_SIGN = 1 << 23


class PictureHead(NamedTuple):
    """How the picture is coded: an AVCDecoderConfigurationRecord."""

    data: bytes


class SoundHead(NamedTuple):
    """How the sound is coded: an AudioSpecificConfig."""

    data: bytes


class Frame(NamedTuple):
    """A coded picture: `time` is when it is decoded, `late` how much later it is shown, in ms."""

    time: int
    late: int
    key: bool
    data: bytes


class Sound(NamedTuple):
    """A coded piece of sound; `time` in ms."""

    time: int
    data: bytes


Tag: TypeAlias = PictureHead | SoundHead | Frame | Sound


def read_tag(message: Message) -> Tag | None:
    """What a message with sound or picture brings; None when it brings nothing that is needed.

    Raises:
        CodecNotTaken: it is coded otherwise than in H.264 and AAC.
        MediaBroken: it is cut off.
    """
    if not message.body:
        return None
    return _read_picture(message) if message.kind == Kind.PICTURE else _read_sound(message)


def _read_picture(message: Message) -> Tag | None:
    body = message.body
    if body[0] & _ENHANCED or body[0] & 0x0F != _AVC:
        raise CodecNotTaken
    kind = body[0] >> 4
    if kind == _COMMAND:
        return None
    if len(body) < _PICTURE_BYTES:
        raise MediaBroken("picture cut off")
    data = body[_PICTURE_BYTES:]
    if body[1] == _HEAD:
        return PictureHead(data)
    if body[1] != _FRAME or not data:
        return None
    late = int.from_bytes(body[2:5], "big")
    return Frame(message.time, late - 2 * _SIGN if late & _SIGN else late, kind == _KEY, data)


def _read_sound(message: Message) -> Tag | None:
    body = message.body
    if body[0] >> 4 != _AAC:
        raise CodecNotTaken
    if len(body) < _SOUND_BYTES:
        raise MediaBroken("sound cut off")
    data = body[_SOUND_BYTES:]
    if body[1] == _HEAD:
        return SoundHead(data)
    return Sound(message.time, data) if data else None
