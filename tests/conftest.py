"""Fixtures of all tests: real PostgreSQL and Valkey, started once, a database for every test process."""

import contextlib
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import msgspec
import pytest
import redis.asyncio
import structlog
from litestar import Litestar
from litestar.types import ASGIApp
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from structlog.dev import ConsoleRenderer, plain_traceback

from config.settings import Settings
from shop.app import Resources, build_doors, build_litestar, make_program, open_resources
from shop.core.db import Sessions, async_url, make_engine, make_sessions
from shop.core.redis import make_redis
from shop.local.servers import Servers, start_servers
from shop.migrations.upgrade import upgrade_database
from tests.emptying import empty_database
from tests.memory import write_to_memory

SECRET = "a secret of the tests, long enough to sign with"
HOST = "https://chomay.test"
pytest_plugins = ["tests.examples", "tests.figures", "tests.sharing"]

_servers: Servers | None = None


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process starts the servers; xdist's workers find them in the environment."""
    global _servers  # noqa: PLW0603 - pytest gives its hooks no place of their own to keep things
    usual = structlog.get_config()["processors"][:-1]
    structlog.configure([*usual, ConsoleRenderer(exception_formatter=plain_traceback)])  # a drawn one takes seconds
    if hasattr(config, "workerinput") or "CHOMAY_TEST_DATABASE" in os.environ or config.option.collectonly:
        return
    write_to_memory()
    folder = Path(tempfile.mkdtemp(prefix="chomay-test-"))
    _servers = start_servers(folder, settings={"max_connections": "300", "fsync": "off", "autovacuum": "off"})
    os.environ |= {"CHOMAY_TEST_DATABASE": _servers.database_url, "CHOMAY_TEST_REDIS": _servers.redis_url}
    os.environ["CHOMAY_TEST_FOLDER"] = str(folder)  # what all processes of the run share; removed at its end


def pytest_unconfigure() -> None:
    """Stop the servers and remove their folder."""
    if _servers is None:
        return
    _servers.stop()
    with contextlib.suppress(OSError):
        __import__("shutil").rmtree(_servers.folder)


def _named(url: str, database: str) -> str:
    return url.rsplit("/", 1)[0] + "/" + database


@pytest.fixture(scope="session")
async def database_url() -> AsyncIterator[str]:
    """A migrated database of this test process, made from a template all processes share."""
    server = os.environ["CHOMAY_TEST_DATABASE"]
    name = f"chomay_{os.getpid()}"
    admin = await asyncpg.connect(server)
    try:
        await admin.execute("SELECT pg_advisory_lock(4711)")
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = 'chomay_template' AND datistemplate"):
            await admin.execute("DROP DATABASE IF EXISTS chomay_template")
            await admin.execute("CREATE DATABASE chomay_template")
            engine = create_async_engine(async_url(_named(server, "chomay_template")))
            await upgrade_database(engine)
            await engine.dispose()
            await admin.execute("ALTER DATABASE chomay_template WITH IS_TEMPLATE true")
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE chomay_template")
        await admin.execute("SELECT pg_advisory_unlock(4711)")
        yield _named(server, name)
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        await admin.close()


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a test installation: its own database, its own Valkey database, a clock that can be warped."""
    server = os.environ["CHOMAY_TEST_REDIS"].rsplit("/", 1)[0]
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    return Settings(
        env="test",
        clock="test",
        database_url=database_url,
        redis_url=f"{server}/{number * 2}",
        broker_url=f"{server}/{number * 2 + 1}",
        secret_key=SECRET,
        ingest_hook_secret=SECRET,
        public_url=HOST,
        limits=False,
        front_cache_ms=0,
        lock_timeout_ms=9_000,  # a slow machine is no refusal; a deadlock is still found after a second
        database_patience=60,
        drop_patience=60,  # a slow machine is no unknown outcome; tests of that bring a patience of their own
        data_dir=str(tmp_path_factory.mktemp("data")),
    )


@pytest.fixture(scope="session")
async def engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """The engine of this test process."""
    engine = make_engine(settings, 20)
    yield engine
    await engine.dispose()


@pytest.fixture
async def redis_client(settings: Settings) -> AsyncIterator["redis.asyncio.Redis"]:
    """An empty Valkey database."""
    client = make_redis(settings)
    await client.flushdb()
    yield client
    await client.aclose()


# ---- in-process: everything in one transaction that is rolled back ----


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One connection whose transaction is rolled back at the end."""
    async with engine.connect() as connection:
        transaction = await connection.begin()
        yield connection
        await transaction.rollback()


@pytest.fixture
def nested_sessions(connection: AsyncConnection) -> Sessions:
    """Sessions on the test's one connection; their commits are savepoints."""
    return async_sessionmaker(
        connection, expire_on_commit=False, autoflush=False, join_transaction_mode="create_savepoint"
    )


@pytest.fixture
async def session(nested_sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """A session in the test's transaction."""
    async with nested_sessions() as session:
        yield session


class Switch(Sessions):
    """Stands for the sessions of the one application of a test process; each test says whose they are."""

    to: Sessions | None = None

    def __call__(self, **_options: object) -> AsyncSession:
        """A session of the test that is running."""
        assert self.to is not None, "no test has said whose sessions to use"
        return self.to()


@pytest.fixture(scope="session")
async def switched(settings: Settings, engine: AsyncEngine) -> AsyncIterator[tuple[Switch, ASGIApp]]:
    """The application with the usual settings, built once: building it takes longer than most tests."""
    switch = Switch()
    resources = Resources(settings, engine, switch, make_redis(settings))
    litestar = build_litestar(resources)
    yield switch, build_doors(litestar, resources)
    await _close(litestar, resources)


@pytest.fixture
async def client(
    switched: tuple[Switch, ASGIApp], nested_sessions: Sessions, session: AsyncSession
) -> AsyncIterator[httpx.AsyncClient]:
    """A browserless client whose requests share the test's transaction, one at a time."""
    switch, app = switched
    switch.to = nested_sessions
    async with _client_of(app) as client:

        async def flush_first(_request: httpx.Request) -> None:
            await session.commit()

        client.event_hooks["request"].append(flush_first)
        yield client


# ---- committed: real transactions, tables emptied afterwards ----


@pytest.fixture
async def sessions(engine: AsyncEngine) -> AsyncIterator[Sessions]:
    """Sessions that really commit. All tables are emptied after the test."""
    yield make_sessions(engine)
    await empty_database(engine)


@pytest.fixture
async def live_client(switched: tuple[Switch, ASGIApp], sessions: Sessions) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application that really commits, for many requests at once."""
    switch, app = switched
    switch.to = sessions
    async with _client_of(app) as client:
        yield client


@pytest.fixture
def make_client(
    engine: AsyncEngine, sessions: Sessions, settings: Settings
) -> Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]:
    """Make a committed client with some settings changed: `make_client(limits=True)`."""

    def make(**changes: object) -> AbstractAsyncContextManager[httpx.AsyncClient]:
        changed = msgspec.structs.replace(settings, **changes)
        return _open_client(Resources(changed, engine, sessions, make_redis(changed)))

    return make


@contextlib.asynccontextmanager
async def _open_client(resources: Resources) -> AsyncIterator[httpx.AsyncClient]:
    litestar = build_litestar(resources)
    async with _client_of(build_doors(litestar, resources)) as client:
        yield client
    await _close(litestar, resources)


async def _close(litestar: Litestar, resources: Resources) -> None:
    """End what an application has of its own; its engine is the tests'."""
    for name in ("drop", "checkouts", "lines", "providers"):
        await litestar.state[name].close()
    await resources.redis.aclose()


def _client_of(app: ASGIApp) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # a crash is a 500, as in the field
    return httpx.AsyncClient(transport=transport, base_url=HOST)


@contextlib.asynccontextmanager
async def whole_program(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the program as `shop web` serves it, with connections of its own that are given back."""
    resources = open_resources(settings)
    async with _client_of(make_program(resources).app) as client:
        yield client
    await resources.close()


# ---- instruments ----

Warp = Callable[[AsyncSession, datetime | timedelta], object]


@pytest.fixture
def warp() -> Callable[[AsyncSession, datetime | timedelta], object]:
    """Move shop time: `await warp(session, timedelta(hours=2))` or `await warp(session, moment)`. Commits."""

    async def move(session: AsyncSession, to: datetime | timedelta) -> None:
        moment = datetime.now(UTC) + to if isinstance(to, timedelta) else to
        await session.execute(text("DELETE FROM clock_warp"))
        await session.execute(
            text("INSERT INTO clock_warp (singleton, anchor_real, anchor_shop, rate) VALUES (true, now(), :moment, 1)"),
            {"moment": moment},
        )
        await session.commit()

    return move


class Counted(list[str]):
    """The SQL statements seen so far."""


@pytest.fixture
def max_queries(engine: AsyncEngine) -> Callable[[int], AbstractContextManager[Counted]]:
    """`with max_queries(4): …` fails when the database is asked more often; savepoints do not count."""

    @contextlib.contextmanager
    def watch(limit: int) -> Iterator[Counted]:
        seen = Counted()

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            if "SAVEPOINT" not in statement:
                seen.append(statement)

        event.listen(engine.sync_engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine.sync_engine, "before_cursor_execute", note)
        assert len(seen) <= limit, f"{len(seen)} statements, at most {limit} wanted:\n" + "\n".join(seen)

    return watch
