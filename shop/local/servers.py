"""PostgreSQL and Valkey for one data directory: started together, watched by their owner, stopped together."""

import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from shop.local.binaries import find_postgres, find_valkey
from shop.local.errors import DidNotStart
from shop.local.folder import FolderLock, make_folder
from shop.local.identity import Identity, service_identity
from shop.local.postgres import Postgres
from shop.local.process import end
from shop.local.valkey import Valkey

Progress = Callable[[str], None]

_STEP = 0.02  # seconds between two looks at a starting server
_PROGRESS_EVERY = 1.5  # seconds between two lines while something takes its time
_START_LIMIT = 120.0  # seconds a server may take, crash recovery included
_TRIES = 5  # starts of one server before it is given up


def _silent(_line: str) -> None:
    """Progress nobody reads."""


@dataclass
class Servers:
    """Two running servers. Leaving the context, or `stop()`, ends Valkey, then PostgreSQL."""

    folder: Path
    identity: Identity
    postgres: Postgres
    valkey: Valkey
    lock: FolderLock
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def database_url(self) -> str:
        """postgresql://… of the shop's database, password included."""
        return self.postgres.url

    @property
    def redis_url(self) -> str:
        """redis://… of database 0, password included."""
        return self.valkey.url

    def stop(self) -> None:
        """End both servers and give the data directory back. Safe to repeat."""
        for server in (self.valkey, self.postgres):
            process = self.processes.pop(server.name, None)
            if process is not None:
                end(process, server.stop_signals, server.stop_limit)
        self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start_servers(
    data_dir: Path,
    *,
    progress: Progress = _silent,
    settings: Mapping[str, str] | None = None,
    valkey_settings: Mapping[str, str] | None = None,
    database: str = "chomay",
    holder: str = "shop",
) -> Servers:
    """Start PostgreSQL and Valkey on `data_dir` and return when both take connections.

    `settings` and `valkey_settings` override single settings of the servers. Their logs go to `data_dir/log/`.
    On Linux both end with the thread that called this.

    Raises:
        LocalError: no programs, the directory is locked or unreachable, wrong version, or a server does not start.
    """
    identity = service_identity()
    folder = make_folder(data_dir, identity)
    lock = FolderLock(folder, holder=holder)
    lock.take()
    try:
        postgres = prepare_postgres(folder, identity, settings=settings, database=database, progress=progress)
        valkey = prepare_valkey(folder, identity, settings=valkey_settings)
    except BaseException:
        lock.release()
        raise
    servers = Servers(folder, identity, postgres, valkey, lock)
    logs = folder / "log"
    logs.mkdir(exist_ok=True)
    try:
        for server in (postgres, valkey):
            with (logs / f"{server.name}.log").open("ab") as output:
                servers.processes[server.name] = _start(server, output, logs / f"{server.name}.log", progress)
    except BaseException:
        servers.stop()
        raise
    return servers


def prepare_postgres(
    folder: Path,
    identity: Identity,
    *,
    settings: Mapping[str, str] | None = None,
    database: str = "chomay",
    progress: Progress = _silent,
) -> Postgres:
    """PostgreSQL on a locked data directory, ready to be launched; the first time this makes the cluster.

    Raises:
        LocalError: no programs, or a cluster of another version.
    """
    programs = find_postgres(identity, folder / "programs")
    postgres = Postgres(folder, programs, identity, database=database, settings=settings, progress=progress)
    if postgres.is_new:
        progress("postgres: making a new cluster")
    postgres.prepare()
    return postgres


def prepare_valkey(folder: Path, identity: Identity, *, settings: Mapping[str, str] | None = None) -> Valkey:
    """Valkey on a locked data directory, ready to be launched.

    Raises:
        LocalError: no program.
    """
    valkey = Valkey(folder, find_valkey(identity, folder / "programs"), identity, settings=settings)
    valkey.prepare()
    return valkey


def _start(server: Postgres | Valkey, output: IO[bytes], log: Path, progress: Progress) -> "subprocess.Popen[bytes]":
    """Launch until it stays: backends of a killed server may hold its memory, a port may be taken in between."""
    progress(f"{server.name}: starting")
    for _ in range(_TRIES):
        process = server.launch(output)
        if _wait_ready(server, process, progress):
            return process
        time.sleep(_STEP * 10)
        server.clear_remains()
        server.choose_port()
    raise DidNotStart(f"{server.name} does not start. The last lines of {log}:\n{_tail(log)}")


def _wait_ready(server: Postgres | Valkey, process: "subprocess.Popen[bytes]", progress: Progress) -> bool:
    begun = said = time.monotonic()
    while process.poll() is None:
        if server.is_ready():
            return True
        now = time.monotonic()
        if now - begun > _START_LIMIT:
            end(process, (), 0)
            return False
        if now - said > _PROGRESS_EVERY:
            said = now
            progress(f"{server.name}: still starting ({now - begun:.0f} s)")
        time.sleep(_STEP)
    return False


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
