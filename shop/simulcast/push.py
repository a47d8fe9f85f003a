"""One running program that sends a picture on: started, watched, ended; never longer than its parent."""

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import Callable, Sequence
from pathlib import Path

from shop.local.identity import Identity
from shop.local.privileges import before_exec
from shop.simulcast.ffmpeg import command, preset
from shop.simulcast.rules import without

ASKED_TO_END = 3.0  # seconds a program has to say goodbye to the platform
STALLS_AFTER = 20.0  # seconds without a byte sent
STEADY_AFTER = 60.0  # seconds of sending after which earlier failures are forgotten
LONGEST_LINE = 65_536  # bytes of a line of the program


class Push:
    """A program that sends to one target. `said` is its last complaint, without the key."""

    def __init__(self, process: asyncio.subprocess.Process, key: str) -> None:
        self._process = process
        self._key = key
        self._loop = asyncio.get_running_loop()
        self._began = self._moved = self._loop.time()
        self._bytes = 0
        self.said: str | None = None
        self.was_steady = False
        assert process.stdout is not None
        assert process.stderr is not None
        self._readers = [
            asyncio.create_task(_lines(process.stdout, self._progress)),
            asyncio.create_task(_lines(process.stderr, self._complaint)),
        ]

    @classmethod
    async def start(cls, program: Path, source: str, address: str, key: str) -> "Push":
        """Start the program. It gets a session of its own, the key by a pipe, nothing of our environment."""
        return cls(await _spawn(command(program, source, address), preset(key)), key)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether the program is over."""
        return self._process.returncode is not None

    @property
    def flows(self) -> bool:
        """Whether bytes have gone to the platform."""
        return self._bytes > 0

    @property
    def stalled(self) -> bool:
        """Whether nothing has gone to the platform for too long."""
        return self._loop.time() - self._moved > STALLS_AFTER

    @property
    def steady(self) -> bool:
        """Whether it has been sending for long."""
        return self.flows and self._loop.time() - self._began > STEADY_AFTER

    async def end(self) -> None:
        """End the program and wait until it is gone. Safe to repeat."""
        if not self.ended:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), ASKED_TO_END)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    self._process.kill()
                await self._process.wait()
        await asyncio.gather(*self._readers, return_exceptions=True)

    def _progress(self, line: str) -> None:
        name, _, value = line.partition("=")
        if name == "total_size" and value.isdecimal() and int(value) > self._bytes:
            self._bytes, self._moved = int(value), self._loop.time()

    def _complaint(self, line: str) -> None:
        self.said = without(line, (self._key,)) or self.said


async def _spawn(words: Sequence[str], given: bytes) -> asyncio.subprocess.Process:
    """The program with `given` on its standard input: a real pipe, which it can open by its name again."""
    reader, writer = os.pipe()
    try:
        os.write(writer, given)  # shorter than a pipe holds
        os.close(writer)
        return await asyncio.create_subprocess_exec(
            *words,
            stdin=reader,
            stdout=PIPE,
            stderr=PIPE,
            cwd="/",
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,
            limit=LONGEST_LINE,
            preexec_fn=before_exec(Identity(os.geteuid(), os.getegid(), ""), signal.SIGKILL, None),
        )
    finally:
        os.close(reader)


async def _lines(stream: asyncio.StreamReader, take: Callable[[str], None]) -> None:
    """Give each line to `take`; one too long to be kept is left out."""
    while True:
        try:
            line = await stream.readline()
        except ValueError:
            continue
        if not line:
            return
        take(line.decode(errors="replace").strip())
