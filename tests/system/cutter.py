"""A wire that loses replies: the request arrives, the shop answers, and the buyer's connection is reset instead."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_ORDER = b"POST /api/v1/orders"  # replies to these are lost; all others pass
_NO_GOODBYE = struct.pack("ii", 1, 0)  # SO_LINGER of no seconds: the other side gets a reset


@dataclass
class Cutter:
    """Loses every `every`th reply to an order. The reply has come, so what it speaks of is committed."""

    port: Callable[[], int]  # of the shop, asked for each connection: it may have been started again
    every: int
    url: str = ""
    passed: int = 0
    lost: int = 0
    connections: set["asyncio.Task[None]"] = field(default_factory=set)

    def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A buyer has come."""
        task = asyncio.create_task(self._serve(reader, writer))
        self.connections.add(task)
        task.add_done_callback(self.connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: bytes go there and back until a reply is to be lost."""
        try:
            back, on = await asyncio.open_connection("127.0.0.1", self.port())
        except OSError:
            writer.close()
            return
        orders = asyncio.Event()
        there = asyncio.create_task(_pump(reader, on, orders))
        try:
            with contextlib.suppress(OSError):
                await self._bring_back(back, writer, orders)
        finally:
            there.cancel()
            on.close()
            writer.close()

    async def _bring_back(
        self, back: asyncio.StreamReader, writer: asyncio.StreamWriter, orders: asyncio.Event
    ) -> None:
        while reply := await back.read(65536):
            if orders.is_set():
                orders.clear()
                self.passed += 1
                if self.passed % self.every == 0:
                    self.lost += 1
                    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_GOODBYE)
                    writer.transport.abort()
                    return
            writer.write(reply)
            await writer.drain()


async def _pump(reader: asyncio.StreamReader, on: asyncio.StreamWriter, orders: asyncio.Event) -> None:
    with contextlib.suppress(OSError):
        while sent := await reader.read(65536):
            if sent.startswith(_ORDER):
                orders.set()
            on.write(sent)
            await on.drain()
        on.close()


@asynccontextmanager
async def cutting(port: Callable[[], int], every: int) -> AsyncIterator[Cutter]:
    """A wire to the shop that loses every `every`th reply to an order while the block runs."""
    cutter = Cutter(port, every)
    server = await asyncio.start_server(cutter.take, "127.0.0.1", 0)
    cutter.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield cutter
    finally:
        server.close()
        for task in list(cutter.connections):
            task.cancel()
        await asyncio.gather(*cutter.connections, return_exceptions=True)
