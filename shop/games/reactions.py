"""Reactions of rooms: running totals in Redis over all processes, as well as it goes, never waited for."""

import time
from pathlib import Path
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from shop.games.rules import ReactionKind

KEPT_SECONDS = 86_400  # a session is over long before
TELL_MS = 200  # a room is told once in so long, less than a tick, however many tap

_SCRIPT = (Path(__file__).parent / "react.lua").read_text(encoding="utf-8")
_REST_AFTER_FAILURE = 1.0  # seconds in which a Redis that failed is not asked again


class Reactions:
    """Counts and reads reactions. While Redis is away taps are lost and totals unknown; nothing else is."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis
        self._call = redis.register_script(_SCRIPT)
        self._away_until = 0.0

    async def add(self, session_id: UUID, kind: ReactionKind, count: int) -> bool:
        """Count `count` taps; whether the room is to be told of it now."""
        if time.monotonic() < self._away_until:
            return False
        room = f"reactions:{{{session_id}}}"  # one slot of a cluster
        try:
            return bool(await self._call(keys=[room, f"{room}:told"], args=[kind.value, count, KEPT_SECONDS, TELL_MS]))
        except (RedisError, OSError, TimeoutError):
            self._rest()
            return False

    async def totals(self, session_id: UUID) -> dict[ReactionKind, int]:
        """How often each kind was tapped since the session began; empty while nobody knows."""
        if time.monotonic() < self._away_until:
            return {}
        try:
            found = await self._redis.hmget(f"reactions:{{{session_id}}}", [kind.value for kind in ReactionKind])
        except (RedisError, OSError, TimeoutError):
            self._rest()
            return {}
        return {kind: int(count) for kind, count in zip(ReactionKind, found, strict=True) if count}

    def _rest(self) -> None:
        self._away_until = time.monotonic() + _REST_AFTER_FAILURE
