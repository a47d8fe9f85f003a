"""Work around reports."""

from shop.core.redis import make_redis
from shop.reports.sample import sample_viewers
from workers.runtime import Worker, program


@program("reports.sample_viewers", "live")
async def sample(worker: Worker, /) -> None:
    """Note how many watch the sessions on air."""
    redis = make_redis(worker.settings)
    try:
        await sample_viewers(worker.sessions, redis)
    finally:
        await redis.aclose()
