"""One running child of the supervisor: its process, its output line by line, and when it may start again."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator

from shop.local.process import kill_group
from shop.local.units import Unit

_FIRST_DELAY = 0.2  # seconds before the first restart; doubled each time
_LONGEST_DELAY = 10.0
_STEADY = 30.0  # seconds of life after which an end is a new misfortune, not the old one
_PIECE = 65536
_LONGEST_LINE = 8192  # bytes; longer lines are cut into several


class Child:
    """A unit and its present process, if it has one."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.process: subprocess.Popen[bytes] | None = None
        self.due = 0.0  # when it may start again
        self.ends = 0  # how often it ended without being asked
        self._delay = _FIRST_DELAY
        self._launched = 0.0
        self._rest = b""
        self.silent = False  # its output was closed by its last holder

    def launch(self) -> "subprocess.Popen[bytes]":
        """Start the process, its output a pipe that never blocks."""
        if self.ends:
            self.unit.clear_remains()
        self.process = self.unit.launch(subprocess.PIPE)
        self._launched = time.monotonic()
        self._rest = b""
        self.silent = False
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        return self.process

    def lines(self) -> Iterator[str]:
        """The whole lines that can be read now."""
        assert self.process is not None
        assert self.process.stdout is not None
        piece = self._read(self.process.stdout.fileno())
        while piece:
            *whole, self._rest = (self._rest + piece).split(b"\n")
            for line in whole:
                yield line.decode(errors="replace").rstrip()
            if len(self._rest) > _LONGEST_LINE:
                yield self._rest.decode(errors="replace")
                self._rest = b""
            piece = self._read(self.process.stdout.fileno())

    def has_ended(self) -> bool:
        """Whether the process ran and is over."""
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> int:
        """Close the ended process, kill what is left of its group, set when it may start again; its exit code."""
        assert self.process is not None
        code = self.process.wait()
        kill_group(self.process.pid)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None
        self.ends += 1
        if time.monotonic() - self._launched > _STEADY:
            self._delay = _FIRST_DELAY
        self.due = time.monotonic() + self._delay
        self._delay = min(self._delay * 2, _LONGEST_DELAY)
        return code

    def ask(self, number: signal.Signals) -> None:
        """Send a signal to the process, when there is one."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def _read(self, descriptor: int) -> bytes:
        try:
            piece = os.read(descriptor, _PIECE)
        except BlockingIOError:
            return b""
        self.silent = not piece
        return piece


def how_it_ended(code: int) -> str:
    """Words for an exit code."""
    if code >= 0:
        return f"ended with exit code {code}"
    return f"was ended by {signal.Signals(-code).name}"
