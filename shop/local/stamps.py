"""Marks in the data directory that say which work was done for which content, so that it is not done again."""

import hashlib
import time
from collections.abc import Iterable
from pathlib import Path

from shop.local.folder import write_private
from shop.local.identity import Identity

_SKIPPED = frozenset({"__pycache__"})


def content_mark(places: Iterable[Path], more: str = "") -> str:
    """A short mark that changes when a file at or below `places` changes, comes or goes."""
    digest = hashlib.sha256(more.encode())
    for place in places:
        for file in sorted([place] if place.is_file() else place.rglob("*")):
            if file.is_file() and not _SKIPPED.intersection(file.parts):
                digest.update(str(file.relative_to(place.parent)).encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:32]


class Stamp:
    """Remembers for which mark the work `name` was last done on this data directory."""

    def __init__(self, folder: Path, name: str, identity: Identity) -> None:
        self._path = folder / f"done-{name}"
        self._identity = identity

    @property
    def value(self) -> str:
        """The mark of the last time; empty when the work was never done."""
        try:
            return self._path.read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    @property
    def age_hours(self) -> float:
        """Hours of this machine's clock since the work was last done; 0 when it never was."""
        try:
            return max(0.0, time.time() - self._path.stat().st_mtime) / 3600
        except OSError:
            return 0.0

    def set(self, mark: str) -> None:
        """The work was done for `mark`."""
        write_private(self._path, mark + "\n", self._identity)

    def clear(self) -> None:
        """The work must be done again."""
        self._path.unlink(missing_ok=True)
