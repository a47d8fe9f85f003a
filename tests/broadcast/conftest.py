"""Publishers before a real uvicorn, and the recording of a real browser they send."""

import asyncio
import contextlib
import json
from datetime import timedelta

import httpx
import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from config.settings import Settings
from shop.broadcast.latest import Latest
from shop.broadcast.models import TakeEnd
from shop.broadcast.publish import close_take
from shop.broadcast.recorder import Recorder
from shop.core.clock import now
from shop.core.db import short
from shop.core.redis import make_redis
from shop.video.folder_storage import FolderStorage
from tests.livestream.conftest import PATIENCE, serve, served, tell
from tests.make import broadcast, livestream
from tests.video.recordings import HOST as RECORDING

__all__ = ["RECORDING", "serve", "tell"]

CHUNK = 4000


@pytest.fixture
async def stall(sessions):
    """A stall on air; `stall.key` is its stream key."""
    async with sessions() as session:
        made = await livestream.stall(session)
        made.key = await broadcast.key(session, made)
        await session.commit()
    return made


@pytest.fixture(scope="package")
async def video(settings, tmp_path_factory):
    """The shop, served to all tests here, not elsewhere: what it does by itself would be in the way there.

    `video.folder` is where its video lies.
    """
    folder = tmp_path_factory.mktemp("video")
    async with served(msgspec.structs.replace(settings, video_dir=str(folder))) as running:
        running.folder = folder
        yield running


async def film(sessions, folder, stall, since=timedelta(seconds=2)):
    """Record a take of the stall that begins so long after this moment; return its pieces."""
    redis = make_redis(Settings(redis_url="redis://127.0.0.1:1/0"))
    storage = FolderStorage(folder)
    async with short(sessions) as session:
        opened = await broadcast.take(session, stall)
        begin = round((await now(session) + since).timestamp() * 1000)
    recorder = Recorder(storage, redis, opened, lambda: begin)
    await recorder.write(RECORDING)
    await recorder.close()
    await redis.aclose()
    async with short(sessions) as session:
        await close_take(session, opened.take_id, TakeEnd.LOST)
    kept = await Latest(storage, redis).kept(stall.live.id)
    return [piece for piece in kept if piece.take == opened.number]


@pytest.fixture
async def reader(video):
    """Who asks the served application for playlists and segments."""
    async with httpx.AsyncClient(base_url=video.url, timeout=60) as client:
        yield client


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
            await asyncio.sleep(0)
