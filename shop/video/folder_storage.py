"""Video kept in a folder that all our processes share."""

import asyncio
import contextlib
import secrets
import shutil
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

from shop.core.errors import Unavailable

R = TypeVar("R")
_NOTHING = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
_PART = ".part"  # end of the name of a file that is being written


class FolderStorage:
    """A `Storage` in `root`. Names come from our own code; none may lead out of the folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, name: str, content: bytes) -> None:
        """Keep `content`; see `Storage`."""
        await self._aside(lambda: _write(self.path(name), lambda part: part.write_bytes(content)))

    async def put_file(self, name: str, source: Path) -> None:
        """Keep a copy of a file; see `Storage`."""
        await self._aside(lambda: _write(self.path(name), lambda part: shutil.copyfile(source, part)))

    async def get(self, name: str) -> bytes | None:
        """The bytes of a file; None when there is none."""
        return await self._aside(lambda: _read(self.path(name), 0, -1))

    async def part(self, name: str, begin: int, end: int) -> bytes | None:
        """Some bytes of a file; see `Storage`."""
        return await self._aside(lambda: _read(self.path(name), begin, end - begin))

    async def size(self, name: str) -> int | None:
        """Bytes of a file; None when there is none."""
        return await self._aside(lambda: _size(self.path(name)))

    async def names(self, prefix: str) -> AsyncIterator[str]:
        """The names below `prefix`, in order."""
        for name in await self._aside(lambda: _list(self._root, self.path(prefix))):
            yield name

    async def remove(self, prefix: str) -> None:
        """Remove everything below `prefix`."""
        await self._aside(lambda: shutil.rmtree(self.path(prefix), ignore_errors=True))

    def address(self, _name: str) -> str | None:
        """We hand it out ourselves."""
        return None

    def signed(self, _name: str, _seconds: int) -> str | None:
        """We hand it out ourselves."""
        return None

    def path(self, name: str) -> Path:
        """Where a file lies.

        Raises:
            ValueError: the name leads out of the folder.
        """
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(name)
        return self._root / name

    async def _aside(self, work: Callable[[], R]) -> R:
        try:
            return await asyncio.to_thread(work)
        except OSError as error:
            raise Unavailable(retry_after=5) from error


def _write(path: Path, write: Callable[[Path], object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{secrets.token_hex(8)}{_PART}")
    try:
        write(part)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _read(path: Path, begin: int, count: int) -> bytes | None:
    with contextlib.suppress(*_NOTHING), path.open("rb") as file:
        file.seek(begin)
        return file.read(count)
    return None


def _size(path: Path) -> int | None:
    with contextlib.suppress(*_NOTHING):
        found = path.stat()
        return found.st_size if stat.S_ISREG(found.st_mode) else None
    return None


def _list(root: Path, folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(_PART))
    return sorted(path.relative_to(root).as_posix() for path in found)
