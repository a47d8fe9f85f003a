"""The made-up audience of a training run: all it will say, and how many watch. Pure, from a seed alone."""

import hashlib
import math
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from shop.comments.line_up import Line as GoodsLine
from shop.comments.line_up import LineUp
from shop.comments.meaning import Intent
from shop.comments.parse import parse
from shop.practice.rules import RATE

T = TypeVar("T")

FIRST_AT = 6.0  # seconds before anybody says anything
RUSH_AT, RUSH_SECONDS = 0.6, 20.0  # share of the run after which everybody wants one thing at once
LAST_SHARE = 0.94  # nothing is asked when there is no time left to answer
MOST_WANTED = 3  # pieces in one order


class Talk(StrEnum):
    """What a line of the audience is."""

    ORDER = "order"
    VAGUE = "vague"
    QUESTION = "question"
    HAGGLE = "haggle"
    PIN = "pin"
    RUDE = "rude"
    CLAIM = "claim"
    COMPLAINT = "complaint"
    CHAT = "chat"


SHARES = {
    Talk.ORDER: 0.36,
    Talk.QUESTION: 0.18,
    Talk.HAGGLE: 0.06,
    Talk.PIN: 0.06,
    Talk.VAGUE: 0.06,
    Talk.CLAIM: 0.05,
    Talk.COMPLAINT: 0.04,
    Talk.RUDE: 0.04,
}
"""Of all lines, each at least once; the rest is chat."""


class PlayGood(msgspec.Struct, frozen=True, kw_only=True):
    """Goods as the audience knows them. Amounts are đồng."""

    code: str
    name: str
    unit: str
    price: int
    floor: int
    stock: int


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """A line the audience will say `at` seconds after the start. `code` and `quantity` are what is truly meant.

    `clear`: the room reads the order by itself; what is not clear a person has to take.
    """

    number: int
    at: float
    name: str
    text: str
    talk: Talk
    code: str | None = None
    quantity: int | None = None
    clear: bool = False


class Scenario(msgspec.Struct, frozen=True):
    """The whole audience of a run of `seconds`."""

    seconds: int
    lines: tuple[Spoken, ...]


class SampleGood(msgspec.Struct, frozen=True, kw_only=True):
    """Goods a training run is given."""

    code: str
    name: str
    unit: str
    image: str
    price: int
    floor: int
    stock: int
    stars: int


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What is written in lines.toml."""

    names: tuple[str, ...]
    order: tuple[str, ...]
    vague: tuple[str, ...]
    question: tuple[str, ...]
    haggle: tuple[str, ...]
    pin: tuple[str, ...]
    rude: tuple[str, ...]
    claim: tuple[str, ...]
    complaint: tuple[str, ...]
    chat: tuple[str, ...]
    goods: tuple[SampleGood, ...]


@lru_cache(maxsize=1)
def written() -> Written:
    """The words of the audience, read once."""
    text = (Path(__file__).parent / "lines.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Written)


class Draw:
    """Chance that every process and every version of the language throws alike."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._at = 0

    def below(self, most: int) -> int:
        """A number from 0 to `most` - 1."""
        self._at += 1
        thrown = hashlib.blake2b(f"{self._seed}:{self._at}".encode(), digest_size=8).digest()
        return int.from_bytes(thrown, "big") % most

    def share(self) -> float:
        """A number from 0 to under 1."""
        return self.below(1 << 30) / (1 << 30)

    def one(self, choices: Sequence[T]) -> T:
        """One of these."""
        return choices[self.below(len(choices))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All of these in another order."""
        found = list(items)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found


@lru_cache(maxsize=128)
def scenario(seed: int, level: int, minutes: int, goods: tuple[PlayGood, ...]) -> Scenario:
    """All that is said in a run of `minutes`; the same arguments give the same audience everywhere."""
    draw = Draw(seed)
    seconds = minutes * 60
    last = seconds * LAST_SHARE
    count = minutes * RATE[level]
    step = (last - FIRST_AT) / count
    kinds = _kinds(draw, count)
    times = [FIRST_AT + step * (at + 0.8 * draw.share()) for at in range(count)]
    said: list[tuple[float, Talk, PlayGood | None]] = [(at, kind, None) for at, kind in zip(times, kinds, strict=True)]
    scarce = min(goods, key=lambda good: (good.stock, good.code))
    said += [(seconds * RUSH_AT + RUSH_SECONDS * draw.share(), Talk.ORDER, scarce) for _ in range(scarce.stock)]
    line_up = LineUp(GoodsLine(code=good.code, name=good.name, unit=good.unit) for good in goods)
    lines = [
        _line(draw, (number, at, kind), good or draw.one(goods), line_up)
        for number, (at, kind, good) in enumerate(sorted(said, key=lambda one: one[0]))
    ]
    return Scenario(seconds, tuple(lines))


@lru_cache(maxsize=1)
def script() -> str:
    """What tells the lines as they are written now from those of another release."""
    return hashlib.sha256((Path(__file__).parent / "lines.toml").read_bytes()).hexdigest()[:12]


def viewers_at(seed: int, level: int, seconds: int, at: float) -> int:
    """How many watch: they come in the first third, and go in the last tenth."""
    if at >= seconds:
        return 0
    share = at / seconds
    come = min(1.0, 0.15 + 2.6 * share)
    gone = min(1.0, (1 - share) * 10)
    wave = 1 + 0.12 * math.sin(share * 21 + seed % 7)
    return int(35 * level * come * gone * wave) + 1


def _kinds(draw: Draw, count: int) -> list[Talk]:
    kinds = [kind for kind, share in SHARES.items() for _ in range(max(1, round(share * count)))]
    kinds += [Talk.CHAT] * (count - len(kinds))
    return draw.shuffled(kinds[:count])


def _line(draw: Draw, slot: tuple[int, float, Talk], good: PlayGood, line_up: LineUp) -> Spoken:
    words = written()
    number, at, talk = slot
    wanted = 1 + draw.below(MOST_WANTED)
    pattern = draw.one(getattr(words, talk.value))
    text = pattern.format(code=good.code, n=wanted, unit=good.unit, name=good.name.rsplit(" ", 1)[0])
    buys = talk in {Talk.ORDER, Talk.VAGUE}
    about = buys or talk is Talk.PIN
    return Spoken(
        number=number,
        at=round(at, 2),
        name=draw.one(words.names),
        text=text,
        talk=talk,
        code=good.code if about else None,
        quantity=wanted if buys else None,
        clear=buys and reads_as(text, line_up, good.code, wanted),
    )


def reads_as(text: str, line_up: LineUp, code: str, quantity: int) -> bool:
    """Whether the room reads `text` as an order of just this."""
    meaning = parse(text, line_up)
    items = [(item.code, item.quantity) for item in meaning.items]
    return meaning.intent is Intent.ORDER and not meaning.asks and items == [(code, quantity)]
