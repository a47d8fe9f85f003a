"""Read the packaged files."""

import csv
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from shop.core.text import squeeze

DATA = Path(__file__).parent / "data"

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of a packaged CSV, every value in NFC and trimmed; an empty cell is an empty string."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple({key: squeeze(value or "") for key, value in row.items()} for row in csv.DictReader(file))


def digest_of(version: str, names: Iterable[str]) -> str:
    """A digest of packaged files and of the version of the code that reads them."""
    total = hashlib.sha256(version.encode())
    for name in sorted(names):
        total.update((DATA / name).read_bytes())
    return total.hexdigest()


def number(text: str) -> float | None:
    """A decimal number, None where the cell is empty."""
    return float(text) if text else None
