"""The fast mode in one process: one subscription for each session that is watched so, and its bounded listeners."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterator
from uuid import UUID

import msgspec
from redis.asyncio import Redis

from shop.broadcast.fast import FastPiece, fast_channel
from shop.core.errors import Unavailable
from shop.rooms.follow import follow

MOST = 200  # listeners of one process: each takes the whole bit rate
BEHIND = 3  # segments that may wait for one listener; who is slower misses the older ones
COME_BACK = 10  # seconds after which who found no space may ask again


class Listener:
    """One viewer: what waits for it, never more than a few segments."""

    def __init__(self) -> None:
        self._waiting: deque[FastPiece] = deque(maxlen=BEHIND)
        self._news = asyncio.Event()

    def take(self, piece: FastPiece) -> None:
        """Be given a segment. Never waits."""
        self._waiting.append(piece)
        self._news.set()

    async def next(self) -> FastPiece:
        """The oldest segment that waits, or the next one."""
        await self._news.wait()
        piece = self._waiting.popleft()
        if not self._waiting:
            self._news.clear()
        return piece


class _Feed:
    """A session watched in this process. `last` is what a newcomer begins with."""

    def __init__(self, redis: "Redis", session_id: UUID) -> None:
        self.listeners: set[Listener] = set()
        self.last: FastPiece | None = None
        self.task = asyncio.create_task(
            follow(redis, fast_channel(session_id), self._note_link, self._hear), name=f"fast {session_id}"
        )

    def _note_link(self, _linked: bool) -> None:
        """What was missed is missed: the next segment stands for itself."""

    def _hear(self, payload: bytes) -> None:
        self.last = msgspec.msgpack.decode(payload, type=FastPiece)
        for listener in self.listeners:
            listener.take(self.last)


class FastFeeds:
    """All that is watched in the fast mode here."""

    def __init__(self, redis: "Redis", most: int = MOST) -> None:
        self._redis = redis
        self._most = most
        self._feeds: dict[UUID, _Feed] = {}
        self._inside = 0

    @contextlib.contextmanager
    def listen(self, session_id: UUID) -> Iterator[Listener]:
        """Be a listener of a session until the block ends.

        Raises:
            Unavailable: this process has as many as it can carry.
        """
        if self._inside >= self._most:
            raise Unavailable(COME_BACK)
        self._inside += 1
        feed = self._feeds.get(session_id)
        if feed is None:
            feed = self._feeds[session_id] = _Feed(self._redis, session_id)
        listener = Listener()
        if feed.last is not None:
            listener.take(feed.last)
        feed.listeners.add(listener)
        try:
            yield listener
        finally:
            self._inside -= 1
            feed.listeners.discard(listener)
            if not feed.listeners:
                self._feeds.pop(session_id, None)
                feed.task.cancel()
