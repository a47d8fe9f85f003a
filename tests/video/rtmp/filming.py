"""Publishers of tests: ffmpeg as OBS would be; and a gate and sinks that take their picture."""

import asyncio
import contextlib
import shutil
import subprocess
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shop.video.errors import MediaBroken
from shop.video.rtmp.gate import Parting
from shop.video.rtmp.publisher import Patience
from shop.video.rtmp.server import Doors, RtmpServer
from shop.video.rtmp.talk import Wish

KEY = "key=right"
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="Debian's ffmpeg is not installed")


class Kept:
    """A sink that keeps everything, and can be told to want no more."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.parting: Parting | None = None
        self.over = False
        self.came, self.done = asyncio.Semaphore(0), asyncio.Event()

    async def write(self, data: bytes) -> None:
        self.pieces.append(data)
        self.came.release()

    async def stay(self) -> None:
        if self.over:
            raise MediaBroken("the key was taken back")

    async def close(self, parting: Parting) -> None:
        assert self.parting is None, "a sink is closed once"
        self.parting = parting
        self.done.set()


class OneKey:
    """A gate that opens to one key."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.sinks: asyncio.Queue[Kept] = asyncio.Queue()

    async def open(self, wish: Wish, address: str) -> Kept:
        self.wishes.append(wish)
        if wish.query != KEY:
            raise MediaBroken("the key is wrong")
        kept = Kept()
        self.sinks.put_nowait(kept)
        return kept

    async def sink(self, *, pieces: int = 0) -> Kept:
        """The next sink, once it has so many pieces; without a number, once it is closed."""
        async with asyncio.timeout(30):
            kept = await self.sinks.get()
            for _ in range(pieces):
                await kept.came.acquire()
            if not pieces:
                await kept.done.wait()
        return kept


@contextlib.asynccontextmanager
async def open_port(gate: OneKey, *, doors: Doors | None = None, **patience: float) -> AsyncIterator[int]:
    """The port of a server that runs for a while."""
    server = RtmpServer(gate, Patience(**patience), doors)
    await server.open("127.0.0.1", 0)
    try:
        yield server.port
    finally:
        await server.close()


def film(
    target: Path, *, seconds: float = 4, rate: int = 48_000, channels: int = 2, between: int = 0, every: int = 25
) -> Path:
    """A film as OBS would send it: `between` B-frames, a key frame `every` so many of 25 a second."""
    picture = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25"]
    sound = ["-f", "lavfi", "-i", f"sine=frequency=440:sample_rate={rate}", "-ac", str(channels)]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-bf", str(between), "-g", str(every), "-pix_fmt", "yuv420p"]
    return made(
        target, *picture, *sound, "-t", str(seconds), *coded, "-c:a", "aac", "-flvflags", "no_duration_filesize"
    )


def made(target: Path, *options: str) -> Path:
    """What ffmpeg writes with these options."""
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-y", *options, target],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return target


async def send(port: int, source: Path, *, name: str = "phien-2", query: str = KEY) -> Process:
    """ffmpeg on its way to `port`, at the speed of life."""
    address = f"rtmp://127.0.0.1:{port}/live/{name}?{query}"
    command = ["ffmpeg", "-v", "warning", "-nostdin", "-re", "-i", str(source), "-c", "copy", "-f", "flv"]
    command += ["-flvflags", "no_duration_filesize", address]
    return await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
