"""A take's bytes, split, kept and handed to who watches in the fast mode."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from itertools import count
from typing import NamedTuple

import structlog
from redis.asyncio import Redis

from shop.broadcast.fast import FastPiece, tell_fast
from shop.broadcast.latest import NEWEST, Latest
from shop.broadcast.publish import Opened
from shop.broadcast.rules import TimeLine
from shop.broadcast.still_cutter import StillCutter
from shop.core.errors import Unavailable
from shop.video.errors import MediaBroken
from shop.video.names import Piece, folder, init_name, piece_name
from shop.video.splitter import Init, Segment, Splitter
from shop.video.storage import Storage

WAITING = 32 * 1024 * 1024  # bytes that may wait for a storage that is slow or away; what comes then is lost
TRIES = 5  # of one segment
PAUSE = 0.5  # seconds between two of them
LAST_WORDS = 5.0  # seconds the end of a take may take to be kept

_log = structlog.get_logger("shop.broadcast")


Renew = Callable[[Opened], Awaitable[Opened]]
"""Ends a take and opens the next one, for a publisher who goes on with another head."""


class _Filmed(NamedTuple):
    """A segment on its way to the storage: of which take, and when it was filmed (ms)."""

    take: int
    data: bytes
    start: int
    lasting: int


class Recorder:
    """Records a publisher. A storage that is away loses segments, each with a line in the log, and never ends the take.

    `clock` says now by the shop's clock, in ms. Segments are kept in their order by one task, beside the reading.
    """

    def __init__(
        self,
        storage: Storage,
        redis: "Redis",
        opened: Opened,
        clock: Callable[[], int],
        *,
        renew: Renew | None = None,
        cutter: StillCutter | None = None,
    ) -> None:
        """Without `renew` a publisher who changes the head is refused; without `cutter` no stills are cut."""
        self.opened = opened
        self.sound = True  # until a head says that there is none
        self._storage = storage
        self._redis = redis
        self._clock = clock
        self._renew = renew
        self._cutter = cutter
        self._latest = Latest(storage, redis)
        self._splitter = Splitter()
        self._times = TimeLine()
        self._head = b""
        self._unkept: dict[int, bytes] = {}  # heads by take, until they are kept
        self._pieces: list[Piece] | None = None  # the session's newest, once the first is to be kept
        self._queue: asyncio.Queue[_Filmed] = asyncio.Queue()
        self._waiting = 0  # bytes in it
        self._keeper = asyncio.create_task(self._keep_all(), name=f"keep take {opened.take_id}")

    async def write(self, data: bytes) -> None:
        """Take bytes of fragmented MP4 as they come.

        Raises:
            MediaBroken: they are none we take; the take is over.
            TakesUsedUp: its head changed more often than takes are kept.
        """
        await self._take(self._splitter.feed(data))

    async def close(self, *, keep: bool = True) -> None:
        """End the recording. Without `keep` nothing more is stored: somebody else may be recording already."""
        with contextlib.suppress(TimeoutError):
            if keep:
                await self._take(self._splitter.flush())
                await asyncio.wait_for(self._queue.join(), LAST_WORDS)
        self._keeper.cancel()
        await asyncio.wait({self._keeper})

    async def _take(self, parts: Iterable[Init | Segment]) -> None:
        for part in parts:
            if isinstance(part, Init):
                await self._begin(part)
            else:
                await self._film(part)

    async def _begin(self, head: Init) -> None:
        if head.data == self._head:
            return
        if self._head:
            if self._renew is None:
                raise MediaBroken("another head")
            self.opened = await self._renew(self.opened)
            self._times = TimeLine()
        self._head, self.sound = head.data, head.sound
        self._unkept[self.opened.number] = head.data

    async def _film(self, segment: Segment) -> None:
        start, lasting = self._times.place(self._clock(), segment.start, segment.duration)
        await tell_fast(self._redis, self.opened.session_id, FastPiece(self.opened.number, start, segment.data))
        if self._waiting + len(segment.data) > WAITING:
            self._note_lost("too slow")
            return
        self._waiting += len(segment.data)
        self._queue.put_nowait(_Filmed(self.opened.number, segment.data, start, lasting))

    async def _keep_all(self) -> None:
        while True:
            filmed = await self._queue.get()
            try:
                await self._keep(filmed)
            except Unavailable:
                self._note_lost("away")
            finally:
                self._waiting -= len(filmed.data)
                self._queue.task_done()

    async def _keep(self, filmed: _Filmed) -> None:
        """Keep a segment under the session's next number: one that is lost leaves no gap in the numbers."""
        if filmed.take in self._unkept:
            await self._put(init_name(filmed.take), self._unkept[filmed.take])
            del self._unkept[filmed.take]
        session_id = self.opened.session_id
        pieces = self._pieces if self._pieces is not None else await self._latest.kept(session_id)
        piece = Piece(filmed.take, pieces[-1].number + 1 if pieces else 1, filmed.start, filmed.lasting)
        await self._put(piece_name(piece), filmed.data)
        if self._cutter is not None and filmed.take == self.opened.number:
            self._cutter.offer(session_id, self._head, filmed.data, filmed.start)
        self._pieces = [*pieces, piece][-NEWEST:]
        await self._latest.note(session_id, self._pieces)

    async def _put(self, name: str, content: bytes) -> None:
        for tries in count(1):
            try:
                await self._storage.put(folder(str(self.opened.session_id)) + name, content)
            except Unavailable:
                if tries >= TRIES:
                    raise
                await asyncio.sleep(PAUSE)
            else:
                return

    def _note_lost(self, why: str) -> None:
        _log.warning(f"a segment is lost: the storage is {why}", take=str(self.opened.take_id))
