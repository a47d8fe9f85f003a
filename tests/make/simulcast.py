"""A session's live playlist, played by ffmpeg, and a platform that takes its picture by RTMP."""

import asyncio
import contextlib
import functools
import http.server
import socket
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from config.settings import Settings
from shop.broadcast.ffmpeg import find_ffmpeg
from shop.broadcast.models import Source, StreamKey, Take
from shop.simulcast.models import SimulcastTarget
from tests.make import accounts

PROGRAM = find_ffmpeg(Settings())
needs_ffmpeg = pytest.mark.skipif(PROGRAM is None, reason="ffmpeg is not installed")
KEY = "khoa-bi-mat-1234?s=9&x=1"


def free_port():
    """A port nobody has now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextlib.contextmanager
def playing(folder, slug):
    """The address of a web process that has `slug`'s live playlist, one second a piece."""
    room = folder / "video" / slug
    room.mkdir(parents=True)
    words = [
        *("-loglevel", "error", "-re", "-f", "lavfi", "-i", "testsrc=size=180x320:rate=10"),
        *("-re", "-f", "lavfi", "-i", "sine", "-c:v", "libx264", "-preset", "ultrafast", "-g", "10"),
        *("-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "hls", "-hls_time", "1", "-hls_list_size", "8"),
        *("-hls_segment_type", "fmp4", "-hls_segment_filename", str(room / "%d.m4s"), str(room / "live.m3u8")),
    ]
    handler = functools.partial(_Quiet, directory=str(folder))
    with subprocess.Popen([PROGRAM, "-nostdin", *words]) as source, _Http(("127.0.0.1", 0), handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        try:
            while not (room / "2.m4s").exists():
                time.sleep(0.1)
            yield f"http://127.0.0.1:{web.server_address[1]}"
        finally:
            source.kill()
            web.shutdown()


class _Http(http.server.ThreadingHTTPServer):
    daemon_threads = True


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_words):
        pass


class Platform:
    """A platform: takes one picture into a file and remembers what it was told."""

    def __init__(self, folder, port=None):
        self.port = port or free_port()
        self.file, self.log = folder / f"{self.port}.flv", folder / f"{self.port}.log"
        self._process = None

    @property
    def address(self):
        return f"rtmp://127.0.0.1:{self.port}/live"

    @property
    def received(self):
        """Bytes of the picture so far."""
        return self.file.stat().st_size if self.file.exists() else 0

    def __enter__(self):
        words = ["-nostdin", "-loglevel", "verbose", "-listen", "1", "-f", "flv", "-i", f"{self.address}/ten-khac"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [PROGRAM, *words, "-c", "copy", "-flush_packets", "1", "-y", str(self.file)], stderr=log
            )
        return self

    def __exit__(self, *_what):
        self._process.kill()
        self._process.wait()


async def on_screen(sessions, stall, *, since=timedelta(minutes=1)):
    """The session has a picture."""
    async with sessions() as session, session.begin():
        key = StreamKey(session_id=stall.live.id, key_hash=stall.live.id.bytes, hint="abcd", made_by=stall.host.id)
        session.add(key)
        await session.flush()
        began = datetime.now(UTC) - since
        take = Take(
            session_id=stall.live.id, number=1, key_id=key.id, source=Source.BROWSER, seen_at=began, created_at=began
        )
        session.add(take)


async def add(client, stall, address, *, key=KEY, platform="other", send=True):
    """The host adds a target and sends there; returns its id."""
    await accounts.signed_in(client, stall.host)
    body = {"platform": platform, "address": address, "key": key}
    reply = await client.post(f"{stall.path}/simulcast", json=body)
    assert reply.status_code == 201, reply.text
    target = reply.json()["id"]
    if send:
        await client.post(f"{stall.path}/simulcast/{target}/send")
    return target


async def state_of(sessions, target):
    """The target as it stands."""
    async with sessions() as session:
        return await session.get(SimulcastTarget, UUID(target))


async def reaches(sessions, target, state, within=60):
    """The target once it is in `state`, or as it stands after `within` seconds."""
    for _ in range(within * 4):
        found = await state_of(sessions, target)
        if found.state is state:
            break
        await asyncio.sleep(0.25)
    return found


async def ticks_until(server, sessions, target, *states, within=60):
    """Let the process work until the target is in one of the states; the target."""
    async with asyncio.timeout(within):
        while True:
            await server.tick()
            found = await state_of(sessions, target)
            if found.state in states:
                return found
            await asyncio.sleep(0.2)
