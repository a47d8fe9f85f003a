"""Buyers of their own: each makes a basket and orders it for pickup, cash on delivery; prints what happened.

Reads one JSON object from stdin: {"port", "orders", "at_once", "rate" (orders a second; 0: as fast as may be),
"variants", "place", "most_seconds"}. Its CPU is nobody's figure.
"""

import asyncio
import json
import re
import sys
import time
import uuid

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


class Buyer:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.requests = 0

    async def post(self, path: str, body: dict, **headers: str) -> tuple[int, dict]:
        self.requests += 1
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        raw = json.dumps(body).encode()
        lines = {"host": f"127.0.0.1:{self._port}", "content-type": "application/json", "content-length": len(raw)}
        head = "".join(f"{name}: {value}\r\n" for name, value in (lines | headers).items())
        writer.write(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + raw)
        answered = await reader.readuntil(b"\r\n\r\n")
        found = _LENGTH.search(answered)
        return int(answered[9:12]), json.loads(await reader.readexactly(int(found[1])) if found else b"{}")

    async def buy(self, number: int, job: dict) -> str:
        line = {"variant": job["variants"][number % len(job["variants"])], "quantity": 1, "sales_point": job["place"]}
        status, cart = await self.post("/api/v1/carts", {"lines": [line]})
        if status != 201:
            return f"cart {status} {cart.get('code')}"
        order = {
            "cart": cart["id"],
            "contact": {"name": "Nguyễn Thị Lan", "phone": f"0912{number % 1000000:06d}"},
            "delivery": {"method": "pickup", "sales_point": job["place"]},
            "payment": "cod",
            "expected_total": cart["total"],
        }
        status, placed = await self.post("/api/v1/orders", order, **{"idempotency-key": uuid.uuid4().hex})
        return "201" if status == 201 else f"order {status} {placed.get('code')}"


async def shop(job: dict) -> dict:
    waiting: asyncio.Queue[int] = asyncio.Queue()
    seen: dict[str, int] = {}
    began = time.perf_counter()
    buyers = [Buyer(job["port"]) for _ in range(job["at_once"])]

    async def keep_buying(buyer: Buyer) -> None:
        while True:
            number = await waiting.get()
            if number < 0 or time.perf_counter() - began > job["most_seconds"]:
                return
            result = await buyer.buy(number, job)
            seen[result] = seen.get(result, 0) + 1

    tasks = [asyncio.create_task(keep_buying(buyer)) for buyer in buyers]
    for number in range(job["orders"]):
        if job["rate"]:
            await asyncio.sleep(max(0.0, began + number / job["rate"] - time.perf_counter()))
        waiting.put_nowait(number)
    for _ in buyers:
        waiting.put_nowait(-1)
    await asyncio.gather(*tasks)
    requests = sum(buyer.requests for buyer in buyers)
    return {"results": seen, "requests": requests, "seconds": time.perf_counter() - began}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(shop(json.load(sys.stdin)))))
