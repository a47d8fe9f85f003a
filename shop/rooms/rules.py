"""WebSocket frames (RFC 6455) as far as a one-way room needs them. Bytes in, bytes out."""

import base64
import hashlib
from enum import IntEnum
from typing import NamedTuple

LONGEST_INBOUND = 125  # bytes of payload a viewer's frame may have; a control frame cannot have more anyhow
INBOUND_EACH_SECOND = 5  # frames a viewer may send in one second

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_FINAL = 0x80
_RESERVED = 0x70
_OPCODE = 0x0F
_MASKED = 0x80
_LENGTH = 0x7F
_TWO_BYTES = 126  # marks a length of two bytes
_EIGHT_BYTES = 127
_LONGEST_SHORT = 0xFFFF
_HEAD = 6  # bytes before the payload of a short masked frame: two, and the mask
_KEY_BYTES = 16


class Opcode(IntEnum):
    """What a frame is."""

    CONTINUATION = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA


class Closing(IntEnum):
    """Why a socket ends."""

    NORMAL = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    POLICY = 1008


class Foul(Exception):
    """A viewer sends what it may not; `closing` is the reason it is told."""

    def __init__(self, closing: Closing) -> None:
        super().__init__(closing.name)
        self.closing = closing


class Inbound(NamedTuple):
    """A frame a viewer sent, unmasked, and where the next one begins."""

    opcode: int
    payload: bytes
    end: int


def frame(opcode: Opcode, payload: bytes = b"") -> bytes:
    """One whole frame from the server."""
    size = len(payload)
    if size < _TWO_BYTES:
        head = bytes((_FINAL | opcode, size))
    elif size <= _LONGEST_SHORT:
        head = bytes((_FINAL | opcode, _TWO_BYTES)) + size.to_bytes(2, "big")
    else:
        head = bytes((_FINAL | opcode, _EIGHT_BYTES)) + size.to_bytes(8, "big")
    return head + payload


def close_frame(closing: Closing) -> bytes:
    """The last frame of a socket."""
    return frame(Opcode.CLOSE, closing.to_bytes(2, "big"))


def read_frame(data: bytes, at: int = 0) -> Inbound | None:
    """The viewer's frame that begins at `at`; None while it is not there wholly.

    Raises:
        Foul: it is longer than a viewer's frame may be, or not one at all.
    """
    if len(data) < at + 2:
        return None
    first, second = data[at], data[at + 1]
    if first & _RESERVED or not second & _MASKED or first & _OPCODE not in Opcode.__members__.values():
        raise Foul(Closing.PROTOCOL_ERROR)
    size = second & _LENGTH
    if size > LONGEST_INBOUND:
        raise Foul(Closing.POLICY)
    end = at + _HEAD + size
    if len(data) < end:
        return None
    mask = data[at + 2 : at + _HEAD]
    payload = bytes(byte ^ mask[place % 4] for place, byte in enumerate(data[at + _HEAD : end]))
    return Inbound(first & _OPCODE, payload, end)


def accept_of(key: bytes) -> bytes | None:
    """What a server answers to `Sec-WebSocket-Key`; None when that is no key."""
    try:
        nonce = base64.b64decode(key, validate=True)
    except ValueError:
        return None
    if len(nonce) != _KEY_BYTES:
        return None
    return base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())
