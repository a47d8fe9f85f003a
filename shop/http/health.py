"""Whether this process lives, and whether it can serve: for supervisors and load balancers."""

import msgspec
from litestar import Response, Router, get
from litestar.di import NamedDependency
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.outbox import OutboxEvent

NO_STORE = {"cache-control": "no-store"}


class Alive(msgspec.Struct, frozen=True):
    """The process answers."""

    status: str


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """What this process depends on. Without Redis it serves all the same, with poorer rooms and local limits.

    `outbox_lag_s` is the age in seconds of the oldest event no relay has taken yet.
    """

    status: str
    database: bool
    redis: bool
    outbox_lag_s: float


@get("/live", operation_id="live", summary="The process answers")
async def live() -> Response[Alive]:
    """Always 200 while the process can answer at all."""
    return Response(Alive("ok"), headers=NO_STORE)


@get("/ready", operation_id="ready", summary="The process can serve")
async def ready(session: NamedDependency[AsyncSession], redis: NamedDependency["Redis"]) -> Response[Ready]:
    """200 when the database answers; a database that does not is 503 `unavailable` like everywhere."""
    oldest = select(func.min(OutboxEvent.created_at)).where(OutboxEvent.relayed_at.is_(None)).scalar_subquery()
    lag = await session.scalar(select(func.coalesce(func.extract("epoch", shop_now() - oldest), 0)))
    found = Ready(
        status="ok", database=True, redis=await _answers(redis), outbox_lag_s=max(0.0, round(float(lag or 0), 3))
    )
    return Response(found, headers=NO_STORE)


async def _answers(redis: "Redis") -> bool:
    try:
        await redis.ping()
    except (RedisError, OSError, TimeoutError):
        return False
    return True


routes = [Router("/health", route_handlers=[live, ready], tags=["health"])]
