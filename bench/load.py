"""A load client of its own: keeps connections busy with one request after the other and prints what it saw.

Reads one JSON object from stdin: {"port", "request" (text), "connections", "seconds"}; its CPU is nobody's figure.
Every connection comes from an address of its own (127.0.0.2 …), so that limits by address see many readers.
"""

import asyncio
import json
import re
import sys
import time

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


class Reader(asyncio.Protocol):
    """One connection: asks, waits for the whole answer, asks again."""

    def __init__(self, request: bytes, took: list[float], statuses: dict[str, int], until: float) -> None:
        self._request, self._took, self._statuses, self._until = request, took, statuses, until
        self._buffer = bytearray()
        self._missing = -1
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        self._began = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._missing < 0:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self._buffer[:end])
            found = _LENGTH.search(head)
            self._missing = end + 4 + (int(found[1]) if found else 0)
            self._status = head[9:12].decode()
        if len(self._buffer) < self._missing:
            return
        self._took.append(time.perf_counter() - self._began)
        self._statuses[self._status] = self._statuses.get(self._status, 0) + 1
        self._buffer.clear()
        self._missing = -1
        if time.perf_counter() < self._until:
            self._ask()
        else:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(error)


async def load(job: dict) -> dict:
    loop = asyncio.get_running_loop()
    took: list[float] = []
    statuses: dict[str, int] = {}
    began = time.perf_counter()
    until = began + job["seconds"]
    readers = []
    for number in range(job["connections"]):
        _, reader = await loop.create_connection(
            lambda: Reader(job["request"].encode(), took, statuses, until),
            "127.0.0.1",
            job["port"],
            local_addr=(f"127.0.0.{number + 2}", 0),
        )
        readers.append(reader.done)
    errors = [error for error in await asyncio.gather(*readers) if error]
    took.sort()
    return {
        "requests": len(took),
        "seconds": time.perf_counter() - began,
        "statuses": statuses,
        "errors": len(errors),
        "p50_ms": 1000 * took[len(took) // 2] if took else None,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(load(json.load(sys.stdin)))))
