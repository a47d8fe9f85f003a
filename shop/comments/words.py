"""The lexicon: what a word, or a few in a row, mean in a live sale."""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

import msgspec

from shop.comments.spelling import plain, spellings, unmarked


class Kind(StrEnum):
    """What a sign is; a comment is read as a string of these letters."""

    ORDER = "V"
    GIVE = "v"
    ME = "e"
    PERSON = "P"
    FILLER = "f"
    AND = "&"
    WORD_NUMBER = "w"
    NUMBER = "N"
    HALF = "H"
    AND_HALF = "h"
    DOZEN = "D"
    TIMES = "x"
    UNIT = "U"
    MEASURE = "z"
    NUMBERED = "a"
    CODE_WORD = "K"
    NUMBER_SIGN = "s"
    SIZE = "Z"
    AGAIN = "G"
    ADD = "A"
    CANCEL = "X"
    CANCEL_ALL = "Y"
    LESS = "L"
    CHANGE = "S"
    RAISE = "R"
    INTO = "T"
    EACH = "E"
    EACH_OPTION = "M"
    NOT = "n"
    QUESTION = "q"
    ASK_FEE = "i"
    BEGINS = "B"
    PAST = "p"
    DONE = "r"
    PAID = "c"
    LATER = "d"
    OTHERS = "3"
    TALK = "b"
    PERHAPS = "m"
    RATHER = "~"
    PRAISE = "g"
    BASKET = "k"
    TAIL = "@"
    PINNED = "^"
    CODE = "C"
    STRANGE = "?"
    OPTION = "O"
    UNKNOWN = "u"
    PRICE = "$"
    UNCLEAR = "*"
    SOFT = ","
    HARD = "."
    PHONE = "t"
    MARK = "!"


NUMBERS = frozenset({Kind.NUMBER, Kind.WORD_NUMBER, Kind.DOZEN, Kind.HALF, Kind.AND_HALF})

Meant: TypeAlias = str | int | None


class Entry(msgspec.Struct, frozen=True):
    """Some words in a row, unmarked; how each may be typed; and what they mean.

    `size`, `first` and `second` repeat what is asked of every word of every comment.
    """

    words: tuple[str, ...]
    typed: tuple[frozenset[str], ...]
    kind: Kind
    value: Meant
    size: int
    first: frozenset[str]
    second: str


class Unit(msgspec.Struct, frozen=True):
    """A word for pieces: of which kind, and how much of the kind's own measure one is, in thousandths."""

    name: str
    thousandths: int = 1000


ANY_UNIT = ""
_WEIGHTS = {"yến": 10_000, "lạng": 100, "g": 1}  # thousandths of a kilogram


def unit_of(name: str) -> Unit:
    """`lạng` is a tenth of a `kg`."""
    return Unit("kg", _WEIGHTS[name]) if name in _WEIGHTS else Unit(name)


_FOLLOWS_NUMBERS = frozenset({Kind.UNIT, Kind.MEASURE, Kind.DOZEN, Kind.HALF})
_NEEDS_PLACE = frozenset(  # kinds that a word has in some places only; where it has not, it is another word
    {
        Kind.INTO,
        Kind.NUMBERED,
        Kind.NUMBER_SIGN,
        Kind.CODE_WORD,
        Kind.SIZE,
        Kind.GIVE,
        Kind.RAISE,
        Kind.PAST,
        Kind.CHANGE,
        Kind.PERHAPS,
        Kind.RATHER,
        Kind.NOT,
        Kind.BEGINS,
        Kind.QUESTION,
        Kind.TALK,
    }
)


def _load() -> dict[str, list[Entry]]:
    book = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    entries: dict[str, list[Entry]] = {}
    for section, content in book.items():
        if section in _SECTIONS:
            _learn(entries, content["words"], _SECTIONS[section], ANY_UNIT if section == "any_unit" else None)
            continue
        for value, words in content.items():
            if section == "unit":
                _learn(entries, words, Kind.UNIT, value)
            else:
                _learn(entries, words["words"], _VALUED[section], int(value))
    for known in entries.values():
        known.sort(key=_precedence)
    return entries


def _precedence(entry: Entry) -> tuple[int, int]:
    """Longer phrases first; of one length what follows numbers, then what needs another place."""
    if entry.kind in _FOLLOWS_NUMBERS:
        return -entry.size, 0
    return -entry.size, 1 if entry.kind in _NEEDS_PLACE else 2


def _learn(entries: dict[str, list[Entry]], phrases: list[str], kind: Kind, value: Meant) -> None:
    for phrase in phrases:
        words = plain(phrase.rstrip("!")).split()
        exact = phrase.endswith("!")
        typed = tuple(frozenset([word]) if exact else spellings(word) for word in words)
        bare = tuple(unmarked(word) for word in words)
        entry = Entry(bare, typed, kind, phrase if value is None else value, len(bare), typed[0], "".join(bare[1:2]))
        entries.setdefault(bare[0], []).append(entry)


_VALUED = {"number": Kind.WORD_NUMBER, "dozen": Kind.DOZEN}
_SECTIONS: dict[str, Kind] = {kind.name.lower(): kind for kind in Kind} | {
    "code": Kind.CODE_WORD,
    "any_unit": Kind.UNIT,
    "not": Kind.NOT,
    "chatter": Kind.UNKNOWN,
}
for _taken in ("number", "dozen", "unit"):
    del _SECTIONS[_taken]
_ENTRIES = _load()
WORDS = {word: alone for word, known in _ENTRIES.items() if (alone := tuple(one for one in known if one.size == 1))}


def unit_name(word: str) -> str:
    """What `word` is counted as: `ký` as `kg`, an unknown unit as itself without its marks."""
    known = WORDS.get(unmarked(plain(word)), ())
    names = [str(entry.value) for entry in known if entry.kind is Kind.UNIT and plain(word) in entry.first]
    return names[0] if names else unmarked(plain(word))


PHRASES = {  # by their first two words, the longest first
    (word, second): tuple(one for one in known if one.second == second)
    for word, known in _ENTRIES.items()
    for second in {one.second for one in known if one.size > 1}
}
ALONE = frozenset(WORDS)
UNIT_WORDS = frozenset(word for word, known in WORDS.items() if any(entry.kind is Kind.UNIT for entry in known))
