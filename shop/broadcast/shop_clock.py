"""The shop's clock beside the database: read once, then counted on."""

import time

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now


class ShopClock:
    """Now by the shop's clock, in ms of Unix time. It runs as this machine's does from the moment it was read."""

    def __init__(self, moment: float) -> None:
        """`moment` is now, in seconds of Unix time."""
        self._zero = moment - time.monotonic()

    def __call__(self) -> int:
        """Now."""
        return round((self._zero + time.monotonic()) * 1000)


async def read_clock(session: AsyncSession) -> ShopClock:
    """The clock as the database has it."""
    return ShopClock((await now(session)).timestamp())
