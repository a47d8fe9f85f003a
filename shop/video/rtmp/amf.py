"""Values of Action Message Format 0 (Adobe, 2007), read and written with bounds."""

import struct
from typing import TypeAlias

from shop.video.errors import MediaBroken

Value: TypeAlias = "float | bool | str | list[Value] | dict[str, Value] | None"

_DEPTH = 6  # objects within objects
_VALUES = 256  # in one message
_TEXT = 4096  # bytes of one string
_NUMBER, _BOOLEAN, _STRING, _OBJECT, _NULL, _UNDEFINED = 0x00, 0x01, 0x02, 0x03, 0x05, 0x06
_ARRAY, _END, _STRICT, _DATE, _LONG_STRING, _UNSUPPORTED = 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D
_NOTHING = frozenset((_NULL, _UNDEFINED, _UNSUPPORTED))


def read_values(data: bytes) -> list[Value]:
    """All values that stand in `data`, one after the other.

    Raises:
        MediaBroken: they are cut off, nested too deeply, too many, too long, or of a kind nobody needs.
    """
    reader = _Reader(data)
    found = []
    while reader.offset < len(data):
        found.append(reader.value(0))
    return found


def write_values(*values: Value) -> bytes:
    """`values`, one after the other. Lists are never written."""
    return b"".join(_written(value) for value in values)


def _written(value: Value) -> bytes:
    if value is None:
        return bytes((_NULL,))
    if isinstance(value, bool):
        return bytes((_BOOLEAN, value))
    if isinstance(value, str):
        return bytes((_STRING,)) + _name(value)
    if isinstance(value, dict):
        pairs = (_name(name) + _written(inner) for name, inner in value.items())
        return bytes((_OBJECT,)) + b"".join(pairs) + _name("") + bytes((_END,))
    if isinstance(value, list):
        raise TypeError(value)
    return struct.pack(">Bd", _NUMBER, value)


def _name(text: str) -> bytes:
    data = text.encode()
    return struct.pack(">H", len(data)) + data


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._values = 0
        self.offset = 0

    def value(self, depth: int) -> Value:
        self._values += 1
        if depth > _DEPTH or self._values > _VALUES:
            raise MediaBroken("AMF without an end")
        kind = self._take(1)[0]
        if kind in _NOTHING:
            return None
        if kind in {_OBJECT, _ARRAY, _STRICT}:
            return self._many(kind, depth)
        return self._plain(kind)

    def _plain(self, kind: int) -> Value:
        match kind:
            case 0x00:
                return self._number()
            case 0x01:
                return self._take(1) != b"\0"
            case 0x02:
                return self._text(2)
            case 0x0C:
                return self._text(4)
            case 0x0B:
                moment = self._number()
                self._take(2)  # a time zone, which says nothing
                return moment
        raise MediaBroken(f"AMF of kind {kind}")

    def _many(self, kind: int, depth: int) -> Value:
        if kind == _OBJECT:
            return self._pairs(depth)
        count = int.from_bytes(self._take(4), "big")
        if kind == _ARRAY:  # its count is a guess of the writer's
            return self._pairs(depth)
        if count > _VALUES:
            raise MediaBroken(f"AMF of {count} values")
        return [self.value(depth + 1) for _ in range(count)]

    def _pairs(self, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while True:
            name = self._text(2)
            if not name and self._data[self.offset : self.offset + 1] == bytes((_END,)):
                self.offset += 1
                return found
            found[name] = self.value(depth + 1)

    def _number(self) -> float:
        return float(struct.unpack(">d", self._take(8))[0])

    def _text(self, width: int) -> str:
        size = int.from_bytes(self._take(width), "big")
        if size > _TEXT:
            raise MediaBroken(f"text of {size} bytes")
        return self._take(size).decode(errors="replace")

    def _take(self, size: int) -> bytes:
        taken = self._data[self.offset : self.offset + size]
        if len(taken) < size:
            raise MediaBroken("AMF cut off")
        self.offset += size
        return taken
