"""A relay driven step by step, and real Celery workers."""

import asyncio
import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import msgspec
import pytest
import redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from config.settings import Settings
from shop.core.db import Sessions, make_engine, make_sessions, short
from shop.core.events import Event
from shop.core.outbox import publish
from shop.core.redis import make_redis
from tests.workers.probe import GATE, Gated
from workers.announce import Announcer
from workers.app import make_celery
from workers.relay import Relay, run_relay

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds after which a wait is given up; nothing is asserted about time


async def eventually(look: Callable[[], Awaitable[object]]) -> object:
    """Look until it is true."""
    until = time.monotonic() + PATIENCE
    while not (found := await look()):
        assert time.monotonic() < until, "it never came"
        await asyncio.sleep(0.02)
    return found


class Effects:
    """What subscribers of the tests left behind."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions

    async def publish(self, *events: Event) -> None:
        async with short(self.sessions) as session:
            for event in events:
                publish(session, event)

    async def notes(self) -> list[str]:
        return await self._column("SELECT note FROM probe_effect ORDER BY note")

    async def done(self) -> list[bool]:
        return await self._column("SELECT done_at IS NOT NULL FROM outbox_delivery ORDER BY id")

    async def attempts(self) -> list[int]:
        return await self._column("SELECT attempts FROM outbox_delivery ORDER BY id")

    async def dead(self) -> list[str]:
        return await self._column("SELECT subscriber FROM outbox_delivery WHERE dead_at IS NOT NULL")

    async def at_the_gate(self) -> list[int]:
        return await self._column("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")

    async def _column(self, statement: str) -> list:
        async with short(self.sessions) as session:
            return list((await session.scalars(text(statement))).all())

    @asynccontextmanager
    async def closed_gate(self) -> AsyncIterator[None]:
        async with self.sessions() as session:
            await session.execute(text(f"SELECT pg_advisory_lock({GATE})"))
            yield
            await session.execute(text(f"SELECT pg_advisory_unlock({GATE})"))


@pytest.fixture(scope="session")
async def _probe_table(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE probe_effect (event_id uuid, note text)"))


@pytest.fixture
async def effects(sessions: Sessions, broker: "redis.Redis", _probe_table: None) -> AsyncIterator[Effects]:
    yield Effects(sessions)
    async with short(sessions) as session:
        await session.execute(text("TRUNCATE probe_effect"))


@pytest.fixture
def broker(settings: Settings) -> Iterator["redis.Redis"]:
    """The broker's database, with the queue nobody takes from emptied."""
    client = redis.Redis.from_url(settings.broker_url)
    client.delete("bulk")
    yield client
    client.close()


@pytest.fixture
def queued(broker: "redis.Redis") -> Callable[[str], list[str]]:
    """The delivery ids waiting in a queue of the broker."""

    def ids(queue: str) -> list[str]:
        bodies = [json.loads(message) for message in broker.lrange(queue, 0, -1)]
        return [one for body in bodies for one in json.loads(base64.b64decode(body["body"]))[0][0]]

    return ids


@pytest.fixture
async def make_relay(settings: Settings) -> AsyncIterator[Callable[..., Relay]]:
    """Make a relay to be driven step by step, with some settings changed; nothing is resent unless asked for."""
    relays, engines = [], []

    def make(**changes: object) -> Relay:
        changed = msgspec.structs.replace(settings, **({"resend_after_seconds": 3600} | changes))
        engine = make_engine(changed, 4)
        relay = Relay(changed, make_sessions(engine), Announcer(make_redis(changed)), make_celery(changed, patience=1))
        relays.append(relay)
        engines.append(engine)
        return relay

    yield make
    for relay in relays:
        await relay.close()
    for engine in engines:
        await engine.dispose()


@pytest.fixture
def relay(make_relay: Callable[..., Relay]) -> Relay:
    return make_relay()


@asynccontextmanager
async def running_relay(settings: Settings) -> AsyncIterator[None]:
    """A relay as the supervisor runs it, until the block ends."""
    stop = asyncio.Event()
    running = asyncio.create_task(run_relay(settings, stop))
    try:
        yield
    finally:
        stop.set()
        await running


class WorkerProcess:
    """A real `celery worker` with one child."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process

    def child(self) -> int:
        """The pid of the process that works."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(listed[-1])

    def kill_child(self) -> None:
        os.kill(self.child(), signal.SIGKILL)

    def kill(self) -> None:
        """Kill all of it, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def celery_worker(settings: Settings, queues: str, app: str = "tests.workers.probe:celery") -> Iterator[WorkerProcess]:
    """Run a real worker of an application of the tests, on their servers, until the block ends."""
    quiet = ("--without-mingle", "--without-gossip", "--without-heartbeat")
    with _running(settings, "celery", "-A", app, "worker", "-Q", queues, "-c", "1", *quiet) as worker:
        yield worker


@contextmanager
def shop_worker(settings: Settings, queues: str) -> Iterator[WorkerProcess]:
    """Run `shop worker` on the tests' servers until the block ends."""
    with _running(settings, "shop.cli.main", "worker", "--queues", queues) as worker:
        yield worker


@contextmanager
def shop_beat(settings: Settings) -> Iterator[WorkerProcess]:
    """Run `shop beat` until the block ends."""
    with _running(settings, "shop.cli.main", "beat") as beat:
        yield beat


@contextmanager
def _running(settings: Settings, *words: str) -> Iterator[WorkerProcess]:
    process = subprocess.Popen(
        [sys.executable, "-m", *words], cwd=ROOT, env=_environment(settings), start_new_session=True
    )
    running = WorkerProcess(process)
    try:
        yield running
    finally:
        running.stop()


def _environment(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SHOP_", "CHOMAY_"))}
    defaults = Settings()
    changed = {
        f"SHOP_{field.upper()}": value
        for field in settings.__struct_fields__
        if (value := getattr(settings, field)) != getattr(defaults, field)
    }
    words = {name: str(int(value)) if isinstance(value, bool) else str(value) for name, value in changed.items()}
    return kept | words | {"PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def worker(settings: Settings) -> Iterator[WorkerProcess]:
    """A worker for the queues money and live, for all tests of a file."""
    with celery_worker(msgspec.structs.replace(settings, delivery_attempts=3), "money,live") as process:
        yield process


async def send_and_kill_in_the_middle(effects: Effects, relay: Relay, worker: WorkerProcess) -> None:
    """The work has written its effect and waits; its process is killed before it can commit."""
    async with effects.closed_gate():
        await effects.publish(Gated(note="money"))
        await relay.expand()
        await relay.send_new()
        await eventually(effects.at_the_gate)
        worker.kill_child()
