"""The port that takes publishers. Each is bound in bytes, in speed and in patience."""

import asyncio
import contextlib
from collections import Counter
from typing import NamedTuple

from shop.video.rtmp.gate import Gate
from shop.video.rtmp.publisher import Patience, Publisher

_BUFFER = 64 * 1024  # bytes that wait here unread; the rest waits at the publisher
_BACKLOG = 64


class Doors(NamedTuple):
    """How many are let in; an address may be a whole network's."""

    most: int = 200
    of_address: int = 20


class RtmpServer:
    """Serves publishers on one port until it is closed."""

    def __init__(self, gate: Gate, patience: Patience | None = None, doors: Doors | None = None) -> None:
        self._gate = gate
        self._patience = patience or Patience()
        self._doors = doors or Doors()
        self._here: Counter[str] = Counter()
        self._talks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        assert self._server is not None, "it is open"
        return int(self._server.sockets[0].getsockname()[1])

    async def open(self, host: str, port: int) -> None:
        """Listen; port 0 takes any that is free."""
        self._server = await asyncio.start_server(self._meet, host, port, limit=_BUFFER, backlog=_BACKLOG)

    async def close(self) -> None:
        """Let nobody in, and end the talks: what was open of each picture is written."""
        if self._server is not None:
            self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = str((writer.get_extra_info("peername") or ("",))[0])
        task = asyncio.current_task()
        assert task is not None, "asyncio runs each talk as a task"
        self._talks.add(task)
        self._here[address] += 1
        try:
            if self._here.total() <= self._doors.most and self._here[address] <= self._doors.of_address:
                with contextlib.suppress(asyncio.CancelledError):  # at the close; asyncio calls it a fault of ours
                    await Publisher(self._gate, self._patience, reader, writer, address).serve()
        finally:
            self._talks.discard(task)
            self._here[address] -= 1
            self._here += Counter()  # forgets who is gone
            writer.close()
