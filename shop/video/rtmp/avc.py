"""What the head of an H.264 picture says of its size (ISO/IEC 14496-15, 5.2.4.1; 14496-10, 7.3.2.1)."""

from typing import NamedTuple

from shop.video.errors import MediaBroken
from shop.video.rtmp.bits import Bits

_LONGEST = 4096  # bytes of a head
_LARGEST = 4096  # pixels of a side
_FIRST_SET = 8  # where the first set of parameters begins
_PARAMETERS = 7  # kind of the unit that says the size
_WITH_COLOURS = frozenset((100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135))  # profiles that say more
_GREY, _FULL = 0, 3  # chroma formats
_CYCLE = 255  # frames of an order of pictures
_SMALL_LISTS = 6  # lists of 16 numbers; of 64 those behind them


class Size(NamedTuple):
    """Pixels."""

    width: int
    height: int


def read_size(config: bytes) -> Size:
    """The size of the picture that an AVCDecoderConfigurationRecord announces.

    Raises:
        MediaBroken: it is none, says no size, or a picture larger than is taken.
    """
    if not _FIRST_SET < len(config) <= _LONGEST or config[0] != 1 or not config[5] & 0x1F:
        raise MediaBroken("no head of a picture")
    length = int.from_bytes(config[6:_FIRST_SET], "big")
    unit = config[_FIRST_SET : _FIRST_SET + length]
    if len(unit) < length or not unit or unit[0] & 0x1F != _PARAMETERS:
        raise MediaBroken("no parameters of a picture")
    size = _read_parameters(Bits(unit[1:].replace(b"\0\0\3", b"\0\0")))
    if not (1 < size.width <= _LARGEST and 1 < size.height <= _LARGEST):
        raise MediaBroken(f"a picture of {size.width} × {size.height}")
    return size


def _read_parameters(bits: Bits) -> Size:
    profile = bits.number(8)
    bits.number(16)  # constraints and level
    bits.unsigned()  # its own number
    chroma = _read_colours(bits) if profile in _WITH_COLOURS else 1
    bits.unsigned()  # frame numbers
    _pass_order(bits)
    bits.unsigned()  # reference frames
    bits.flag()
    wide, high = bits.unsigned() + 1, bits.unsigned() + 1
    whole = bits.flag()  # frames only, no fields
    if not whole:
        bits.flag()
    bits.flag()
    fields = 1 if whole else 2
    crop = [bits.unsigned() for _ in range(4)] if bits.flag() else [0, 0, 0, 0]
    across, down = _units(chroma)
    width = 16 * wide - across * (crop[0] + crop[1])
    return Size(width, fields * (16 * high - down * (crop[2] + crop[3])))


def _units(chroma: int) -> tuple[int, int]:
    """Pixels that a step of cropping takes away, across and down."""
    return 1 if chroma in {_GREY, _FULL} else 2, 2 if chroma == 1 else 1


def _read_colours(bits: Bits) -> int:
    chroma = bits.unsigned()
    if chroma == _FULL:
        bits.flag()
    bits.unsigned()
    bits.unsigned()  # depths
    bits.flag()
    if bits.flag():
        for number in range(12 if chroma == _FULL else 8):
            if bits.flag():
                _pass_list(bits, 16 if number < _SMALL_LISTS else 64)
    return chroma


def _pass_list(bits: Bits, size: int) -> None:
    before = after = 8
    for _ in range(size):
        if after:
            after = (before + bits.signed()) % 256
        before = after or before


def _pass_order(bits: Bits) -> None:
    """How pictures are ordered, which says nothing of their size."""
    kind = bits.unsigned()
    if kind == 0:
        bits.unsigned()
    elif kind == 1:
        bits.flag()
        bits.signed()
        bits.signed()
        count = bits.unsigned()
        if count > _CYCLE:
            raise MediaBroken("order without an end")
        for _ in range(count):
            bits.signed()
