"""Stills of takes whose publisher sends none: cut from a key frame by ffmpeg, where the machine has it."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from uuid import UUID

import structlog

from shop.core.errors import Refusal
from shop.local.identity import Identity
from shop.local.privileges import before_exec
from shop.media.pillow_gateway import small_jpeg
from shop.video.names import folder, still_name
from shop.video.storage import Storage

EVERY = 10_000  # milliseconds of film between two stills of a session, as a host's page has it
AT_ONCE = 2  # programs of one process; a session that comes while they run has its still later
PATIENCE = 10.0  # seconds for one still
_MOST = 500  # sessions that are remembered
_PORTRAIT = "scale=360:640:force_original_aspect_ratio=increase,crop=360:640"

_log = structlog.get_logger("shop.broadcast")


class StillCutter:
    """Cuts a still now and then out of what is recorded. Film never waits for it, and none of its faults end a take."""

    def __init__(self, program: Path, storage: Storage) -> None:
        self._program = program
        self._storage = storage
        self._last: dict[UUID, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def offer(self, session_id: UUID, head: bytes, segment: bytes, moment: int) -> None:
        """Take a segment filmed at `moment` (ms of Unix time), if a still is due; returns at once."""
        if len(self._tasks) >= AT_ONCE or abs(moment - self._last.get(session_id, 0)) < EVERY:
            return
        if len(self._last) >= _MOST:
            self._last.clear()
        self._last[session_id] = moment
        task = asyncio.create_task(self._cut(session_id, head + segment, moment), name=f"still {session_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Wait for what is being cut."""
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _cut(self, session_id: UUID, film: bytes, moment: int) -> None:
        try:
            picture = await asyncio.wait_for(_first_frame(self._program, film), PATIENCE)
            clean = await asyncio.to_thread(small_jpeg, picture)
            await self._storage.put(folder(str(session_id)) + still_name(moment), clean)
        except (Refusal, OSError, TimeoutError) as error:
            _log.warning("a still could not be cut", session=str(session_id), error=type(error).__name__)


async def _first_frame(program: Path, film: bytes) -> bytes:
    """The first picture of a head and a segment as a JPEG. The program gets nothing but these bytes."""
    process = await asyncio.create_subprocess_exec(
        str(program), "-hide_banner", "-loglevel", "error", "-threads", "1", "-protocol_whitelist", "pipe",
        "-f", "mp4", "-i", "pipe:0", "-frames:v", "1", "-an", "-vf", _PORTRAIT, "-threads", "1",
        "-q:v", "5", "-f", "mjpeg", "pipe:1",
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd="/", env={"PATH": os.defpath}, start_new_session=True,
        preexec_fn=before_exec(Identity(os.geteuid(), os.getegid(), ""), signal.SIGKILL, None),
    )  # fmt: skip
    try:
        picture, _ = await process.communicate(film)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return picture
