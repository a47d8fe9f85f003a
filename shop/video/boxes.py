"""Boxes of ISO base media files (ISO/IEC 14496-12): read with bounds, no size they claim is believed; and written."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from shop.video.errors import MediaBroken

_HEADER = 8
_LONG_HEADER = 16
_TOP = frozenset((b"ftyp", b"moov", b"moof", b"mdat", b"styp", b"sidx", b"free", b"skip", b"emsg", b"prft", b"mfra"))


class Box(NamedTuple):
    """A box: its four letters, and its bytes with the header (`body` is without)."""

    kind: bytes
    data: memoryview
    header: int

    @property
    def body(self) -> memoryview:
        """What the box holds."""
        return self.data[self.header :]


class BoxReader:
    """Puts a stream of bytes together into top-level boxes: `mdat` of at most `media` bytes, others of `head`."""

    def __init__(self, *, media: int, head: int) -> None:
        self._media = media
        self._head = head
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Box]:
        """The boxes that `data` completes.

        Raises:
            MediaBroken: a box is unknown at this level, or larger than is taken.
        """
        self._held += data
        while (size := self._next_size()) is not None and size <= len(self._held):
            whole = memoryview(bytes(self._held[:size]))
            del self._held[:size]
            yield box_at(whole, 0)

    def _next_size(self) -> int | None:
        if len(self._held) < _HEADER:
            return None
        size, kind = struct.unpack_from(">I4s", self._held)
        if kind not in _TOP:
            raise MediaBroken(f"box {kind!r}")
        if size == 1:
            if len(self._held) < _LONG_HEADER:
                return None
            size = struct.unpack_from(">Q", self._held, _HEADER)[0]
        if not _HEADER <= size <= (self._media if kind == b"mdat" else self._head):
            raise MediaBroken(f"{kind!r} of {size} bytes")
        return int(size)


def box_at(data: memoryview, offset: int) -> Box:
    """The box at `offset`.

    Raises:
        MediaBroken: it does not end within `data`.
    """
    if offset + _HEADER > len(data):
        raise MediaBroken("box cut off")
    size, kind = struct.unpack_from(">I4s", data, offset)
    header = _HEADER
    if size == 1:
        if offset + _LONG_HEADER > len(data):
            raise MediaBroken("box cut off")
        size, header = struct.unpack_from(">Q", data, offset + _HEADER)[0], _LONG_HEADER
    if size < header or offset + size > len(data):
        raise MediaBroken(f"{kind!r} of {size} bytes")
    return Box(kind, data[offset : offset + size], header)


def children(data: memoryview) -> Iterator[Box]:
    """The boxes that stand one after the other in `data`."""
    offset = 0
    while offset < len(data):
        box = box_at(data, offset)
        yield box
        offset += len(box.data)


def find(data: memoryview, *path: bytes) -> memoryview | None:
    """The body of the first box along `path`; None when there is none."""
    for kind in path:
        found = next((box for box in children(data) if box.kind == kind), None)
        if found is None:
            return None
        data = found.body
    return data


def box(kind: bytes, *parts: bytes | memoryview) -> bytes:
    """A box that holds `parts` one after the other."""
    return b"".join((struct.pack(">I4s", _HEADER + sum(map(len, parts)), kind), *parts))
