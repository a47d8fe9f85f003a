"""Children remembered on disk, so that the start after a kill -9 can end what was left."""

import signal
from pathlib import Path

import msgspec

from shop.local.folder import write_private
from shop.local.identity import Identity
from shop.local.process import descendants, end_stranger, is_alive, kill_group, started_at

_FILE = "children.json"


class _Child(msgspec.Struct, frozen=True):
    pid: int
    started: str


class Remains:
    """The children of the supervisor of one data directory, by name."""

    def __init__(self, folder: Path, identity: Identity) -> None:
        self._path = folder / _FILE
        self._identity = identity
        self._children: dict[str, _Child] = {}

    def note(self, name: str, pid: int) -> None:
        """Remember a child that was just started."""
        self._children[name] = _Child(pid, started_at(pid))
        self._write()

    def forget(self, name: str) -> None:
        """A child has ended and was reaped."""
        if self._children.pop(name, None) is not None:
            self._write()

    def end_all(self, limit: float) -> list[str]:
        """End what an earlier supervisor left, each with its group; the names of those that were still there.

        What has not ended `limit` seconds after it was asked to is killed.
        """
        try:
            left = msgspec.json.decode(self._path.read_bytes(), type=dict[str, _Child])
        except (OSError, msgspec.DecodeError):
            return []
        ended = [name for name, child in left.items() if _end(child, limit)]
        self._path.unlink(missing_ok=True)
        return ended

    def _write(self) -> None:
        write_private(self._path, msgspec.json.encode(self._children).decode(), self._identity)


def _end(child: _Child, limit: float) -> bool:
    if not is_alive(child.pid) or started_at(child.pid) != child.started:
        return False
    below = [_Child(pid, started_at(pid)) for pid in descendants(child.pid)]
    end_stranger(child.pid, (signal.SIGTERM,), limit)
    kill_group(child.pid)
    for one in below:  # PostgreSQL's have sessions of their own, and one that stands still holds its memory
        if is_alive(one.pid) and started_at(one.pid) == one.started:
            end_stranger(one.pid, (), limit)
    return True
