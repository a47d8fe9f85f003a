"""The hub of one web process: its rooms, who watches them, and their orderly end."""

import asyncio
import contextlib
import os
import secrets
from collections.abc import AsyncIterator, Callable, Collection
from functools import partial
from uuid import UUID

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shop.core.db import Sessions, short
from shop.games.reactions import Reactions
from shop.games.rules import ReactionKind
from shop.livestream.audience import Audience
from shop.livestream.errors import RoomFull
from shop.livestream.feed import Feed, Viewer
from shop.livestream.queries import snapshot
from shop.livestream.room import Frame
from shop.livestream.seen import Sketches
from shop.livestream.tell import channel, is_prompt, reacted
from shop.markets.queries import stall_by_slug
from shop.rooms.crowd import Listener
from shop.rooms.follow import follow

MAX_VIEWERS = 4000  # streams of one process: at 30–50 kB each, 200 MB at the most; sockets have a bound of their own
_CANCEL_AGAIN = 0.2  # seconds


class Entry(msgspec.Struct, frozen=True):
    """A room that exists and has space."""

    session_id: UUID
    slug: str


class Hub:
    """Streams and sockets of rooms. It takes the database, never a request's session: a viewer holds no connection.

    Each room watched here has one subscription to Redis and one reader of its snapshot, whatever the number
    of its viewers; both end with the last of them.
    """

    def __init__(self, sessions: Sessions, redis: "Redis", *, away_after: int, most: int = MAX_VIEWERS) -> None:
        self.audience = Audience(redis)
        self.sketches = Sketches(redis)
        self.reactions = Reactions(redis)
        self._sessions = sessions
        self._redis = redis
        self._away_after = away_after
        self._most = most
        self._process = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._feeds: dict[UUID, Feed] = {}
        self._tasks: dict[UUID, list[asyncio.Task[None]]] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._streams = 0
        self._closed = False

    @property
    def viewers(self) -> int:
        """Open streams and sockets of this process."""
        return sum(len(feed.viewers) for feed in self._feeds.values())

    async def find(self, slug: str) -> Entry:
        """The room at this address, if it can take one more viewer.

        Raises:
            SessionUnknown: there is no such session.
            RoomFull: this process has as many viewers as it can carry, or is stopping.
        """
        if self._streams >= self._most:
            raise RoomFull(retry_after=5)
        return await self.locate(slug)

    async def locate(self, slug: str) -> Entry:
        """The room at this address.

        Raises:
            SessionUnknown: there is no such session.
            RoomFull: this process is stopping.
        """
        if self._closed:
            raise RoomFull(retry_after=5)
        async with short(self._sessions) as session:
            stall = await stall_by_slug(session, slug)
        return Entry(stall.live.id, slug)

    @contextlib.asynccontextmanager
    async def watch(self, entry: Entry, *, counted: bool = True) -> AsyncIterator[Viewer]:
        """Be a viewer of the room until the block ends; a desk is not counted as one."""
        viewer = Viewer()
        if self._closed:
            viewer.cut.set()
            yield viewer
            return
        leave = self.join(entry, viewer, counted=counted)
        self._streams += 1
        try:
            yield viewer
        finally:
            self._streams -= 1
            leave(viewer)

    def join(self, entry: Entry, listener: Listener, *, counted: bool = True) -> Callable[[Listener], None]:
        """Take a listener into the room; returns how it leaves. One that is not `counted` is a desk, no viewer.

        Raises:
            RoomFull: this process is stopping.
        """
        if self._closed:
            raise RoomFull(retry_after=5)
        feed = self._feeds.get(entry.session_id) or self._open(entry)
        feed.join(listener, counted=counted)
        return partial(self._leave, feed)

    def _leave(self, feed: Feed, listener: Listener) -> None:
        feed.leave(listener)
        if not feed.viewers:
            self._shut(feed)

    async def close(self) -> None:
        """End all streams and wait for the rooms' work to stop. Call it before the server waits for connections."""
        self._closed = True
        for feed in list(self._feeds.values()):
            feed.cut_all()
            self._shut(feed)
        if self._ending:
            await asyncio.wait(self._ending)

    async def react(self, session_id: UUID, kind: ReactionKind, count: int) -> None:
        """Count taps of a viewer and have the room look at them; lost while Redis is away."""
        if await self.reactions.add(session_id, kind, count):
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                await self._redis.spublish(channel(session_id), reacted())

    def _open(self, entry: Entry) -> Feed:
        known: dict[ReactionKind, int] = {}

        async def read(viewers: int) -> Frame:
            nonlocal known
            total = await self.audience.report(entry.session_id, self._process, viewers)
            before, known = known, await self.reactions.totals(entry.session_id)
            if before and known != before:
                feed.note_news()  # more of them come: look again with the next tick
            async with short(self._sessions) as session:
                return await snapshot(session, entry.slug, away_after=self._away_after, viewers=total, reactions=known)

        def hear(payload: bytes) -> None:
            feed.note_news(prompt=is_prompt(payload))

        feed = Feed(entry.session_id, read)
        self._feeds[entry.session_id] = feed
        self._tasks[entry.session_id] = [
            asyncio.create_task(feed.run(), name=f"feed {entry.slug}"),
            asyncio.create_task(
                follow(self._redis, channel(entry.session_id), feed.note_link, hear),
                name=f"follow {entry.slug}",
            ),
        ]
        return feed

    def _shut(self, feed: Feed) -> None:
        if self._feeds.get(feed.session_id) is feed:
            del self._feeds[feed.session_id]
            ending = asyncio.create_task(_end(self._tasks.pop(feed.session_id)))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)


async def _end(tasks: Collection["asyncio.Task[None]"]) -> None:
    """Cancel `tasks` until they have ended: a client library turns a cancellation into a time-out now and then."""
    waiting = set(tasks)
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=_CANCEL_AGAIN)
