"""The newest segments of a session, for every process that is asked for them: a copy in Redis of what is kept."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shop.video.names import Piece, folder, piece_name, piece_of
from shop.video.storage import Storage

NEWEST = 24  # segments that are remembered, twice what a live playlist names
KEPT_SECONDS = 12 * 3600  # after the last one


class Latest:
    """Remembers and finds the newest segments. Redis may forget them: the storage's listing is the truth."""

    def __init__(self, storage: Storage, redis: "Redis") -> None:
        self._storage = storage
        self._redis = redis

    async def note(self, session_id: UUID, pieces: Sequence[Piece]) -> None:
        """Say which segments are the newest now, all of them at once: a Redis that forgot is whole again."""
        names = msgspec.json.encode([piece_name(piece) for piece in pieces[-NEWEST:]])
        try:
            await self._redis.set(_key(session_id), names, ex=KEPT_SECONDS)
        except (RedisError, OSError, TimeoutError):
            return  # who asks lists the storage meanwhile

    async def pieces(self, session_id: UUID) -> list[Piece]:
        """The newest segments in their order.

        Raises:
            Unavailable: neither Redis nor the storage answers.
        """
        try:
            held = await self._redis.get(_key(session_id))
        except (RedisError, OSError, TimeoutError):
            held = None
        if held is not None:
            return [piece for name in msgspec.json.decode(held, type=list[str]) if (piece := piece_of(name))]
        kept = await self.kept(session_id)
        if kept:
            await self.note(session_id, kept)
        return kept

    async def kept(self, session_id: UUID) -> list[Piece]:
        """The newest segments by the storage's listing.

        Raises:
            Unavailable: it does not answer.
        """
        below = folder(str(session_id))
        names = [name.removeprefix(below) async for name in self._storage.names(below)]
        return sorted(piece for name in names if (piece := piece_of(name)))[-NEWEST:]


def _key(session_id: UUID) -> str:
    return f"video:{session_id}"
