"""What a banned word is found by, however it is disguised, and what it is not found in. Pure.

Vietnamese without its marks is full of innocent twins (`các` and `bưởi` fold into insults), so a word is compared as
it is written; marks are put aside only where somebody took pains to hide it: digits for letters, signs nobody
sees, letters apart. What was written then may lack marks of the banned word, and never has others. A phrase of two
words or more is found without any mark too, as people type who use none. Whoever wants a single word banned without
its marks writes it so.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby, product

import msgspec

from shop.core.text import fold

MOST_WORDS = 4  # words of a banned phrase
LONGEST_WORD = 60  # characters of a banned phrase

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SHAPES = frozenset("\u0302\u0306\u031b")
_HIDDEN = "\ue000"  # stands where something nobody sees was taken out
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters and marks by their class, and blank
_TWINS = str.maketrans("аеорсухіѕԁո", "aeopcyxisdn")  # Cyrillic and Armenian
_LEET = str.maketrans({"4": "a", "@": "a", "0": "o", "1": "i", "3": "e", "5": "s", "7": "t", "$": "s", "!": "i"})
_TOKEN = re.compile(rf"(?:[^\W_]|[@$!](?=[^\W_])|{_HIDDEN})+")
_SPELLING = re.compile(r"(\d*)(.*?)(\d*)", re.DOTALL)
_GLUE = re.compile(r"[.\-_*·~'`|/\\,+]+")
_FEWEST = 2  # signs besides a digit before or behind that may be a letter: `5úc`, not `D1`
_APART = 3  # letters that must stand apart to be read as one word: `n g u`, not `x y`
_LONGEST_RUN = 40  # letters of such a row that are looked at


class Token(msgspec.Struct, frozen=True):
    """A word of a text. `kept` has its marks, `plain` none; both are lower case without repeated letters."""

    kept: str
    plain: str
    hidden: bool  # somebody took pains that it is not found


Ways = tuple[Token, ...]
"""How the word at one place may be read."""


class Reading(msgspec.Struct, frozen=True):
    """A text as bans are looked for in it: its words in their order, and what letters standing apart may spell."""

    rows: tuple[tuple[Ways, ...], ...]  # the words; and again with those put together that signs hold apart
    spelled: frozenset[Token]

    @property
    def candidates(self) -> list[str]:
        """Everything a banned phrase in this text can fold to, without spaces: what a list is asked for."""
        found = {token.plain for token in self.spelled}
        for size in range(1, MOST_WORDS + 1):
            for window in self.windows(size):
                choices = [{token.plain for token in ways} for ways in window]
                found.update("".join(parts) for parts in product(*choices))
        return sorted(found)

    def windows(self, size: int) -> Iterator[tuple[Ways, ...]]:
        """Every `size` words that stand beside one another."""
        for row in self.rows:
            for start in range(len(row) - size + 1):
                yield row[start : start + size]


def read_words(text: str) -> Reading:
    """Read a text for bans."""
    shown = _uncover(text)
    tokens = _TOKEN.findall(shown)
    glued = _TOKEN.findall(_GLUE.sub(_HIDDEN, shown))
    rows = (tuple(ways for found in row if (ways := tuple(_ways(found)))) for row in (tokens, glued))
    return Reading(tuple(rows), frozenset(_spelled_apart(tokens)))


def ban_key(word: str) -> str:
    """What a banned phrase folds to, without spaces; empty when it is no phrase of one to four words."""
    tokens = _phrase(word)
    return "".join(token.plain for token in tokens) if len(tokens) <= MOST_WORDS else ""


def forbids(word: str, reading: Reading) -> bool:
    """Whether the banned phrase `word` stands in the text."""
    phrase = _phrase(word)
    joined = "".join(token.kept for token in phrase)
    if any(_could_be(token.kept, joined) for token in reading.spelled):
        return True
    return bool(phrase) and any(_is_phrase(window, phrase) for window in reading.windows(len(phrase)))


def _is_phrase(window: tuple[Ways, ...], phrase: tuple[Token, ...]) -> bool:
    """Whether the words of a window, in one of their ways, are the phrase."""
    pairs = list(zip(window, phrase, strict=True))
    if all(any(way.kept == word.kept for way in ways) for ways, word in pairs):
        return True
    bare = len(phrase) > 1 and all(way.kept == way.plain for ways in window for way in ways)
    pains = any(way.hidden for ways in window for way in ways)
    return (bare or pains) and all(any(_matches(way, word) for way in ways) for ways, word in pairs)


def _matches(way: Token, word: Token) -> bool:
    """Whether a word of a phrase is meant, where marks may be missing."""
    return way.kept == word.kept or ((way.hidden or way.kept == way.plain) and _could_be(way.kept, word.kept))


def _could_be(seen: str, banned: str) -> bool:
    """Whether `seen` is `banned` with some of its marks left out."""
    if len(seen) != len(banned):
        return False
    return all(_marks(mine) <= _marks(other) for mine, other in zip(seen, banned, strict=True))


def _marks(letter: str) -> frozenset[str]:
    """A letter and its marks, of which `đ` has one."""
    return frozenset(unicodedata.normalize("NFD", letter.replace("đ", "d\u0335")))


def _phrase(word: str) -> tuple[Token, ...]:
    """The words of a ban, taken as they are written."""
    return tuple(_token(found, hidden=False) for found in re.findall(r"[^\W_]+", _uncover(word).replace(_HIDDEN, "")))


def _uncover(text: str) -> str:
    """Lower case and composed, without signs nobody sees and marks that are not Vietnamese."""
    signs: list[str] = []
    for sign in unicodedata.normalize("NFKD", text.lower().translate(_TWINS)):
        if unicodedata.category(sign) in {"Cf", "Cc"} or sign in _UNSEEN:
            signs.append(" " if sign.isspace() else _HIDDEN)
        elif unicodedata.combining(sign):
            signs.append(sign if _is_ours(sign, signs) else _HIDDEN)
        else:
            signs.append(sign)
    return unicodedata.normalize("NFC", _order("".join(signs)))


def _is_ours(mark: str, before: list[str]) -> bool:
    """Whether a letter may carry `mark` too: one shape and one tone."""
    kind = _TONES if mark in _TONES else _SHAPES if mark in _SHAPES else frozenset[str]()
    carried = list(_carried(before))
    return mark in kind and not any(other in kind for other in carried)


def _carried(before: list[str]) -> Iterator[str]:
    for sign in reversed(before):
        if sign != _HIDDEN and not unicodedata.combining(sign):
            return
        yield sign


def _order(text: str) -> str:
    """Marks before what was hidden among them, so that they compose with their letter."""
    return re.sub(rf"({_HIDDEN}+)([\u0300-\u036f]+)", r"\2\1", text)


def _ways(found: str) -> Iterator[Token]:
    """The ways to read a token: as it stands, and with its digits and signs as letters."""
    bare = found.replace(_HIDDEN, "")
    if not any(sign.isalpha() for sign in bare):
        return
    hidden = _HIDDEN in found.strip(_HIDDEN)
    yield _token(bare, hidden=hidden)
    for spelling in _spellings(bare):
        yield _token(spelling, hidden=True)


def _spellings(token: str) -> Iterable[str]:
    """`token` with letters for digits, unless these say how much (`50k`, `3kg`), or which (`A12`)."""
    parts = _SPELLING.fullmatch(token)
    if parts is None or token.isalpha():
        return ()
    before, middle, after = parts.groups()
    if len(before) > 1 or len(after) > 1 or len(middle) < _FEWEST:
        return ()
    spelled = {token.translate(_LEET), token.replace("1", "l").translate(_LEET)}
    return sorted(spelling for spelling in spelled if spelling.isalpha())


def _token(word: str, *, hidden: bool) -> Token:
    kept = "".join(_loudest(letters) for _, letters in groupby(word, fold))
    return Token(kept, fold(kept), hidden)


def _loudest(letters: Iterable[str]) -> str:
    """Of a letter said again and again the one with the most marks."""
    return max(letters, key=lambda letter: len(_marks(letter)))


def _spelled_apart(tokens: list[str]) -> Iterator[Token]:
    """What rows of single letters spell, whatever stands before or behind: `e n g u` has `ngu` in it."""
    for alone, row in groupby((token.replace(_HIDDEN, "") for token in tokens), lambda token: len(token) == 1):
        letters = [letter.translate(_LEET) for letter in list(row)[:_LONGEST_RUN]] if alone else []
        for start in range(len(letters) - _APART + 1):
            for end in range(start + _APART, len(letters) + 1):
                yield _token("".join(letters[start:end]), hidden=True)
