"""What the head of AAC sound says (ISO/IEC 14496-3, 1.6.2.1)."""

from typing import NamedTuple

from shop.video.errors import CodecNotTaken, MediaBroken
from shop.video.rtmp.bits import Bits

FRAME = 1024  # samples of one piece of sound
_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
_SAID = 15  # the rate stands in 24 bits of its own
_LOW_COMPLEXITY, _DOUBLED, _DOUBLED_STEREO = 2, 5, 29
_LONGEST = 64  # bytes of a head
_CHANNELS = 2


class Hearing(NamedTuple):
    """Samples a second, as they are coded, and how many channels."""

    rate: int
    channels: int


def read_hearing(config: bytes) -> Hearing:
    """The rate and the channels that an AudioSpecificConfig announces.

    Raises:
        CodecNotTaken: it is AAC of a kind that browsers do not play, or neither mono nor stereo.
        MediaBroken: it is cut off.
    """
    if len(config) > _LONGEST:
        raise MediaBroken("head of sound without an end")
    bits = Bits(config)
    kind = bits.number(5)
    place = bits.number(4)
    rate = bits.number(24) if place == _SAID else _RATES[place] if place < len(_RATES) else 0
    channels = bits.number(4)
    if kind not in {_LOW_COMPLEXITY, _DOUBLED, _DOUBLED_STEREO} or not 1 <= channels <= _CHANNELS:
        raise CodecNotTaken
    if not _RATES[-1] <= rate <= _RATES[0]:
        raise MediaBroken(f"sound of {rate} Hz")
    return Hearing(rate, channels)
