"""How an RTMP connection begins: three packets each way, plain (RTMP 1.0, section 5.2)."""

import secrets

from shop.video.errors import MediaBroken

VERSION = 3
PACKET = 1536  # bytes of C1, S1, C2 and S2
_HELLO = 1 + PACKET  # bytes of C0 and C1
_WHOLE = _HELLO + PACKET  # what the publisher says in C2 need not be looked at


class Opening:
    """The beginning of one connection."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._answered = False
        self.done = False

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        """What is to be answered now, and what of `data` stands behind the beginning.

        Raises:
            MediaBroken: it is another version: RTMPE, or nothing of this kind.
        """
        self._held += data
        if self._held and self._held[0] != VERSION:
            raise MediaBroken(f"version {self._held[0]}")
        out = b""
        if not self._answered and len(self._held) >= _HELLO:
            self._answered = True
            out = bytes((VERSION,)) + bytes(8) + secrets.token_bytes(PACKET - 8) + bytes(self._held[1:_HELLO])
        self.done = len(self._held) >= _WHOLE
        return out, bytes(self._held[_WHOLE:]) if self.done else b""
