"""The data directory: where it is, who works in it, and the secrets it keeps."""

import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from shop.local.errors import DataDirLocked, LocalError
from shop.local.identity import Identity

_NAME = "chomay"


@dataclass(frozen=True)
class Premises:
    """A data directory that can be used, and the user who owns all in it."""

    folder: Path
    identity: Identity


def default_data_dir() -> Path:
    """`/var/lib/chomay` for root, `$XDG_DATA_HOME/chomay` (`~/.local/share/chomay`) for a user."""
    if os.geteuid() == 0:
        return Path("/var/lib") / _NAME
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / _NAME


def make_folder(path: Path, identity: Identity) -> Path:
    """Make the data directory, closed to others and owned by `identity`, which must be able to reach it.

    Raises:
        LocalError: it cannot be made, or a directory above it is closed to the service user.
    """
    path = path.absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
        identity.give(path, 0o700)
    except OSError as error:
        raise LocalError(
            f"The data directory {path} cannot be made ({error.strerror}). Name another one with SHOP_DATA_DIR."
        ) from error
    if not identity.may_enter(path):
        raise LocalError(
            f"The servers run as {identity.name}, who may not enter {path}: a directory above it is closed. "
            "Name one that can be reached with SHOP_DATA_DIR, for example /var/lib/chomay."
        )
    return path


class FolderLock:
    """The one writer of a data directory. Held until released or until the process ends."""

    def __init__(self, folder: Path, *, holder: str) -> None:
        self._path = folder / "lock"
        self._holder = holder
        self._handle: int | None = None

    def take(self) -> None:
        """Take the lock.

        Raises:
            DataDirLocked: somebody has it; the text says who.
        """
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = os.pread(handle, 200, 0).decode(errors="replace").strip() or "another process"
            os.close(handle)
            raise DataDirLocked(
                f"The data directory {self._path.parent} is in use by {who}. "
                "Stop it, or name another directory with SHOP_DATA_DIR."
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{self._holder} (process {os.getpid()})\n".encode(), 0)
        self._handle = handle

    def release(self) -> None:
        """Give the lock back. Safe to repeat."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


def write_private(path: Path, text: str, identity: Identity) -> None:
    """Write a file that only `identity` (and root) may read, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    identity.give(fresh, 0o600)
    fresh.replace(path)


def kept_secret(path: Path, identity: Identity) -> str:
    """The secret kept at `path`; made on the first call (256 bits, URL-safe), file mode 0600."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(32) + "\n", identity)
    return path.read_text(encoding="utf-8").strip()
