"""Who the children run as: root steps down to `nobody`, an ordinary user stays who they are."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

SERVICE_USER = "nobody"


@dataclass(frozen=True)
class Identity:
    """A user that processes are started as and files are given to."""

    uid: int
    gid: int
    name: str

    @property
    def has_name(self) -> bool:
        """Whether the system knows this user's number."""
        try:
            return bool(pwd.getpwuid(self.uid).pw_name)
        except KeyError:
            return False

    def give(self, path: Path, mode: int) -> None:
        """Make `path` this user's own, with `mode`."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)

    def may_enter(self, path: Path) -> bool:
        """Whether every directory down to `path` (itself, when it is one) may be passed through."""
        resolved = path.resolve()
        chain = [*reversed(resolved.parents), *([resolved] if resolved.is_dir() else [])]
        return all(self._passes(directory) for directory in chain if directory.exists())

    def may_read(self, file: Path) -> bool:
        """Whether the mode of `file` itself lets this user read it."""
        found = file.stat()
        owner, group = found.st_uid == self.uid, found.st_gid == self.gid
        wanted = stat.S_IRUSR if owner else stat.S_IRGRP if group else stat.S_IROTH
        return bool(found.st_mode & wanted)

    def _passes(self, directory: Path) -> bool:
        found = directory.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def service_identity() -> Identity:
    """The user for servers and workers: `nobody` when we are root, else ourselves."""
    if os.geteuid() == 0:
        entry = pwd.getpwnam(SERVICE_USER)
        return Identity(entry.pw_uid, entry.pw_gid, entry.pw_name)
    uid = os.geteuid()
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:  # a container may run as a number without a name
        name = str(uid)
    return Identity(uid, os.getegid(), name)
