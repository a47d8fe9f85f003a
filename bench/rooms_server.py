"""The server of `rooms.py`: the engine of rooms behind uvicorn, or a plain writer to compare with, and its frames.

Usage: rooms_server.py engine|raw PORT VIEWERS RATE. Frames of 1 kB begin with the moment they were made (monotonic
ns) and begin to go out when VIEWERS are in.
"""

import asyncio
import sys
import time
from typing import cast

import uvicorn
import uvloop

from config.settings import Settings
from shop.local.process import raise_file_limit
from shop.rooms.crowd import Listener, tell, told_of
from shop.rooms.handshake import RoomPath
from shop.rooms.protocol import Doorway, Leave

SECRET = "a secret of the bench, long enough to sign with"
FRAME = 1000  # bytes of a frame's payload
STAMP = 20  # of them, digits of the moment it was made
ROOM = "dem"
PATH = RoomPath("/rooms/", "/socket")


def payload() -> bytes:
    return f"{time.monotonic_ns():0{STAMP}d}".encode().ljust(FRAME, b"x")


class Raw(asyncio.Protocol):
    """The plain way: opens for everybody, writes the same bytes to all in one go."""

    def __init__(self, crowd: set[asyncio.Transport]) -> None:
        self._crowd = crowd

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, _: bytes) -> None:
        self._transport.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        self._crowd.add(self._transport)

    def connection_lost(self, _: Exception | None) -> None:
        self._crowd.discard(self._transport)


async def raw(port: int, viewers: int, rate: float) -> None:
    crowd: set[asyncio.Transport] = set()
    await asyncio.get_running_loop().create_server(lambda: Raw(crowd), "127.0.0.1", port, backlog=2048)
    while True:
        began = time.monotonic()
        if len(crowd) >= viewers:
            frame = told_of(0, payload()).frame
            for transport in crowd:
                transport.write(frame)
        await asyncio.sleep(max(0.0, 1 / rate - (time.monotonic() - began)))


async def engine(port: int, viewers: int, rate: float) -> None:
    inside: set[Listener] = set()

    def join(_room: str, _subject: str, listener: Listener) -> Leave:
        inside.add(listener)
        return inside.discard

    doorway = Doorway(Settings(secret_key=SECRET, limits=False), PATH, join)
    ws = cast("type[asyncio.Protocol]", doorway.open_protocol)
    config = uvicorn.Config(_nothing, port=port, ws=ws, http="httptools", log_config=None, lifespan="off", backlog=2048)
    serving = asyncio.create_task(uvicorn.Server(config).serve())
    while not serving.done():
        began = time.monotonic()
        if len(inside) >= viewers:
            await tell(list(inside), told_of(0, payload()))
        await asyncio.sleep(max(0.0, 1 / rate - (time.monotonic() - began)))


async def _nothing(_scope: object, _receive: object, _send: object) -> None:
    """Nobody asks it."""


if __name__ == "__main__":
    raise_file_limit()
    kind, port, viewers, rate = sys.argv[1:]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run({"engine": engine, "raw": raw}[kind](int(port), int(viewers), float(rate)))
