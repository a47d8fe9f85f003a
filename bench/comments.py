"""Comments a second on one core: the labelled corpus of the tests, read again and again by one process."""

import csv
import json
import time
from pathlib import Path

from shop.comments.line_up import Line, LineUp
from shop.comments.parse import parse

CORPUS = Path(__file__).parents[1] / "tests" / "comments" / "corpus"
ROUNDS, TIMES = 9, 3


def a_second() -> dict[str, float]:
    """The median of nine rounds, by CPU time: what a core does that others use too."""
    texts = [
        (one["text"], _line_up(one["line_up"]), one["pinned"])
        for part in ("developing", "kept")
        for one in map(json.loads, (CORPUS / f"{part}.jsonl").read_text(encoding="utf-8").splitlines())
    ]
    rounds = sorted(_round(texts) for _ in range(ROUNDS))
    return {"comments_per_s": rounds[ROUNDS // 2]}


def _round(texts: list[tuple[str, LineUp, str | None]]) -> float:
    began = time.process_time()
    for _ in range(TIMES):
        for text, line_up, pinned in texts:
            parse(text, line_up, pinned)
    return len(texts) * TIMES / (time.process_time() - began)


_KNOWN: dict[str, LineUp] = {}


def _line_up(name: str) -> LineUp:
    if name not in _KNOWN:
        rows = csv.DictReader((CORPUS / f"{name}.csv").read_text(encoding="utf-8").splitlines())
        _KNOWN[name] = LineUp(
            Line(
                code=row["code"],
                name=row["name"],
                unit=row["unit"],
                options=tuple(word for word in row["options"].split("|") if word),
                divisible=bool(row["divisible"]),
            )
            for row in rows
        )
    return _KNOWN[name]
