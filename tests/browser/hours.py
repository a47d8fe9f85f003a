"""The hours of a market evening: the injected clock of a whole shop, which tests turn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import httpx
from sqlalchemy import text

from tests.system.crowd import books, until
from tests.system.harness import Shop

RATE = 20  # seconds of the evening in one of ours

BEFORE = text(
    "INSERT INTO clock_warp (singleton, anchor_real, anchor_shop, rate)"
    " SELECT true, transaction_timestamp(), starts_at - interval '17 minutes', 1 FROM live_session WHERE slug = :stall"
)
# A minute on: whoever asked the time while this was written down never sees it run back.
TURN = text(
    "UPDATE clock_warp SET anchor_real = transaction_timestamp(), anchor_shop = shop_now() + interval '1 minute',"
    " rate = :rate"
)


class Hours:
    """The clock of a shop with SHOP_CLOCK=test, on the evening of a stall."""

    def __init__(self, shop: Shop, api: httpx.Client, stall: str) -> None:
        self._shop = shop
        self._api = api
        self._stall = stall

    async def begin(self) -> None:
        """It is seventeen minutes before the stall begins, and an hour is an hour."""
        async with books(self._shop) as session:
            await session.execute(BEFORE, {"stall": self._stall})

    async def turn(self, rate: int = RATE) -> None:
        """From now on this clock runs `rate` times as fast as ours."""
        async with books(self._shop) as session:
            await session.execute(TURN, {"rate": rate})

    @asynccontextmanager
    async def at_our_pace(self) -> AsyncIterator[None]:
        """Where browsers count seconds, and people must be in time, the evening is as slow as they are."""
        await self.turn(1)
        yield
        await self.turn()

    def now(self) -> datetime:
        """What the clock shows."""
        seen = self._api.get(f"/api/v1/sessions/{self._stall}/snapshot").json()["server_time"]
        return datetime.fromisoformat(seen)

    async def reach(self, moment: datetime) -> None:
        """Let the evening run until the clock shows `moment`."""
        await until(lambda: self.now() >= moment, f"it is {moment}")

    async def spend(self, minutes: int) -> None:
        """Let so many minutes of the evening run."""
        await self.reach(self.now() + timedelta(minutes=minutes))
