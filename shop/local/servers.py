"""PostgreSQL and Valkey for one data directory: started together, watched by their owner, stopped together."""

import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

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
_STOP_LIMIT = 15.0  # seconds each stop signal is given
_TRIES = 5  # starts of one server before it is given up


class _Server(Protocol):
    def prepare(self) -> None: ...
    def clear_remains(self) -> None: ...
    def choose_port(self) -> None: ...
    def launch(self, output: IO[bytes] | int | None) -> "subprocess.Popen[bytes]": ...
    def is_ready(self) -> bool: ...


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
        for name, signals in (("valkey", Valkey.stop_signals), ("postgres", Postgres.stop_signals)):
            process = self.processes.pop(name, None)
            if process is not None:
                end(process, signals, _STOP_LIMIT)
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
    servers = prepare_servers(
        data_dir,
        progress=progress,
        settings=settings,
        valkey_settings=valkey_settings,
        database=database,
        holder=holder,
    )
    logs = servers.folder / "log"
    logs.mkdir(exist_ok=True)
    try:
        for name, server in (("postgres", servers.postgres), ("valkey", servers.valkey)):
            with (logs / f"{name}.log").open("ab") as output:
                servers.processes[name] = _start(name, server, output, logs / f"{name}.log", progress)
    except BaseException:
        servers.stop()
        raise
    return servers


def prepare_servers(
    data_dir: Path,
    *,
    progress: Progress = _silent,
    settings: Mapping[str, str] | None = None,
    valkey_settings: Mapping[str, str] | None = None,
    database: str = "chomay",
    holder: str = "shop",
) -> Servers:
    """Lock `data_dir` and make both servers ready to be launched; the first time this makes the cluster.

    Raises:
        LocalError: as `start_servers`.
    """
    identity = service_identity()
    folder = make_folder(data_dir, identity)
    lock = FolderLock(folder, holder=holder)
    lock.take()
    try:
        copies = folder / "programs"
        programs = find_postgres(identity, copies)
        valkey = Valkey(folder, find_valkey(identity, copies), identity, settings=valkey_settings)
        postgres = Postgres(folder, programs, identity, database=database, settings=settings)
        if postgres.is_new:
            progress("PostgreSQL: making a new cluster")
        postgres.prepare()
        valkey.prepare()
    except BaseException:
        lock.release()
        raise
    return Servers(folder, identity, postgres, valkey, lock)


def _start(name: str, server: _Server, output: IO[bytes], log: Path, progress: Progress) -> "subprocess.Popen[bytes]":
    """Launch until it stays: backends of a killed server may hold its memory, a port may be taken in between."""
    progress(f"{name}: starting")
    for _ in range(_TRIES):
        process = server.launch(output)
        if _wait_ready(name, server, process, progress):
            return process
        time.sleep(_STEP * 10)
        server.clear_remains()
        server.choose_port()
    raise DidNotStart(f"{name} does not start. The last lines of {log}:\n{_tail(log)}")


def _wait_ready(name: str, server: _Server, process: "subprocess.Popen[bytes]", progress: Progress) -> bool:
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
            progress(f"{name}: still starting ({now - begun:.0f} s)")
        time.sleep(_STEP)
    return False


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
