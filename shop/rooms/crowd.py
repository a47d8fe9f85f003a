"""Those who listen to a room: how one thing is told to all of them, and how many may come in."""

import asyncio
from collections.abc import Collection
from itertools import islice
from typing import NamedTuple, Protocol

from shop.core.errors import TooMany, Unavailable
from shop.rooms.rules import Opcode, frame

SLICE = 500  # listeners that are told before others in this process get their turn
COME_BACK = 5  # seconds after which who found no space may ask again


class Told(NamedTuple):
    """One thing, encoded once for each kind of listener: a server-sent event, and a socket's frame."""

    event: bytes
    frame: bytes


class Listener(Protocol):
    """Somebody who listens."""

    def take(self, told: Told) -> None:
        """Be told. Never waits; who cannot keep up is ended."""

    def end(self) -> None:
        """Be sent away; safe to repeat."""


def told_of(seq: int, data: bytes) -> Told:
    """`data` (JSON) as the room's frame number `seq`."""
    return Told(b"event: frame\nid: %d\ndata: %b\n\n" % (seq, data), frame(Opcode.TEXT, data))


SIGN_OF_LIFE = Told(b": \n\n", frame(Opcode.PING))


async def tell(listeners: Collection[Listener], told: Told) -> None:
    """Tell all, the same bytes to each, in slices: a large crowd must not keep buyers waiting.

    `listeners` must not change meanwhile: pass a copy.
    """
    rest = iter(listeners)
    while part := list(islice(rest, SLICE)):
        for listener in part:
            listener.take(told)
        await asyncio.sleep(0)


class Turnstile:
    """Counts who is in: at most `most` in this process, and `each` from one address (0: without bound)."""

    def __init__(self, most: int, each: int) -> None:
        self._most, self._each = most, each
        self._inside = 0
        self._of: dict[str, int] = {}

    @property
    def inside(self) -> int:
        """How many are in."""
        return self._inside

    def enter(self, address: str) -> None:
        """Count one more.

        Raises:
            Unavailable: the process is full.
            TooMany: this address has as many as it may.
        """
        if self._inside >= self._most:
            raise Unavailable(COME_BACK)
        if self._each and self._of.get(address, 0) >= self._each:
            raise TooMany(COME_BACK)
        self._inside += 1
        self._of[address] = self._of.get(address, 0) + 1

    def leave(self, address: str) -> None:
        """Count one who entered out."""
        self._inside -= 1
        self._of[address] -= 1
        if not self._of[address]:
            del self._of[address]
