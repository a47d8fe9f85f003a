"""How many different people have seen a room: a HyperLogLog in Redis, of which a copy is kept elsewhere."""

import time
from collections.abc import Sequence
from uuid import UUID

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shop.core.ids import keyed_digest
from shop.markets.speaker import Speaker

KEPT_SECONDS = 26 * 3600  # a market, its overrun and the night after
_REST_AFTER_FAILURE = 1.0  # seconds in which a Redis that failed is not asked again


class Room(msgspec.Struct, frozen=True):
    """A session of a market, and the copy of its sketch that was kept, if any."""

    session_id: UUID
    market_id: UUID
    kept: bytes | None = None


class Crowd(msgspec.Struct, frozen=True, kw_only=True):
    """Different viewers of a session, of all stalls of its market together, and the sketch to keep."""

    session_id: UUID
    seen: int
    market_seen: int
    sketch: bytes


class Sketches:
    """Counts different viewers to one percent. A sketch holds no address and no id, only how rare their hashes are.

    A viewer is the same one in all stalls of a market and another one in the next market.
    """

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis
        self._away_until = 0.0

    async def note(self, secret: str, room: Room, who: Speaker) -> None:
        """Count somebody; a Redis that is away counts nobody, and keeps nobody waiting."""
        if time.monotonic() < self._away_until:
            return
        name = str(who.person_id or (who.guest_key or b"").hex())
        mark = keyed_digest(secret, "room-seen", str(room.market_id), name)[:16]
        pipe = self._redis.pipeline(transaction=False)
        try:
            pipe.pfadd(_key(room), mark)
            pipe.expire(_key(room), KEPT_SECONDS)
            await pipe.execute()
        except (RedisError, OSError, TimeoutError):
            self._away_until = time.monotonic() + _REST_AFTER_FAILURE

    async def count(self, rooms: Sequence[Room]) -> list[Crowd]:
        """The crowds of these rooms; what was kept is merged in first, so that nothing is lost with Redis.

        Raises:
            RedisError: it is away.
        """
        for room in rooms:
            await self._restore(room)
        return [await self._crowd(room, rooms) for room in rooms]

    async def _restore(self, room: Room) -> None:
        if room.kept is None:
            return
        copy = f"{_key(room)}:kept"
        pipe = self._redis.pipeline(transaction=True)
        pipe.set(copy, room.kept, ex=60)
        pipe.pfmerge(_key(room), copy)
        pipe.delete(copy)
        pipe.expire(_key(room), KEPT_SECONDS)
        await pipe.execute()

    async def _crowd(self, room: Room, rooms: Sequence[Room]) -> Crowd:
        market = [_key(each) for each in rooms if each.market_id == room.market_id]
        pipe = self._redis.pipeline(transaction=True)
        pipe.pfmerge(_key(room))  # makes an empty one where nobody came yet
        pipe.pfcount(_key(room))
        pipe.pfcount(*market)
        pipe.get(_key(room))
        _, seen, market_seen, sketch = await pipe.execute()
        return Crowd(session_id=room.session_id, seen=seen, market_seen=market_seen, sketch=bytes(sketch))


def _key(room: Room) -> str:
    return f"seen:{{{room.market_id}}}:{room.session_id}"
