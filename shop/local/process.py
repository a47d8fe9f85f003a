"""Child processes: own session, death with the parent, remembered by pid and start time, ended with a limit."""

import contextlib
import os
import resource
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from shop.local.identity import Identity
from shop.local.privileges import LINUX, before_exec

_STEP = 0.02  # seconds between two looks at a process that should end


@dataclass(frozen=True)
class Launch:
    """How one program is started and how it is asked to stop."""

    argv: Sequence[str]
    identity: Identity
    env: Mapping[str, str]
    cwd: Path
    stop_signal: signal.Signals = signal.SIGTERM
    capability: int | None = None  # kept by a child of root that must read below closed directories


def spawn(launch: Launch, output: IO[bytes] | int | None = None) -> "subprocess.Popen[bytes]":
    """Start `launch` in a session of its own; on Linux it gets its stop signal when the calling thread dies."""
    return subprocess.Popen(  # noqa: S603 - argv is ours, never a person's words
        list(launch.argv),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        cwd=launch.cwd,
        env=dict(launch.env),
        start_new_session=True,
        preexec_fn=before_exec(  # noqa: PLW1509 - prctl has no other door; the launcher has one thread
            launch.identity, launch.stop_signal, launch.capability
        ),
    )


def end(process: "subprocess.Popen[bytes]", asks: Sequence[signal.Signals], limit: float) -> bool:
    """Ask a child to end, each signal for `limit` seconds, then kill its group. False when it had to be killed."""
    for ask in asks:
        if process.poll() is not None:
            break
        process.send_signal(ask)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(limit)
    willing = process.poll() is not None
    kill_group(process.pid)
    process.wait()
    return willing


def kill_group(pid: int) -> None:
    """Kill what is left of the session that `pid` began. Safe when nothing is."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    """Whether `pid` is a process that still runs (a zombie does not)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(pid) != "Z"


def command_line(pid: int) -> str:
    """The words `pid` was started with, separated by spaces; empty when it is gone."""
    if LINUX:
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    return _ps(pid, "command=")


def started_at(pid: int) -> str:
    """A mark that tells `pid` from a later process with the same number; empty when it is gone."""
    if LINUX:
        fields = _stat_fields(pid)
        return fields[19] if fields else ""
    return _ps(pid, "lstart=")


def descendants(pid: int) -> list[int]:
    """Every process below `pid` now; none where the system has no /proc."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        fields = _stat_fields(int(entry.name))
        if fields:
            below.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        children = below.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def end_stranger(pid: int, asks: Sequence[signal.Signals], limit: float) -> None:
    """End a process that is not our child: each signal for `limit` seconds, then SIGKILL."""
    for ask in (*asks, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, ask)
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            if not is_alive(pid):
                return
            time.sleep(_STEP)


def raise_file_limit() -> None:
    """Raise the open-file limit to the hard one; children inherit it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # macOS calls an endless hard limit too high
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _state(pid: int) -> str:
    if LINUX:
        fields = _stat_fields(pid)
        return fields[0] if fields else "Z"
    return _ps(pid, "state=")[:1] or "Z"


def _stat_fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may itself hold spaces and brackets."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _ps(pid: int, column: str) -> str:
    answer = subprocess.run(  # noqa: S603 - fixed words and a number
        ["/bin/ps", "-o", column, "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()
