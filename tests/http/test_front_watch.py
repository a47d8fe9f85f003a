"""Looking for changes: at once when Redis says so, in time when it says nothing."""

import asyncio

import msgspec
from sqlalchemy.exc import OperationalError

from shop.core.redis import make_redis
from shop.http.front import Freshness
from shop.http.front_watch import CHANNEL, Look, watching

NEVER = 3600  # seconds


def look_into(seen, *errors):
    """A look that tells the queue `seen` of itself; the first ones fail with `errors`."""
    failing = list(errors)

    async def look():
        seen.put_nowait(None)
        if failing:
            raise failing.pop(0)
        return Look(changed=True, seconds_left=100)

    return look


async def test_a_message_makes_a_look_at_once(redis_client):
    seen, freshness = asyncio.Queue(), Freshness()

    async with watching(freshness, look_into(seen), redis_client, every=NEVER):
        await asyncio.wait_for(seen.get(), 60)  # at the start
        await asyncio.wait_for(seen.get(), 60)  # what was said before anybody listened
        await redis_client.publish(CHANNEL, b"{}")
        await asyncio.wait_for(seen.get(), 60)

    assert freshness.generation == 3


async def test_without_redis_the_next_look_comes_in_time(settings):
    seen, freshness = asyncio.Queue(), Freshness()
    nobody = make_redis(msgspec.structs.replace(settings, redis_url="redis://127.0.0.1:9/0"))

    async with watching(freshness, look_into(seen), nobody, every=0.001):
        for _ in range(5):
            await asyncio.wait_for(seen.get(), 60)
    await nobody.aclose()

    assert freshness.generation >= 4


async def test_a_look_that_fails_is_followed_by_the_next(redis_client):
    seen, freshness = asyncio.Queue(), Freshness()
    away = OperationalError("SELECT 1", {}, Exception("the database is away"))

    async with watching(freshness, look_into(seen, away, OSError()), redis_client, every=0.001):
        for _ in range(4):
            await asyncio.wait_for(seen.get(), 60)

    assert freshness.generation >= 1
