"""What a shop consists of, as data: the work of a start, and the processes that are kept running."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ACCOUNTS_FILE = "demo-accounts.txt"  # in the data directory; shown at the end of a start when it is there


@dataclass(frozen=True)
class Step:
    """A program that ends. It is skipped while nothing at or below `watched` has changed since its last success."""

    name: str
    doing: str  # what the person at the terminal reads meanwhile
    words: tuple[str, ...]  # after the interpreter
    watched: tuple[Path, ...]
    refresh_hours: float = 0.0  # done again in the background when older than this; 0: never


@dataclass(frozen=True)
class Process:
    """A program that is kept running. Lower ranks are stopped first; ranks 3 and 4 are Valkey's and PostgreSQL's."""

    name: str
    words: tuple[str, ...]
    rank: int
    stop_limit: float  # seconds it is given to finish what it holds


@dataclass(frozen=True)
class Plan:
    """Steps in their order; the first process serves pages and is waited for, the others follow it."""

    steps: Sequence[Step]
    processes: Sequence[Process]
    ready_path: str = "/health/ready"
    left_over_limit: float = 10.0  # seconds what an earlier run left over has to end before it is killed
