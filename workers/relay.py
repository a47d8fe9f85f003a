"""The relay: carries events from the outbox to workers and rooms. Several may run; each may die at any line."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from celery import Celery

from config.settings import Settings
from shop.core.backlog import look_at_backlog
from shop.core.db import Sessions, make_engine, make_sessions, short
from shop.core.redis import make_redis
from shop.http.metrics import serve_figures
from workers.announce import Announcer, CatalogWatch
from workers.app import make_celery
from workers.expand import EVENTS, expand_events
from workers.figures import note_backlog
from workers.send import CLAIM, Claimed, claim_due, claim_unsent, send, unclaim

POOL = 5  # connections: one for each loop
BROKER_PATIENCE = 1.0  # seconds one look at the broker may take
STEP_LIMIT = 30.0  # seconds of one step; a frozen server must not hold a loop for ever
LONGEST_REST = 5.0  # seconds between two tries while PostgreSQL or the broker is away
MEASURE_EVERY = 5.0  # seconds between two looks at the backlog for its figures
GATHER = 0.3  # seconds between two sendings of what is worked together
RESEND_EVERY = 1.0  # seconds between two looks for deliveries that got lost

log = structlog.get_logger("workers.relay")


async def run_relay(settings: Settings, stop: asyncio.Event) -> None:
    """Run until `stop` is set. Loss of PostgreSQL, Redis or the broker is waited out.

    Polling every `relay_poll_ms` instead of LISTEN: docs/decisions/0004-relay-polls.md.
    """
    engine = make_engine(settings, POOL)
    relay = Relay(
        settings,
        make_sessions(engine),
        Announcer(make_redis(settings)),
        make_celery(settings, patience=BROKER_PATIENCE),
    )
    poll = settings.relay_poll_ms / 1000
    try:
        async with asyncio.TaskGroup() as loops:
            loops.create_task(_keep("expand", relay.expand, poll, stop))
            loops.create_task(_keep("send", relay.send_new, poll, stop))
            loops.create_task(_keep("gather", relay.send_gathered, GATHER, stop))
            loops.create_task(_keep("resend", relay.resend, RESEND_EVERY, stop))
            loops.create_task(_keep("catalog", relay.tell_catalog, poll, stop))
            if settings.metrics_port:
                serve_figures(settings.metrics_port + 1)
                loops.create_task(_keep("figures", relay.measure, MEASURE_EVERY, stop))
    finally:
        await relay.close()
        await engine.dispose()


class Relay:
    """The steps of the relay; each returns whether there is probably more to do at once."""

    def __init__(self, settings: Settings, sessions: Sessions, announcer: Announcer, celery: Celery) -> None:
        self._sessions = sessions
        self._announcer = announcer
        self._celery = celery
        self._resend_after = timedelta(seconds=settings.resend_after_seconds)
        self._changes = CatalogWatch()

    async def expand(self) -> bool:
        """Events -> deliveries; then, after the commit, room facts."""
        async with short(self._sessions) as session:
            expanded = await expand_events(session)
        await self._announcer.tell_rooms(expanded.facts)
        return expanded.events == EVENTS

    async def send_new(self) -> bool:
        """Send deliveries never sent, but those that are gathered."""
        async with short(self._sessions) as session:
            claimed = await claim_unsent(session)
        await self._send(claimed)
        return len(claimed) == CLAIM

    async def send_gathered(self) -> bool:
        """Send what has gathered since the last time."""
        async with short(self._sessions) as session:
            claimed = await claim_unsent(session, gathered=True)
        await self._send(claimed)
        return len(claimed) == CLAIM

    async def resend(self) -> bool:
        """Send again what was lost or has failed."""
        async with short(self._sessions) as session:
            claimed = await claim_due(session, self._resend_after)
        if claimed:
            log.info("sending again", deliveries=len(claimed))
        await self._send(claimed, again=True)
        return len(claimed) == CLAIM

    async def tell_catalog(self) -> bool:
        """Tell caches of changed lists, coalesced to one message a look."""
        async with short(self._sessions) as session:
            news = await self._changes.look(session)
        if news is not None:
            await self._announcer.tell_catalog(news)
        return False

    async def measure(self) -> bool:
        """Keep the figures of the outbox."""
        async with short(self._sessions) as session:
            note_backlog(await look_at_backlog(session))
        return False

    async def close(self) -> None:
        """Give connections back."""
        await self._announcer.close()
        await asyncio.to_thread(self._celery.close)

    async def _send(self, claimed: list[Claimed], *, again: bool = False) -> None:
        if not claimed:
            return
        left = await send(self._celery, claimed, again=again)
        if left:
            async with short(self._sessions) as session:
                await unclaim(session, left)
            raise ConnectionError(f"{len(left)} deliveries wait for the broker")


async def _keep(name: str, step: Callable[[], Awaitable[bool]], pause: float, stop: asyncio.Event) -> None:
    """Repeat `step`; after a failure rest ever longer, and say so once."""
    failures = 0
    while not stop.is_set():
        try:
            async with asyncio.timeout(STEP_LIMIT):
                more = await step()
        except Exception as error:
            failures += 1
            if failures == 1:
                log.exception("step failed; trying until it works", step=name)
            else:
                log.debug("step failed again", step=name, failures=failures, error=repr(error))
            rest = min(LONGEST_REST, 0.05 * 2**failures)
        else:
            if failures:
                log.info("step works again", step=name, failures=failures)
            failures, rest = 0, 0.0 if more else pause
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), rest)
