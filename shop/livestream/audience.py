"""How many watch a room, over all processes: counted in Redis as well as it goes, never waited for."""

import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

BELIEVED_SECONDS = 15  # a process reports every five seconds; one that died is forgotten after three

_SCRIPT = (Path(__file__).parent / "attend.lua").read_text(encoding="utf-8")
_REST_AFTER_FAILURE = 1.0  # seconds in which a Redis that failed is not asked again


class Audience:
    """Reports and reads the viewers of rooms. While Redis is away each process knows only its own."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis
        self._call = redis.register_script(_SCRIPT)
        self._away_until = 0.0

    async def report(self, session_id: UUID, process: str, viewers: int) -> int:
        """Say how many watch in this process; return how many watch in all."""
        counts = await self._ask([session_id], process, viewers)
        return viewers if counts is None else counts[0]

    async def count(self, session_ids: Sequence[UUID]) -> dict[UUID, int]:
        """How many watch each room; 0 when nobody knows."""
        counts = await self._ask(session_ids, "", 0) if session_ids else []
        return dict(zip(session_ids, counts or [0] * len(session_ids), strict=True))

    async def known(self, session_ids: Sequence[UUID]) -> dict[UUID, int] | None:
        """How many watch each room; None while Redis is away."""
        counts = await self._ask(session_ids, "", 0)
        return None if counts is None else dict(zip(session_ids, counts, strict=True))

    async def _ask(self, session_ids: Sequence[UUID], process: str, viewers: int) -> list[int] | None:
        if time.monotonic() < self._away_until:
            return None
        pipe = self._redis.pipeline(transaction=False)
        try:
            for session_id in session_ids:
                await self._call(keys=[f"viewers:{session_id}"], args=[process, viewers, BELIEVED_SECONDS], client=pipe)
            return [int(count) for count in await pipe.execute()]
        except (RedisError, OSError, TimeoutError):
            self._away_until = time.monotonic() + _REST_AFTER_FAILURE
            return None
