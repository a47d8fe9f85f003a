"""The embedded Valkey: a private configuration with a generated password, an append-only file, no eviction."""

import signal
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from shop.local.folder import kept_secret, write_private
from shop.local.identity import Identity
from shop.local.ports import LOOPBACK, remembered_port
from shop.local.process import Launch, command_line, end_stranger, is_alive, spawn, started_at

_STRANGER_LIMIT = 10.0  # seconds an old server has to end before it is killed
_PROBE_LIMIT = 0.5  # seconds one look may take

DEFAULTS: Mapping[str, str] = {
    "bind": LOOPBACK,
    "protected-mode": "yes",
    "daemonize": "no",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": '""',
    "maxmemory": "512mb",
    "maxmemory-policy": "noeviction",
    "loglevel": "warning",
    "set-proc-title": "no",
}


class Valkey:
    """One server with its data below `folder`, on 127.0.0.1 with a generated password."""

    name = "valkey"
    rank = 3  # after everything that uses it
    stop_signals = (signal.SIGTERM,)
    stop_limit = 10.0  # seconds

    def __init__(
        self, folder: Path, program: Path, identity: Identity, *, settings: Mapping[str, str] | None = None
    ) -> None:
        self._folder = folder
        self._data = folder / "valkey"
        self._conf = folder / "valkey.conf"
        self._pid_file = folder / "valkey.pid"
        self._program = program
        self._identity = identity
        self._settings = {**DEFAULTS, **(settings or {})}
        self._password = kept_secret(folder / "valkey.password", identity)
        self.port = 0

    @property
    def url(self) -> str:
        """Where the server is, password included; database 0."""
        return f"redis://:{self._password}@{LOOPBACK}:{self.port}/0"

    def prepare(self) -> None:
        """Make the folder, end a server left over on it, choose the port."""
        self._data.mkdir(exist_ok=True)
        self._identity.give(self._data, 0o700)
        self.clear_remains()
        self.choose_port()

    def choose_port(self) -> None:
        """Take the remembered port when it is free, else another; write the configuration."""
        remembered = self._folder / "valkey.port"
        self.port = remembered_port(remembered)
        write_private(remembered, f"{self.port}\n", self._identity)
        lines = {
            "port": str(self.port),
            "dir": f'"{self._data}"',
            "requirepass": self._password,
            **self._settings,
        }
        write_private(self._conf, "".join(f"{name} {value}\n" for name, value in lines.items()), self._identity)

    def launch(self, output: IO[bytes] | int | None) -> "subprocess.Popen[bytes]":
        """Start the server; it is usable once `is_ready()`."""
        process = spawn(
            Launch([str(self._program), str(self._conf)], self._identity, {"LC_ALL": "C", "TZ": "UTC"}, self._data),
            output,
        )
        write_private(self._pid_file, f"{process.pid} {started_at(process.pid)}\n", self._identity)
        return process

    def is_ready(self) -> bool:
        """Whether the server answers a PING with our password (it does not while it reads its file)."""
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=_PROBE_LIMIT) as probe:
                probe.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:  # noqa: PLR2004 - one line for each of the two commands
                    piece = probe.recv(200)
                    if not piece:
                        return False
                    answer += piece
        except OSError:
            return False
        return b"+PONG" in answer

    def clear_remains(self) -> None:
        """End a server left over on our data. Repeatable."""
        try:
            words = self._pid_file.read_text().split(maxsplit=1)
        except OSError:
            return
        pid = int(words[0]) if words and words[0].isdigit() else 0
        if pid and is_alive(pid) and str(self._conf) in command_line(pid):
            end_stranger(pid, self.stop_signals, _STRANGER_LIMIT)
        self._pid_file.unlink(missing_ok=True)
