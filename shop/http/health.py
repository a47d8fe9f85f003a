"""Health of the web process: alive, and ready to serve; how far the outbox is behind."""

import asyncio
import time
from typing import Literal

import msgspec
import structlog
from litestar import Response, get
from litestar.di import NamedDependency
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from shop.core.backlog import Backlog, look_at_backlog
from shop.core.db import Sessions, short

PATIENCE = 2.0  # seconds the database may take to answer
LATE_AFTER = 60.0  # age in seconds of the oldest undone event from which the outbox counts as late

_log = structlog.get_logger("shop.health")


class Alive(msgspec.Struct, frozen=True):
    """The process answers; nothing else was asked."""

    status: Literal["alive"] = "alive"


class OutboxHealth(msgspec.Struct, frozen=True):
    """Events and deliveries not done, the age of the oldest in seconds, dead letters, and whether that is late."""

    waiting: int
    open: int
    oldest_seconds: float
    dead: int
    late: bool


class Readiness(msgspec.Struct, frozen=True):
    """Ready while the database answers. Without Redis limits are local and rooms fall back: still ready."""

    status: Literal["ready", "not_ready"]
    database: bool
    redis: bool
    outbox: OutboxHealth | None


@get("/health/live", operation_id="live", summary="Whether the process answers", tags=["health"])
async def live() -> Alive:
    """Ask nothing of anybody."""
    return Alive()


@get("/health/ready", operation_id="ready", summary="Whether the process can serve", tags=["health"])
async def ready(sessions: NamedDependency[Sessions], redis: NamedDependency[Redis]) -> Response[Readiness]:
    """503 while the database does not answer. A late outbox is shown and does not take the process out."""
    begun = time.monotonic()
    backlog, has_redis = await asyncio.gather(_backlog(sessions), _answers(redis))
    if backlog is None:
        _log.warning("not ready: the database does not answer", seconds=round(time.monotonic() - begun, 2))
        return Response(Readiness("not_ready", database=False, redis=has_redis, outbox=None), status_code=503)
    outbox = OutboxHealth(
        backlog.waiting,
        backlog.open,
        round(backlog.oldest_seconds, 1),
        backlog.dead,
        late=backlog.oldest_seconds > LATE_AFTER,
    )
    return Response(Readiness("ready", database=True, redis=has_redis, outbox=outbox))


async def _backlog(sessions: Sessions) -> Backlog | None:
    try:
        async with asyncio.timeout(PATIENCE), short(sessions) as session:
            return await look_at_backlog(session)
    except (SQLAlchemyError, OSError, TimeoutError):
        return None


async def _answers(redis: "Redis") -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return bool(await redis.ping())
    except (RedisError, OSError, TimeoutError):
        return False


routes = [live, ready]
