"""What the person at the terminal sees: lines with their origin, never a reason to wait."""

import os
import select
import time

_WHOLE = 4096  # bytes a pipe takes at once when it says that it is writable (PIPE_BUF)
_PATIENCE_MS = 100  # how long a full pipe is waited for before lines are dropped
_WIDTH = 8


class Console:
    """Writes lines to a descriptor nobody may be reading: what does not fit is dropped and counted."""

    def __init__(self, descriptor: int = 1) -> None:
        self._descriptor = descriptor
        self._dropped = 0
        self._broken = False
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLOUT)
        self.last_line = time.monotonic()

    def say(self, text: str) -> None:
        """Lines of our own."""
        for line in text.splitlines() or [""]:
            self.write("shop", line)

    def write(self, origin: str, line: str) -> None:
        """One line of `origin`."""
        self.last_line = time.monotonic()
        if self._dropped and self._put(f"{'shop':<{_WIDTH}} | {self._dropped} lines were not read and are lost\n"):
            self._dropped = 0
        if not self._put(f"{origin:<{_WIDTH}} | {line}\n"):
            self._dropped += 1

    def _put(self, text: str) -> bool:
        data = text.encode(errors="replace")
        while data and not self._broken:
            ready = self._poll.poll(0 if self._dropped else _PATIENCE_MS)
            if not any(event & select.POLLOUT for _, event in ready):
                self._broken = any(event & (select.POLLERR | select.POLLHUP) for _, event in ready)
                return False
            try:
                data = data[os.write(self._descriptor, data[:_WHOLE]) :]
            except OSError:  # the reader has gone: the shop goes on without one
                self._broken = True
        return not self._broken
