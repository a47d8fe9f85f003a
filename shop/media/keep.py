"""Files below the media folder: written whole or not at all, for our own processes alone. They block: use a thread."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from shop.core.errors import Unavailable
from shop.media.models import AssetKind
from shop.media.rules import WIDTHS, Encoding

_ORIGINALS = "originals"
_DOCUMENTS = "documents"
_PICTURES = "pictures"
PART = ".part"  # end of the name of a file that is being written


def file_of(folder: Path, kind: AssetKind, digest: str) -> Path:
    """Where an upload lies as it came."""
    return folder / (_ORIGINALS if kind is AssetKind.PICTURE else _DOCUMENTS) / digest[:2] / digest


def width_file(folder: Path, digest: str, width: int, form: Encoding) -> Path:
    """Where a picture lies as it is shown."""
    return folder / _PICTURES / digest[:2] / digest / f"{width}.{form.value}"


def width_files(folder: Path, digest: str) -> dict[tuple[int, Encoding], Path]:
    """All files of a picture as it is shown."""
    return {(width, form): width_file(folder, digest, width, form) for width in WIDTHS for form in Encoding}


def write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole, on the disk, or not there. Safe to repeat.

    Raises:
        Unavailable: the disk is full or cannot be written; nothing is left.
    """
    part = path.with_name(f".{secrets.token_hex(8)}{PART}")
    try:
        _make_folders(path.parent)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _settle(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise Unavailable(retry_after=60) from error


def read(path: Path) -> bytes | None:
    """The bytes of a file; None when it is not there."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def remove_original(folder: Path, digest: str) -> None:
    """Forget how a picture came. Safe to repeat."""
    file_of(folder, AssetKind.PICTURE, digest).unlink(missing_ok=True)


def remove_all(folder: Path, kind: AssetKind, digest: str) -> None:
    """Remove every file of an upload. Safe to repeat."""
    file_of(folder, kind, digest).unlink(missing_ok=True)
    if kind is AssetKind.PICTURE:
        for path in width_files(folder, digest).values():
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            width_file(folder, digest, WIDTHS[0], Encoding.WEBP).parent.rmdir()


def stray(folder: Path, older_seconds: float) -> Iterator[Path]:
    """Uploads and half-written files that have not been touched for so long."""
    bound = _disk_now(folder) - older_seconds
    for root in (_ORIGINALS, _DOCUMENTS, _PICTURES):
        for path in (folder / root).rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                waits = root != _PICTURES or path.name.endswith(PART)
                if waits and path.is_file() and path.stat().st_mtime < bound:
                    yield path


def _disk_now(folder: Path) -> float:
    """The time as the disk stamps files: what their ages are measured by, however the shop's clock runs."""
    _make_folders(folder)
    mark = folder / f".{secrets.token_hex(8)}{PART}"
    mark.touch(mode=0o600)
    stamped = mark.stat().st_mtime
    mark.unlink(missing_ok=True)
    return stamped


def _make_folders(folder: Path) -> None:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        with contextlib.suppress(FileExistsError):
            one.mkdir(mode=0o700)


def _settle(folder: Path) -> None:
    """Make a new name survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
