"""A shop to measure: its own servers in a temporary folder, real processes, the generated products."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from goods import make_goods
from sqlalchemy.ext.asyncio import create_async_engine

from shop.core.db import async_url
from shop.local.servers import Servers, start_servers
from shop.migrations.upgrade import upgrade_database

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
SECRET = "a secret of the bench, long enough to sign with"


@dataclass
class Stack:
    """Running servers, and the processes started over them."""

    servers: Servers
    folder: Path

    def environment(self, port: int, **settings: object) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SHOP_")}
        own = {
            "database_url": self.servers.database_url,
            "redis_url": self.servers.redis_url,
            "data_dir": str(self.folder / "work"),
            "secret_key": SECRET,
            "log_level": "warning",
            "port": port,
        }
        return clean | {f"SHOP_{name.upper()}": str(value) for name, value in (own | settings).items()}

    @contextlib.contextmanager
    def running(self, *words: str, serves: bool = True, **settings: object) -> Iterator["Running"]:
        """A program of ours while the block lasts; waited for when it serves. `{port}` stands for its port."""
        port = free_port()
        process = subprocess.Popen(
            [PYTHON, *(word.replace("{port}", str(port)) for word in words)],
            cwd=ROOT,
            env=self.environment(port, **settings) | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
        )
        try:
            if serves:
                wait_for(port, process)
            yield Running(process.pid, port)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def web(self, **settings: object) -> contextlib.AbstractContextManager["Running"]:
        return self.running("-m", "shop.cli.main", "web", **settings)

    @property
    def server_pids(self) -> list[int]:
        return [process.pid for process in self.servers.processes.values()]

    def sql(self, statement: str, *values: object) -> list[asyncpg.Record]:
        async def ask() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(self.servers.database_url)
            try:
                return await connection.fetch(statement, *values)
            finally:
                await connection.close()

        return asyncio.run(ask())


@dataclass(frozen=True)
class Running:
    """A process that serves."""

    pid: int
    port: int

    def get(self, path: str) -> tuple[list[tuple[str, str]], bytes]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as reply:
            return reply.getheaders(), reply.read()

    def load(self, path: str, seconds: float, connections: int = 16) -> dict:
        """Keep `connections` readers busy; what they saw."""
        request = f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\n\r\n"
        job = {"port": self.port, "request": request, "connections": connections, "seconds": seconds}
        told = subprocess.run(
            [PYTHON, str(ROOT / "bench" / "load.py")], input=json.dumps(job).encode(), capture_output=True, check=True
        )
        seen = json.loads(told.stdout)
        if seen["errors"] or set(seen["statuses"]) != {"200"}:
            raise RuntimeError(f"{path}: {seen}")
        return seen


@contextlib.contextmanager
def stack(*, products: bool = True, **postgres: str) -> Iterator[Stack]:
    """Servers with the schema and, unless refused, the generated products; `postgres` are settings of the database."""
    with tempfile.TemporaryDirectory(prefix="chomay-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        settings = {"shared_preload_libraries": "pg_stat_statements"} | postgres
        with start_servers(folder / "data", settings=settings) as servers:
            made = Stack(servers, folder)
            asyncio.run(_prepare(servers.database_url, products=products))
            yield made


async def _prepare(url: str, *, products: bool) -> None:
    engine = create_async_engine(async_url(url))
    await upgrade_database(engine)
    await engine.dispose()
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    await connection.close()
    if products:
        await make_goods(url)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]", limit: float = 180) -> None:
    """Wait until something listens."""
    began = time.monotonic()
    while time.monotonic() - began < limit:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} does not listen on {port}")
