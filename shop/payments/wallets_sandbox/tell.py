"""What the sandbox tells the shop: once, several times, later, altered or not at all, as the tester wishes."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import msgspec

MOST_TIMES, LONGEST_DELAY = 5, 60  # seconds


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """How a notice is told: so many `times` (0: it is lost), after `delay` seconds, with another sum when altered."""

    times: int = 1
    delay: int = 0
    altered: bool = False


class Teller:
    """Calls the shop's own address inside this process, as the provider would call it over the net."""

    def __init__(self) -> None:
        self.shop: Any = None  # the application around the sandbox; it says who it is with the first request
        self._later: set[asyncio.Task[None]] = set()

    async def tell(self, telling: Telling, make: Callable[[bool], httpx.Request]) -> None:
        """Send what `make` (altered or not) writes. What comes later is sent behind the answer to the buyer."""
        requests = [make(telling.altered) for _ in range(telling.times)]
        if not telling.delay:
            await self._send(requests)
            return
        task = asyncio.create_task(self._send_later(telling.delay, requests))
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def _send_later(self, delay: int, requests: list[httpx.Request]) -> None:
        await asyncio.sleep(delay)
        await self._send(requests)

    async def _send(self, requests: list[httpx.Request]) -> None:
        transport = httpx.ASGITransport(app=self.shop, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport) as client:
            for request in requests:
                await client.send(request)


def read_telling(form: dict[str, str]) -> Telling:
    """What the tester ticked; whatever cannot be meant is the usual."""
    return Telling(
        times=0 if "lost" in form else _number(form.get("times", ""), 1, MOST_TIMES),
        delay=_number(form.get("delay", ""), 0, LONGEST_DELAY),
        altered="altered" in form,
    )


def _number(written: str, least: int, most: int) -> int:
    return min(most, max(least, int(written))) if written.isascii() and written.isdecimal() else least
