"""Video from glass to glass: a clock in the picture, filmed by a browser, carried by the shop, read off a screen."""

import asyncio
import os
import signal
from pathlib import Path
from urllib.parse import urljoin

from drop import _ROOM
from playwright.async_api import Browser
from proc import cpu_seconds
from sqlalchemy import select
from stack import SECRET, Running, Stack, free_port, stack
from watchers import chromium, filming, seen_by, watching

from config.settings import Settings
from shop.broadcast.keys import make_key
from shop.core.actor import Actor
from shop.core.db import make_engine, make_sessions, short
from shop.core.i18n import DEFAULT
from shop.markets.models import LiveSession
from shop.video.names import Piece, piece_of

SLUG = "gian-bench"
_SETTLE = 5.0  # seconds a take has been on before anything is looked at
_WATCH = 25.0  # seconds each viewer looks
_ALONE = 15.0  # seconds in which nobody looks: the cost of taking the picture in
_LIVE = f"/video/{SLUG}/live.m3u8"
_VIEWERS = 1000
_LOAD = 4.0  # seconds of load on a playlist and on a segment


def chains() -> dict[str, float]:
    """A browser films; others watch by HLS and by the fast mode; the cost of one stream and of a thousand viewers."""
    with stack() as made:
        made.sql(_ROOM)
        with made.web(limits=0) as web:
            return asyncio.run(_filmed(made, web))


def rtmp() -> dict[str, float]:
    """A program like OBS publishes by RTMP, a browser watches by HLS; the cost of taking that in."""
    with stack() as made:
        made.sql(_ROOM)
        port = free_port()
        with made.web(limits=0, rtmp_port=port) as web:
            return asyncio.run(_published(made, web, port))


def killed() -> dict[str, float]:
    """The web process is killed while a host films: how much of what was filmed is not kept."""
    with stack() as made:
        made.sql(_ROOM)
        with made.web(limits=0) as web:
            filmed = asyncio.run(_filmed_and_killed(made, web))
        kept = sum(piece.lasting for piece in pieces_in(made.folder)) / 1000
    return {"video_replay_missing_s": filmed - kept, "video_replay_filmed_s": filmed}


async def _filmed(made: Stack, web: Running) -> dict[str, float]:
    async with chromium() as browser:
        resting = await _core(web, _ALONE)
        async with filming(browser, web, SLUG, await _key(made)):
            await asyncio.sleep(_SETTLE)
            found = {"video_ingest_core": await _core(web, _ALONE) - resting}
            found |= await _watched(browser, web, "fast", "fast")
            found |= await _watched(browser, web, "hls", "steady")
            found["video_1k_viewers_core"] = await asyncio.to_thread(_crowd_core, web)
    return found


async def _published(made: Stack, web: Running, port: int) -> dict[str, float]:
    resting = await _core(web, _ALONE)
    address = f"rtmp://127.0.0.1:{port}/live/{SLUG}?key={await _key(made)}"
    async with chromium() as browser:
        with made.running("bench/rtmp_clock.py", address, serves=False):
            await asyncio.sleep(_SETTLE)
            found = {"video_rtmp_core": await _core(web, _ALONE) - resting}
            return found | await _watched(browser, web, "rtmp", "steady")


async def _filmed_and_killed(made: Stack, web: Running) -> float:
    async with chromium() as browser, filming(browser, web, SLUG, await _key(made)) as host:
        await asyncio.sleep(_SETTLE + _ALONE)
        filmed = await host.evaluate("(Date.now() - began) / 1000")
        os.kill(web.pid, signal.SIGKILL)
    return float(filmed)


async def _watched(browser: Browser, web: Running, name: str, way: str) -> dict[str, float]:
    async with watching(browser, web, SLUG, way) as viewer:
        await asyncio.sleep(_WATCH)
        return seen_by(await viewer.evaluate("found"), name)


async def _key(made: Stack) -> str:
    """A stream key of the session, as its host makes one."""
    engine = make_engine(Settings(database_url=made.servers.database_url, secret_key=SECRET), 1)
    try:
        async with short(make_sessions(engine)) as session:
            [host] = (await session.scalars(select(LiveSession.host_id))).all()
            return (await make_key(session, Actor(person_id=host, locale=DEFAULT), SLUG, secret=SECRET)).key
    finally:
        await engine.dispose()


async def _core(web: Running, seconds: float) -> float:
    """The share of a core the web process takes just now."""
    before = cpu_seconds(web.pid)
    await asyncio.sleep(seconds)
    return (cpu_seconds(web.pid) - before) / seconds


def _crowd_core(web: Running) -> float:
    """Cores that a thousand viewers cost: each asks for the playlist and for one segment a second."""
    _, playlist = web.get(_LIVE)
    newest = [line for line in playlist.decode().splitlines() if line.endswith(".m4s")][-1]
    return _VIEWERS * sum(_cost(web, path) for path in (_LIVE, urljoin(_LIVE, newest)))


def _cost(web: Running, path: str) -> float:
    """CPU seconds of one answer."""
    before = cpu_seconds(web.pid)
    seen = web.load(path, _LOAD)
    return (cpu_seconds(web.pid) - before) / sum(seen["statuses"].values())


def pieces_in(folder: Path) -> list[Piece]:
    """The segments kept below the data directory of a stack."""
    found = [piece_of(f"{path.parent.name}/{path.name}") for path in folder.rglob("*.m4s")]
    return sorted(piece for piece in found if piece is not None)
