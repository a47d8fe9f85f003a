"""Keeps the front fresh: looks at the database once a second, and at once when Redis says that something changed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from shop.core.errors import Unavailable
from shop.http.front import Freshness

CHANNEL = "catalog"  # the relay publishes here after a commit that a list can show

_EVERY = 1.0  # seconds between two looks
_REST = 1.0  # seconds before Redis is tried again
_LISTEN = 5.0  # seconds one wait for a message takes

_log = structlog.get_logger("shop.http.front")


class Look(msgspec.Struct, frozen=True):
    """What a look found: whether a list changed since the last, and the seconds until the next day of Hà Nội."""

    changed: bool
    seconds_left: float


LookHook = Callable[[], Awaitable[Look]]


@contextlib.asynccontextmanager
async def watching(
    freshness: Freshness, look: LookHook, redis: "Redis", *, every: float = _EVERY
) -> AsyncIterator[None]:
    """Keep `freshness` up to date inside the block, with a look `every` so many seconds at least.

    Without Redis changes are seen at the next look, without the database answers live out their moment.
    """
    wake = asyncio.Event()
    tasks = [asyncio.create_task(_look_on(freshness, look, wake, every)), asyncio.create_task(_listen(redis, wake))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def look_once(freshness: Freshness, look: LookHook) -> None:
    """Look now; nothing happens when the database is away."""
    try:
        found = await look()
    except (Unavailable, SQLAlchemyError, OSError) as error:
        _log.warning("the catalogue's changes could not be read", error=type(error).__name__)
        return
    freshness.looked(changed=found.changed, seconds_left=found.seconds_left)


async def _look_on(freshness: Freshness, look: LookHook, wake: asyncio.Event, every: float) -> None:
    while True:
        wake.clear()
        await look_once(freshness, look)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), every)


async def _listen(redis: "Redis", wake: asyncio.Event) -> None:
    while True:
        try:
            async with redis.pubsub(ignore_subscribe_messages=True) as channel:
                await channel.subscribe(CHANNEL)
                wake.set()  # what was said while nobody listened
                while True:
                    if await channel.get_message(timeout=_LISTEN):
                        wake.set()
        except (RedisError, OSError, Unavailable):
            await asyncio.sleep(_REST)
