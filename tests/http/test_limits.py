"""Limits: the same arithmetic in Redis and in the process, and never unlimited."""

import asyncio

import msgspec
import pytest

from shop.core.errors import TooMany
from shop.core.redis import make_redis
from shop.http.limits import Limit, Limiter, LocalBuckets

FEW = Limit("tests.few", burst=5, period=600)


@pytest.fixture
def on(settings):
    return msgspec.structs.replace(settings, limits=True)


async def _taken(limiter, subject, times):
    async def one():
        try:
            await limiter.take(FEW, subject)
        except TooMany as refusal:
            return refusal.retry_after
        return 0

    return await asyncio.gather(*(one() for _ in range(times)))


async def test_a_burst_passes_and_the_next_is_told_when_to_come_back(on, redis_client):
    waits = await _taken(Limiter(on, redis_client), "lan", 20)

    assert waits.count(0) == 5
    assert all(110 <= wait <= 120 for wait in waits if wait)


async def test_two_processes_share_one_bucket(on, redis_client):
    other = make_redis(on)
    waits = [*await _taken(Limiter(on, redis_client), "lan", 4), *await _taken(Limiter(on, other), "lan", 4)]
    await other.aclose()

    assert waits.count(0) == 5


async def test_each_subject_has_its_own_bucket(on, redis_client):
    limiter = Limiter(on, redis_client)

    waits = [*await _taken(limiter, "lan", 5), *await _taken(limiter, "minh", 5)]

    assert waits.count(0) == 10


async def test_no_phone_number_stands_in_redis(on, redis_client):
    await Limiter(on, redis_client).take(FEW, "+84912345678")

    (key,) = await redis_client.keys("*")
    assert b"912345678" not in key


async def test_without_redis_the_process_counts_alone(on):
    away = make_redis(msgspec.structs.replace(on, redis_url="redis://127.0.0.1:9/0"))
    limiter = Limiter(on, away)

    waits = await _taken(limiter, "lan", 12)
    await away.aclose()

    assert waits.count(0) == 5


async def test_limits_can_be_turned_off_for_load_runs(settings, redis_client):
    assert await _taken(Limiter(settings, redis_client), "lan", 50) == [0] * 50


def test_buckets_of_the_process_do_not_grow_without_bound():
    buckets = LocalBuckets()

    for number in range(10_500):
        buckets.wait(FEW, str(number))

    assert len(buckets._full) == 10_000
