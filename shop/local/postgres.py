"""The embedded PostgreSQL: made once with our locale and password, started, watched, stopped."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from shop.local.binaries import PostgresPrograms
from shop.local.errors import DidNotStart, LocalError
from shop.local.folder import kept_secret, write_private
from shop.local.identity import Identity
from shop.local.ports import LOOPBACK, remembered_port
from shop.local.process import Launch, command_line, end_stranger, is_alive, spawn

USER = "chomay"
_SOCKET_ROOM = 100  # bytes a socket's path may have on every system we run on
_STRANGER_LIMIT = 10.0  # seconds an old server has to end before it is killed
_PATIENCE = 1.5  # seconds of silence after which a line says that work goes on
_BUILTIN_LOCALE_SINCE = 17

DEFAULTS: Mapping[str, str] = {
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",  # short statements: planning machine code costs more than it saves
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "",
    "log_min_messages": "warning",
    "client_connection_check_interval": "1s",
}


class Postgres:
    """One cluster below `folder`, served on 127.0.0.1 with a generated password."""

    name = "postgres"
    rank = 4  # the last to go
    stop_signals = (signal.SIGINT, signal.SIGQUIT)  # fast, then at once
    stop_limit = 15.0  # seconds for each of them

    def __init__(
        self,
        folder: Path,
        programs: PostgresPrograms,
        identity: Identity,
        *,
        database: str = "chomay",
        settings: Mapping[str, str] | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        self._progress = progress or _silent
        self._folder = folder
        self._data = folder / "postgres"
        self._run = folder / "run"
        self._programs = programs
        self._identity = identity
        self._database = database
        self._settings = {**DEFAULTS, **(settings or {})}
        self._password = kept_secret(folder / "postgres.password", identity)
        self.port = 0
        self.was_made = False  # by this very object, so that nothing is in it yet

    @property
    def url(self) -> str:
        """Where the database is, password included."""
        return f"postgresql://{USER}:{self._password}@{LOOPBACK}:{self.port}/{self._database}"

    @property
    def is_new(self) -> bool:
        """Whether there is no cluster yet."""
        return not (self._data / "PG_VERSION").exists()

    def prepare(self) -> None:
        """Make the cluster when there is none, clear what a killed server left, choose the port.

        Raises:
            LocalError: the cluster is of another major version, or cannot be made.
        """
        if self.is_new:
            self._make_cluster()
        self._check_version()
        self._run.mkdir(exist_ok=True)
        self._identity.give(self._run, 0o700)
        self.clear_remains()
        self.choose_port()

    def choose_port(self) -> None:
        """Take the remembered port when it is free, else another, and remember it."""
        remembered = self._folder / "postgres.port"
        self.port = remembered_port(remembered)
        write_private(remembered, f"{self.port}\n", self._identity)

    def launch(self, output: IO[bytes] | int | None) -> "subprocess.Popen[bytes]":
        """Start the server; it is usable once `is_ready()`."""
        words = [str(self._programs.bin_dir / "postgres"), "-D", str(self._data), "-h", LOOPBACK, "-p", str(self.port)]
        for name, value in {**self._settings, "unix_socket_directories": self._socket_dir()}.items():
            words += ["-c", f"{name}={value}"]
        return spawn(Launch(words, self._identity, _environment(), self._data, stop_signal=signal.SIGINT), output)

    def is_ready(self) -> bool:
        """Whether the server has written that it takes connections."""
        lines = self._pid_lines()
        return len(lines) > 7 and lines[7].strip() == "ready"  # noqa: PLR2004 - line 8 of postmaster.pid

    def clear_remains(self) -> None:
        """End a server left over on our data; remove its pid file and socket lock when it is gone. Repeatable."""
        lines = self._pid_lines()
        if not lines:
            return
        pid = int(lines[0]) if lines[0].lstrip("-").isdigit() else 0
        if pid > 0 and is_alive(pid) and self._is_ours(pid):
            end_stranger(pid, self.stop_signals, _STRANGER_LIMIT)
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        for leftover in self._run.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def _is_ours(self, pid: int) -> bool:
        words = command_line(pid)
        return "postgres" in words and str(self._data) in words

    def _pid_lines(self) -> list[str]:
        try:
            return (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _socket_dir(self) -> str:
        path = str(self._run)
        return path if len(os.fsencode(path)) + len("/.s.PGSQL.65535.lock") < _SOCKET_ROOM else ""

    def _check_version(self) -> None:
        found = int((self._data / "PG_VERSION").read_text().strip())
        have = self._programs.major
        if found == have:
            return
        side = "newer" if found > have else "older"
        raise LocalError(
            f"The data in {self._data} was written by PostgreSQL {found}, which is {side} than the {have} here. "
            f"Start it with PostgreSQL {found} and carry it over (pg_dump), or name another SHOP_DATA_DIR."
        )

    def _make_cluster(self) -> None:
        """Run initdb beside the final place and move it there whole: a broken first start leaves nothing."""
        if not self._identity.has_name:
            raise LocalError(
                f"The user {self._identity.name} has no name on this machine, which PostgreSQL wants. Start as a user "
                "that stands in /etc/passwd, or set SHOP_DATABASE_URL."
            )
        fresh = self._folder / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        pwfile = self._folder / "postgres.password"
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if self._programs.major >= _BUILTIN_LOCALE_SINCE
            else ["--locale=C.UTF-8"]
        )
        self._work(
            "initdb", "-D", str(fresh), "-U", USER, f"--pwfile={pwfile}", "--auth=scram-sha-256",
            "--encoding=UTF8", *locale, "--no-instructions",
        )  # fmt: skip
        self._work("postgres", "--single", "-D", str(fresh), "postgres", words=f'CREATE DATABASE "{self._database}"\n')
        fresh.rename(self._data)
        self.was_made = True

    def _work(self, program: str, *argv: str, words: str = "") -> None:
        as_other = os.geteuid() == 0
        process = subprocess.Popen(  # noqa: S603 - our own programs and paths
            [str(self._programs.bin_dir / program), *argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            user=self._identity.uid if as_other else None,
            group=self._identity.gid if as_other else None,
            extra_groups=[] if as_other else None,
            cwd=self._folder,
            env=_environment(),
            start_new_session=True,
        )
        answer = _finish(process, words, lambda: self._progress(f"postgres: {program} is still at work"))
        if process.returncode != 0:
            raise DidNotStart(f"{program} of PostgreSQL failed: {answer.strip()}")


def _finish(process: "subprocess.Popen[str]", words: str, waiting: Callable[[], None]) -> str:
    """Give `words` to a program and return all it says; `waiting` is called while it takes its time."""
    asked: str | None = words
    while True:
        try:
            return process.communicate(asked, timeout=_PATIENCE)[0]
        except subprocess.TimeoutExpired:
            asked = None
            waiting()


def _silent(_line: str) -> None:
    """Progress nobody reads."""


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
