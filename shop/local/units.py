"""What a supervisor keeps running: a unit says how it starts, when it is ready and how it ends."""

import http.client
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from shop.local.ports import LOOPBACK
from shop.local.process import Launch, spawn

_PROBE_LIMIT = 1.0  # seconds one look at a web process may take
_HEALTHY = 200


class Unit(Protocol):
    """A program that is kept running. Units of a lower `rank` are stopped first."""

    @property
    def name(self) -> str:
        """What log lines and messages call it."""
        ...

    @property
    def rank(self) -> int:
        """Its place in the order of stopping."""
        ...

    @property
    def stop_signals(self) -> Sequence[signal.Signals]:
        """How it is asked to end, gently first."""
        ...

    @property
    def stop_limit(self) -> float:
        """Seconds each of them is given."""
        ...

    def launch(self, output: IO[bytes] | int | None) -> "subprocess.Popen[bytes]":
        """Start it once more."""
        ...

    def clear_remains(self) -> None:
        """Remove what a killed run of it left. Called before every restart."""
        ...

    def is_ready(self) -> bool:
        """Whether it does its work now."""
        ...


@dataclass(frozen=True)
class Program:
    """A process of the shop. With a `ready_port` it is ready when `ready_path` answers 200 there."""

    name: str
    how: Launch
    rank: int
    stop_limit: float  # seconds
    ready_port: int = 0
    ready_path: str = "/health/ready"
    stop_signals: Sequence[signal.Signals] = (signal.SIGTERM,)

    def launch(self, output: IO[bytes] | int | None) -> "subprocess.Popen[bytes]":
        """Start the process."""
        return spawn(self.how, output)

    def clear_remains(self) -> None:
        """A process of the shop leaves nothing behind."""

    def is_ready(self) -> bool:
        """Whether its health page answers 200; at once when it has none."""
        if not self.ready_port:
            return True
        connection = http.client.HTTPConnection(LOOPBACK, self.ready_port, timeout=_PROBE_LIMIT)
        try:
            connection.request("GET", self.ready_path)
            return connection.getresponse().status == _HEALTHY
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
