"""Comments that order: each is written, read, kept and placed through the drop, as a web process does it; no HTTP."""

import asyncio
import time

import uvloop
from drop import _ROOM, _STOCK
from stack import stack

from config.settings import Settings
from shop.cli.processes import keep_loaded
from shop.comment_orders.drop import make_drop
from shop.comment_orders.work import Work
from shop.core.actor import Actor
from shop.core.db import make_engine, make_sessions
from shop.livestream.comment import Said

_COMMENTS = 1000
_AT_ONCE = 32
_WARM = 100
_LINE_UP = """
INSERT INTO line_up (session_id, variant_id, code, position)
SELECT pin.session_id, pin.variant_id, 'A1', 0 FROM pin RETURNING variant_id::text AS variant
"""
_PLACED = "SELECT count(*)::int AS placed FROM comment_wish WHERE state = 'placed'"


def a_second() -> dict[str, float]:
    """32 writers of one room; every comment orders a piece of what is pinned, from a guest of its own."""
    with stack() as made:
        variant = made.sql(_ROOM)[0]["variant"]
        made.sql(_LINE_UP)
        made.sql(_STOCK, variant, 10 * _COMMENTS)
        keep_loaded()
        rate = uvloop.run(_measured(Settings(database_url=made.servers.database_url, secret_key="x" * 40)))
        placed = made.sql(_PLACED)[0]["placed"]
    if placed != _WARM + _COMMENTS:
        raise RuntimeError(f"of {_WARM + _COMMENTS} comments {placed} became orders")
    return {"comments_s": rate}


async def _measured(settings: Settings) -> float:
    engine, flushing = make_engine(settings, settings.database_pool), make_engine(settings, 2)
    drop = make_drop(settings, make_sessions(flushing))
    work = Work.of(settings, make_sessions(engine), drop, _allow)
    try:
        await _write(work, range(_WARM))
        began = time.perf_counter()
        await _write(work, range(_WARM, _WARM + _COMMENTS))
        return _COMMENTS / (time.perf_counter() - began)
    finally:
        await drop.close()
        await engine.dispose()
        await flushing.dispose()


async def _write(work: Work, numbers: range) -> None:
    waiting = iter(numbers)

    async def writer() -> None:
        for number in waiting:
            guest = number.to_bytes(16, "big")
            said = Said(text=f"chốt a1 09{number % 10**8 + 12_000_000:08}", client_id=f"bench-{number:06}", guest=guest)
            await work.take(Actor(), "gian-bench", said, guest)

    await asyncio.gather(*(writer() for _ in range(_AT_ONCE)))


async def _allow(_phone: str) -> None:
    """No limits here, as in the other figures of a crowd."""
