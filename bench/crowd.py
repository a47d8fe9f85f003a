"""A crowd that buys at the same moment; prints who got what, and how long each waited.

Reads one JSON object from stdin: {"port", "path", "orders", "at_once", "bodies"}: `at_once` connections, each buyer
with the next body, a key and a phone of its own. Who is told that the outcome is not known yet asks again with the
same key, as the answer says, and goes on waiting. Its CPU is nobody's figure.
"""

import asyncio
import json
import re
import sys
import time
import uuid

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_NOT_KNOWN_YET = "202"
_COME_BACK = 1.0  # seconds, as its Retry-After says


class Buyer(asyncio.Protocol):
    """One connection: orders, waits for the answer, and is the next buyer until nobody is left."""

    def __init__(self, requests: list[bytes], took: list[float], results: dict[str, int]) -> None:
        self._requests, self._took, self._results = requests, took, results
        self._buffer = bytearray()
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def ask(self) -> None:
        if not self._requests:
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._request = self._requests.pop()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        found = _LENGTH.search(self._buffer, 0, end) if end >= 0 else None
        if found is None or len(self._buffer) < end + 4 + int(found[1]):
            return
        status = self._buffer[9:12].decode()
        if status == _NOT_KNOWN_YET:
            self._buffer.clear()
            asyncio.get_running_loop().call_later(_COME_BACK, self._transport.write, self._request)
            return
        self._took.append(time.perf_counter() - self._began)
        if status not in {"201", "409"}:
            status += f" {json.loads(self._buffer[end + 4 :]).get('code')}"
        self._results[status] = self._results.get(status, 0) + 1
        self._buffer.clear()
        self.ask()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(error)


def request(job: dict, number: int) -> bytes:
    body = job["bodies"][number % len(job["bodies"])] | {
        "contact": {"name": "Nguyễn Thị Lan", "phone": f"0912{number % 1000000:06d}"}
    }
    raw = json.dumps(body).encode()
    lines = {
        "host": f"127.0.0.1:{job['port']}",
        "content-type": "application/json",
        "content-length": len(raw),
        "idempotency-key": uuid.uuid4().hex,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {job['path']} HTTP/1.1\r\n{head}\r\n".encode() + raw


async def crowd(job: dict) -> dict:
    loop = asyncio.get_running_loop()
    requests = [request(job, number) for number in range(job["orders"])]
    took: list[float] = []
    results: dict[str, int] = {}
    buyers = []
    for _ in range(job["at_once"]):
        _, buyer = await loop.create_connection(lambda: Buyer(requests, took, results), "127.0.0.1", job["port"])
        buyers.append(buyer)
    began = time.perf_counter()
    for buyer in buyers:
        buyer.ask()
    errors = [error for error in await asyncio.gather(*(buyer.done for buyer in buyers)) if error]
    took.sort()
    return {
        "results": results,
        "seconds": time.perf_counter() - began,
        "errors": len(errors),
        "p50_ms": 1000 * took[len(took) // 2],
        "p99_ms": 1000 * took[int(len(took) * 0.99)],
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(crowd(json.load(sys.stdin)))))
