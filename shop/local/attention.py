"""Signals of the supervisor, turned into something its one loop can wait for."""

import contextlib
import os
import signal
import time
from types import FrameType, TracebackType
from typing import Self

_ONE_PRESS = 0.5  # seconds in which several signals count as one (make passes on what the terminal also sends)
_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Attention:
    """Counts how often somebody asked to stop, and wakes the loop for that and for every ended child.

    For the last work of a process: after it the signals are ignored.
    """

    def __init__(self) -> None:
        self.asked = 0
        self._last = -_ONE_PRESS
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)

    def fileno(self) -> int:
        """What a selector waits for."""
        return self._reader

    def drain(self) -> None:
        """Forget the wake-ups so far."""
        with contextlib.suppress(BlockingIOError):
            while os.read(self._reader, 4096):
                pass

    def __enter__(self) -> Self:
        for number in _STOP:
            signal.signal(number, self._heard)
        signal.signal(signal.SIGCHLD, _child_ended)
        self._wakeup = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.set_wakeup_fd(self._wakeup)
        for number in _STOP:
            signal.signal(number, signal.SIG_IGN)  # all is stopped: one more Ctrl-C shall not spoil the exit code
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(self._reader)
        os.close(self._writer)

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if now - self._last >= _ONE_PRESS:
            self.asked += 1
            self._last = now


def _child_ended(_number: int, _frame: FrameType | None) -> None:
    """Only the wake-up is wanted."""
