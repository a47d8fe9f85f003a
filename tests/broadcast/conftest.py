"""Publishers before a real uvicorn, and the recording of a real browser they send."""

import asyncio
import contextlib
import json
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.livestream.conftest import PATIENCE, serve, tell
from tests.make import broadcast, livestream

__all__ = ["serve", "tell"]

RECORDING = (Path(__file__).parents[1] / "video" / "host.mp4").read_bytes()
CHUNK = 4000


@pytest.fixture
async def stall(sessions):
    """A stall on air; `stall.key` is its stream key."""
    async with sessions() as session:
        made = await livestream.stall(session)
        made.key = await broadcast.key(session, made)
        await session.commit()
    return made


@pytest.fixture
async def video(serve, tmp_path):
    """The shop, served; `video.folder` is where its video lies."""
    async with serve(video_dir=str(tmp_path)) as running:
        running.folder = tmp_path
        yield running


class Publisher:
    """A socket to the shop, as a host's page holds one."""

    def __init__(self, socket):
        self.socket = socket

    async def hello(self, key, **said):
        """Say the first message; return what is answered."""
        await self.socket.send(json.dumps({"key": key, "mime": "video/mp4"} | said))
        return await self.heard()

    async def heard(self):
        """The next message, read."""
        async with asyncio.timeout(PATIENCE):
            return json.loads(await self.socket.recv())

    async def film(self, data=RECORDING, chunk=CHUNK):
        """Send a recording in pieces."""
        for at in range(0, len(data), chunk):
            await self.socket.send(data[at : at + chunk])

    async def closing(self):
        """The code the shop closes with; what it says before is passed over."""
        async with asyncio.timeout(PATIENCE):
            with contextlib.suppress(ConnectionClosed):
                while True:
                    await self.socket.recv()
        return self.socket.close_code


@contextlib.asynccontextmanager
async def publishing(running, stall, **said):
    """Open a publisher's socket."""
    options = {"origin": running.url, "compression": None, "proxy": None} | said
    async with connect(f"ws://127.0.0.1:{running.port}{stall.path}/ingest", **options) as socket:
        yield Publisher(socket)


async def until(asked, holds):
    """Ask until the answer is as wanted; return it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await asked()
            if holds(found):
                return found
            await asyncio.sleep(0.05)
