"""Runs use cases inside Celery: one event loop and one engine per worker process, made after the fork."""

import asyncio
import os
import zlib
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec

import structlog
import uvloop
from celery import Task
from celery.signals import worker_process_shutdown
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from config.settings import Settings
from shop.core.db import Sessions, make_engine, make_sessions, short
from shop.core.request_id import begin_request
from workers.app import SETTINGS, celery

P = ParamSpec("P")

TIME_LIMIT = 60  # seconds one transaction of work may take; below the hard limit of workers/app.py
ROUNDS = 20  # transactions of one sweep before the next beat goes on
SWEEP_LOCKS = 7001  # upper half of the advisory locks of sweeps

log = structlog.get_logger("workers")


@dataclass(frozen=True)
class Worker:
    """What one worker process holds open."""

    settings: Settings
    sessions: Sessions
    engine: AsyncEngine
    runner: "asyncio.Runner"
    pid: int

    def close(self) -> None:
        """Give the connections back."""
        self.runner.run(self.engine.dispose())
        self.runner.close()


Program = Callable[Concatenate[Worker, P], Coroutine[Any, Any, None]]
UseCase = Callable[Concatenate[AsyncSession, P], Awaitable[None]]
Sweep = Callable[[AsyncSession, int], Awaitable[int]]


class _Here:
    """The worker of this process, made when it is first needed: never before the fork."""

    def __init__(self) -> None:
        self._worker: Worker | None = None

    def worker(self) -> Worker:
        """The worker of this process; what a parent may have left is not touched."""
        if self._worker is None or self._worker.pid != os.getpid():
            engine = make_engine(SETTINGS, SETTINGS.worker_pool)
            runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
            self._worker = Worker(SETTINGS, make_sessions(engine), engine, runner, os.getpid())
        return self._worker

    def close(self) -> None:
        """Close this process's own worker."""
        if self._worker is not None and self._worker.pid == os.getpid():
            self._worker.close()
        self._worker = None


_here = _Here()


@worker_process_shutdown.connect
def _close(**_facts: object) -> None:
    _here.close()


def program(name: str, queue: str) -> Callable[[Program[P]], "Task[P, None]"]:
    """Make a Celery task of a coroutine that manages its own short transactions."""

    def make(work: Program[P]) -> "Task[P, None]":
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            begin_request()
            worker = _here.worker()
            worker.runner.run(work(worker, *args, **kwargs))

        celery.conf.task_routes[name] = {"queue": queue}
        return celery.task(name=name)(run)

    return make


def task(name: str, queue: str) -> Callable[[UseCase[P]], "Task[P, None]"]:
    """Make a Celery task of an async use case `(session, …)`: one call, one transaction."""

    def make(use_case: UseCase[P]) -> "Task[P, None]":
        async def run(worker: Worker, /, *args: P.args, **kwargs: P.kwargs) -> None:
            async with asyncio.timeout(TIME_LIMIT), short(worker.sessions) as session:
                await use_case(session, *args, **kwargs)

        return program(name, queue)(run)

    return make


def sweep(name: str, queue: str, limit: int = 500) -> Callable[[Sweep], "Task[[], None]"]:
    """Make a Celery task of `(session, limit) -> how many`: repeated, a transaction each, until little is left.

    One sweep of a name runs at a time in the whole installation; a second one returns at once.
    """

    def make(use_case: Sweep) -> "Task[[], None]":
        async def run(worker: Worker, /) -> None:
            await run_sweep(worker.sessions, name, use_case, limit)

        return program(name, queue)(run)

    return make


async def run_sweep(sessions: Sessions, name: str, use_case: Sweep, limit: int) -> int:
    """Run `use_case` until a round brings fewer than `limit`; return the sum. See `sweep`."""
    total = 0
    for _ in range(ROUNDS):
        async with asyncio.timeout(TIME_LIMIT), short(sessions) as session:
            if not await _alone(session, name):
                break
            found = await use_case(session, limit)
        total += found
        if found < limit:
            break
    if total:
        log.info("swept", sweep=name, rows=total)
    return total


async def _alone(session: AsyncSession, name: str) -> bool:
    number = SWEEP_LOCKS << 32 | zlib.crc32(name.encode())
    taken = await session.scalar(text("SELECT pg_try_advisory_xact_lock(:number)"), {"number": number})
    return bool(taken)
