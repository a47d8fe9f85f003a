"""The feed of one room in one process: reads the room when something happened, encodes once, gives to all."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

import msgspec
import structlog
from sqlalchemy.exc import SQLAlchemyError

from shop.livestream.room import Frame, sameness
from shop.markets.errors import SessionUnknown
from shop.rooms.crowd import SIGN_OF_LIFE, Listener, Told, tell, told_of

TICK = 0.25  # seconds between two frames of a room at the least
PROMPT = 0.1  # the same where money or goods have moved: buyers see that before the next line of talk
BREATH = 0.05  # seconds left to others in this process after a large crowd was told
REFRESH = 5.0  # seconds after which a quiet room is looked at again: viewers, an absent host, a date that passed
POLL = 1.0  # the same while Redis is away
QUIET = 15.0  # seconds after which a silent stream is given a sign of life
BACKLOG = 16  # chunks a slow reader may be behind (at least four seconds) before it is cut

_log = structlog.get_logger("shop.livestream")

ReadRoom = Callable[[int], Awaitable[Frame]]
"""Reads the room, given how many watch it in this process."""


class Viewer:
    """One open stream of events. `cut` is set when it is to end: it fell behind, or the process stops."""

    def __init__(self) -> None:
        self.chunks: asyncio.Queue[bytes] = asyncio.Queue(BACKLOG)
        self.cut = asyncio.Event()

    def give(self, chunk: bytes) -> None:
        """Put `chunk` into its queue; a reader who lets the queue fill is cut."""
        try:
            self.chunks.put_nowait(chunk)
        except asyncio.QueueFull:
            self.cut.set()

    def take(self, told: Told) -> None:
        """Be told."""
        self.give(told.event)

    def end(self) -> None:
        """Be sent away."""
        self.cut.set()


class Feed:
    """Frames of one room for its viewers in this process, those of streams and those of sockets.

    Whoever comes is given a whole snapshot by the next look, at most a tick later; the others get a frame
    only when something but the clock has changed.
    """

    def __init__(self, session_id: UUID, read: ReadRoom) -> None:
        self.session_id = session_id
        self.viewers: set[Listener] = set()
        self._read = read
        self._late: set[Listener] = set()
        self._desks: set[Listener] = set()
        self._news = asyncio.Event()
        self._prompt = asyncio.Event()
        self._linked = False
        self._said = b""
        self._sent: frozenset[UUID] = frozenset()
        self._whole: Told | None = None
        self._quiet_since = 0.0

    def join(self, viewer: Listener, *, counted: bool = True) -> None:
        """Take a viewer in; a desk is told like them, and not counted."""
        self.viewers.add(viewer)
        if not counted:
            self._desks.add(viewer)
        self._late.add(viewer)
        self._news.set()

    def leave(self, viewer: Listener) -> None:
        """Let a viewer go; safe to repeat."""
        self.viewers.discard(viewer)
        self._late.discard(viewer)
        self._desks.discard(viewer)

    def note_news(self, *, prompt: bool = False) -> None:
        """Something happened in the room; `prompt` when money or goods have moved."""
        self._news.set()
        if prompt:
            self._prompt.set()

    def note_link(self, linked: bool) -> None:
        """The channel stands, or broke; either way something may have been missed."""
        self._linked = linked
        self._news.set()

    async def run(self) -> None:
        """Look after the room until cancelled, or until it is gone; no stream outlives it."""
        try:
            while True:
                self._news.clear()
                self._prompt.clear()
                begun = asyncio.get_running_loop().time()
                await self._look()
                await self._rest(asyncio.get_running_loop().time() - begun)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), (REFRESH if self._linked else POLL) - TICK)
        except SessionUnknown:
            _log.info("room is gone", session=str(self.session_id))
        finally:
            self.cut_all()

    def cut_all(self) -> None:
        """End every stream and every socket."""
        for viewer in list(self.viewers):
            viewer.end()

    async def _rest(self, took: float) -> None:
        """Let a tick pass since a look began that took `took` seconds; less when money or goods move meanwhile."""
        await asyncio.sleep(max(BREATH, PROMPT - took))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._prompt.wait(), TICK - max(PROMPT, took + BREATH))

    async def _look(self) -> None:
        late = self._late
        self._late = set()
        try:
            frame = await self._read(len(self.viewers) - len(self._desks))
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            _log.warning("room could not be read", session=str(self.session_id), error=type(error).__name__)
            await self._make_do(late)
            return
        self._whole = encode(frame)
        said = sameness(frame)
        changed = said != self._said
        before = self.viewers - late
        if changed:
            unsent = encode(self._unsent(frame))
            self._said, self._sent = said, frozenset(comment.id for comment in frame.comments)
            await tell(before, unsent)
        else:
            await self._keep_alive(before)
        await tell(late & self.viewers, self._whole)
        if changed or late:
            self._quiet_since = asyncio.get_running_loop().time()

    async def _make_do(self, late: set[Listener]) -> None:
        """Give who has just come the last room there was, or have them wait for the first."""
        if self._whole is None:
            self._late |= late & self.viewers
        else:
            await tell(late & self.viewers, self._whole)

    def _unsent(self, frame: Frame) -> Frame:
        """What is new since the last frame, not what moved up because a newer line was taken down."""
        oldest = min(self._sent, default=UUID(int=0))
        fresh = [comment for comment in frame.comments if comment.id not in self._sent and comment.id > oldest]
        return msgspec.structs.replace(frame, comments=fresh)

    async def _keep_alive(self, viewers: Collection[Listener]) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._quiet_since >= QUIET:
            self._quiet_since = now
            await tell(viewers, SIGN_OF_LIFE)


def encode(frame: Frame) -> Told:
    """The frame, once as an event and once for sockets."""
    return told_of(frame.seq, msgspec.json.encode(frame))
