"""What processes cost, as Linux counts it: CPU seconds and proportional memory of whole trees."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_AFTER_NAME = 2  # fields of /proc/<pid>/stat before those counted below: pid and name


def tree(root: int) -> list[int]:
    """`root` and everything below it, alive now."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields:
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def cpu_seconds(*roots: int) -> float:
    """User and system time of the trees, children that ended and were waited for included."""
    ticks = 0
    for root in roots:
        for pid in tree(root):
            fields = _stat(pid)
            if fields:
                ticks += sum(int(fields[at]) for at in (11, 12, 13, 14))  # utime stime cutime cstime
    return ticks / _TICKS


def pss_mb(*roots: int) -> float:
    """Proportional set size of the trees, in MB: shared pages are counted once among those who share them."""
    kilobytes = 0
    for root in roots:
        for pid in tree(root):
            try:
                text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            except OSError:
                continue
            kilobytes += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return kilobytes / 1000


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the name, state first; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
