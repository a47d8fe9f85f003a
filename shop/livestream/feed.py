"""The feed of one room in one process: reads the room when something happened, encodes once, gives to all."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec
import structlog
from sqlalchemy.exc import SQLAlchemyError

from shop.livestream.errors import SessionUnknown
from shop.livestream.room import Frame, sameness

TICK = 0.25  # seconds between two frames of a room at the least
REFRESH = 5.0  # seconds after which a quiet room is looked at again: viewers, an absent host, a date that passed
POLL = 1.0  # the same while Redis is away
QUIET = 15.0  # seconds after which a silent stream is given a sign of life
BACKLOG = 16  # chunks a slow reader may be behind (at least four seconds) before it is cut

_SIGN_OF_LIFE = b": \n\n"
_log = structlog.get_logger("shop.livestream")

ReadRoom = Callable[[int], Awaitable[Frame]]
"""Reads the room, given how many watch it in this process."""


class Viewer:
    """One open stream. `cut` is set when it is to end: it fell behind, or the process stops."""

    def __init__(self) -> None:
        self.chunks: asyncio.Queue[bytes] = asyncio.Queue(BACKLOG)
        self.cut = asyncio.Event()

    def give(self, chunk: bytes) -> None:
        """Put `chunk` into its queue; a reader who lets the queue fill is cut."""
        try:
            self.chunks.put_nowait(chunk)
        except asyncio.QueueFull:
            self.cut.set()


class Feed:
    """Frames of one room for its viewers in this process.

    Whoever comes is given a whole snapshot by the next look, at most a tick later; the others get a frame
    only when something but the clock has changed.
    """

    def __init__(self, session_id: UUID, read: ReadRoom) -> None:
        self.session_id = session_id
        self.viewers: set[Viewer] = set()
        self._read = read
        self._late: set[Viewer] = set()
        self._news = asyncio.Event()
        self._linked = False
        self._said = b""
        self._sent: frozenset[UUID] = frozenset()
        self._whole = b""
        self._quiet_since = 0.0

    def join(self, viewer: Viewer) -> None:
        """Take a viewer in."""
        self.viewers.add(viewer)
        self._late.add(viewer)
        self._news.set()

    def leave(self, viewer: Viewer) -> None:
        """Let a viewer go; safe to repeat."""
        self.viewers.discard(viewer)
        self._late.discard(viewer)

    def note_news(self) -> None:
        """Something happened in the room."""
        self._news.set()

    def note_link(self, linked: bool) -> None:
        """The channel stands, or broke; either way something may have been missed."""
        self._linked = linked
        self._news.set()

    async def run(self) -> None:
        """Look after the room until cancelled, or until it is gone; no stream outlives it."""
        try:
            while True:
                self._news.clear()
                await self._look()
                await asyncio.sleep(TICK)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), (REFRESH if self._linked else POLL) - TICK)
        except SessionUnknown:
            _log.info("room is gone", session=str(self.session_id))
        finally:
            self.cut_all()

    def cut_all(self) -> None:
        """End every stream."""
        for viewer in self.viewers:
            viewer.cut.set()

    async def _look(self) -> None:
        late = self._late
        self._late = set()
        try:
            frame = await self._read(len(self.viewers))
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            _log.warning("room could not be read", session=str(self.session_id), error=type(error).__name__)
            self._late |= late & self.viewers if not self._whole else set()
            self._give(late, self._whole)
            return
        self._whole = encode(frame)
        said = sameness(frame)
        changed = said != self._said
        if changed:
            self._give(self.viewers - late, encode(self._unsent(frame)))
        else:
            self._keep_alive(self.viewers - late)
        self._give(late, self._whole)
        if changed or late:
            self._quiet_since = asyncio.get_running_loop().time()
        self._said = said
        self._sent = frozenset(comment.id for comment in frame.comments)

    def _unsent(self, frame: Frame) -> Frame:
        """What is new since the last frame, not what moved up because a newer line was taken down."""
        oldest = min(self._sent, default=UUID(int=0))
        fresh = [comment for comment in frame.comments if comment.id not in self._sent and comment.id > oldest]
        return msgspec.structs.replace(frame, comments=fresh)

    def _keep_alive(self, viewers: set[Viewer]) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._quiet_since >= QUIET:
            self._give(viewers, _SIGN_OF_LIFE)
            self._quiet_since = now

    def _give(self, viewers: set[Viewer], chunk: bytes) -> None:
        if chunk:
            for viewer in viewers & self.viewers:
                viewer.give(chunk)


def encode(frame: Frame) -> bytes:
    """The frame as one server-sent event."""
    return b"event: frame\nid: %d\ndata: %b\n\n" % (frame.seq, msgspec.json.encode(frame))
