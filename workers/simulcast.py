"""The process `shop simulcast`, and what ends with a session. Several may run; each may die at any line."""

import asyncio
import contextlib
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.db import make_engine, make_sessions
from shop.markets.events import RoomEvent
from shop.simulcast.end import end_targets
from shop.simulcast.serve import Server
from workers.subscribe import subscriber

POOL = 2  # connections
TICK = 1.0  # seconds between two looks at what is wanted
STEP_LIMIT = 30.0  # seconds of one look; a frozen server must not hold the loop for ever

log = structlog.get_logger("workers.simulcast")


@subscriber("simulcast.end", "live")
async def end_simulcast(session: AsyncSession, _event_id: UUID, event: RoomEvent) -> None:
    """A session is over or called off: its targets stop, their keys go."""
    await end_targets(session, event.session_id)


async def run_simulcast(settings: Settings, stop: asyncio.Event) -> None:
    """Send pictures on until `stop` is set. Loss of PostgreSQL is waited out; programs do not outlive their leases."""
    engine = make_engine(settings, POOL)
    server = Server(settings, make_sessions(engine))
    failures = 0
    try:
        while not stop.is_set():
            failures = 0 if await _looks_well(server, failures) else failures + 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), TICK)
    finally:
        with contextlib.suppress(OSError):
            await server.close()
        await engine.dispose()


async def _looks_well(server: Server, failures: int) -> bool:
    """One look; what goes wrong is said once, and again when it works."""
    try:
        async with asyncio.timeout(STEP_LIMIT):
            await server.tick()
    except Exception as error:
        if failures:
            log.debug("the targets could not be looked at again", failures=failures, error=repr(error))
        else:
            log.exception("the targets could not be looked at; trying until it works")
        await server.keep_to_lease()
        return False
    if failures:
        log.info("the targets can be looked at again", failures=failures)
    return True
