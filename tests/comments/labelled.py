"""The labelled comments: what people wrote, what it means, and how well both agree."""

import json
from functools import cache
from pathlib import Path

import msgspec

from shop.cli.comments import read_line_up
from shop.comments.line_up import LineUp
from shop.comments.meaning import Act, Intent, Meaning
from shop.comments.parse import parse

CORPUS = Path(__file__).parent / "corpus"
ACTING = frozenset({Intent.ORDER, Intent.ADD, Intent.CHANGE, Intent.CANCEL})


class Labelled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    line_up: str
    pinned: str | None
    text: str
    intent: Intent
    items: dict[str, float] = {}
    phone: str | None = None
    question: bool = False
    everything: bool = False
    candidates: list[str] = []

    def read(self, text: str | None = None) -> Meaning:
        return parse(self.text if text is None else text, line_up(self.line_up), self.pinned)

    def agrees(self, meaning: Meaning) -> bool:
        """Whether a comment that acts was understood wholly; of others only the intent counts."""
        if meaning.intent != self.intent:
            return False
        if self.intent not in ACTING:
            return not self.candidates or self.candidates == [one.code for one in meaning.asks[0].answers]
        said = (self.items, self.phone, self.question, self.everything)
        return said == (items(meaning), meaning.phone, meaning.question, meaning.everything)


class Score(msgspec.Struct, frozen=True):
    """Of comments that were taken for orders, adds, changes or cancellations; and of those that are."""

    precision: float
    recall: float
    intents: float
    wrong: list[str]


@cache
def line_up(name: str) -> LineUp:
    return LineUp(read_line_up(CORPUS / f"{name}.csv"))


@cache
def labelled(part: str) -> tuple[Labelled, ...]:
    lines = (CORPUS / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(msgspec.convert(json.loads(line), Labelled) for line in lines)


def items(meaning: Meaning) -> dict[str, float]:
    found: dict[str, float] = {}
    for item in meaning.items:
        pieces = float(item.quantity or 0)
        name = item.code if item.option is None else f"{item.code}/{item.option}"
        found[name] = -pieces if item.act is Act.CANCEL else pieces
    return found


def score(part: str) -> Score:
    rows = [(row, row.read()) for row in labelled(part)]
    taken = [(row, meaning) for row, meaning in rows if meaning.intent in ACTING]
    acting = [(row, meaning) for row, meaning in rows if row.intent in ACTING]
    right = sum(row.agrees(meaning) for row, meaning in acting)
    return Score(
        precision=right / len(taken),
        recall=right / len(acting),
        intents=sum(row.intent == meaning.intent for row, meaning in rows) / len(rows),
        wrong=[
            f"{row.text!r} is {meaning.intent} {items(meaning)}" for row, meaning in taken if not row.agrees(meaning)
        ],
    )
