"""Redis: counters, limits and rooms. Never in the way of money or stock; every caller has a way on without it."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from config.settings import Settings


def make_redis(settings: Settings) -> "Redis":
    """Open a client that fails within half a second, so that a dead Redis never stops a request."""
    return Redis.from_url(
        settings.redis_url,
        socket_timeout=0.5,
        socket_connect_timeout=0.5,
        retry=Retry(NoBackoff(), 1),
        health_check_interval=15,
    )
