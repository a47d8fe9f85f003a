"""Fan-out of rooms: crowds of sockets told frames of 1 kB, beside a plain writer of the same bytes."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator

from proc import cpu_seconds, pss_mb
from rooms_crowd import SETTLE
from stack import PYTHON, ROOT, free_port, wait_for

SECONDS = 6.0
CROWDS = ((1000, 4), (1000, 10), (5000, 4), (5000, 10), (10_000, 10))
GOAL = (10_000, 4)
_ROUNDS = 3  # of the crowd with a goal; the median by its p99 counts


def fan_out() -> dict[str, float]:
    """The figures of 10,000 viewers at 4 frames a second, and those of the other crowds as lines."""
    found: dict[str, float] = {}
    for viewers, rate in CROWDS:
        found |= _named(_watch("engine", viewers, rate), f"{viewers // 1000}k_at_{rate}")
    found |= _named(_watch("raw", *GOAL), "10k_at_4_raw")
    rounds = sorted((_watch("engine", *GOAL) for _ in range(_ROUNDS)), key=lambda told: told["p99_ms"])
    counted = rounds[_ROUNDS // 2]
    found |= _named(counted, "10k_at_4")
    return found | {
        "rooms_10k_p99_ms": counted["p99_ms"],
        "rooms_10k_core": counted["core"],
        "rooms_kb_viewer": counted["kb_viewer"],
    }


def _named(told: dict[str, float], crowd: str) -> dict[str, float]:
    return {f"{crowd}.{name}": value for name, value in told.items()}


def _watch(kind: str, viewers: int, rate: int) -> dict[str, float]:
    port = free_port()
    with _process("rooms_server.py", kind, port, viewers, rate) as server:
        wait_for(port, server)
        empty = pss_mb(server.pid)
        with _process("rooms_crowd.py", port, viewers, SECONDS) as crowd:
            assert crowd.stdout is not None
            if crowd.stdout.readline().strip() != b"in":
                raise RuntimeError(f"{viewers} viewers could not come in")
            time.sleep(SETTLE)
            before = cpu_seconds(server.pid)
            time.sleep(SECONDS - 0.5)
            core = (cpu_seconds(server.pid) - before) / (SECONDS - 0.5)
            full = pss_mb(server.pid)
            told = json.loads(crowd.stdout.read())
    if told.pop("lost"):
        raise RuntimeError(f"{kind}: viewers were lost")
    core *= max(1.0, viewers * rate / told["delivered_per_s"])  # who falls behind must not look thrifty
    return told | {"core": core, "kb_viewer": (full - empty) * 1000 / viewers}


@contextlib.contextmanager
def _process(script: str, *words: object) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        [PYTHON, str(ROOT / "bench" / script), *map(str, words)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
