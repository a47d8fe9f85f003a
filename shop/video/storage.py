"""Where video is kept: one interface, a folder or a bucket behind it. Names are relative, with slashes."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol


class Storage(Protocol):
    """Keeps files by name. Every call is safe to repeat; a file is there whole or not at all."""

    async def put(self, name: str, content: bytes) -> None:
        """Keep `content`; its media type follows from the name's end. Names are never used again for other bytes.

        Raises:
            Unavailable: it cannot be kept now.
        """

    async def put_file(self, name: str, source: Path) -> None:
        """Keep a copy of a file of any length. Raises like `put`."""

    async def get(self, name: str) -> bytes | None:
        """The bytes of a file; None when there is none."""

    async def part(self, name: str, begin: int, end: int) -> bytes | None:
        """The bytes of a file from `begin` to before `end`, which may lie behind its own; None when there is none.

        `begin` must lie before the file's end, see `size`.
        """

    async def size(self, name: str) -> int | None:
        """How many bytes a file has; None when there is none."""

    def names(self, prefix: str) -> AsyncIterator[str]:
        """The names below `prefix` (which ends in a slash), in order."""

    async def remove(self, prefix: str) -> None:
        """Remove everything below `prefix`."""

    def address(self, name: str) -> str | None:
        """Where a browser gets this file past us; None when we hand it out ourselves."""

    def signed(self, name: str, seconds: int) -> str | None:
        """The same for files that are not public, good for so long; None when we hand it out ourselves."""
