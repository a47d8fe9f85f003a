"""The goods a room sells, and every way to name one of them: code, number, product's name, option."""

import re
from collections.abc import Iterable

import msgspec

from shop.comments.spelling import plain, spellings, tokens, unmarked
from shop.comments.words import ALONE, UNIT_WORDS, WORDS, unit_name

_PARTS = re.compile(r"\d+|[^\W\d_]+")
_GLUED = re.compile(r"([^\W\d_]{0,5})(\d+)")
_MEASURED_AS = {"kg": ("ky", "ki", "can", "kilo"), "lit": ("l",)}
_SHORT = 2  # letters of a first word that is too common to name goods without its marks


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the line-up: `unit` is the word buyers use; `divisible` goods may go in parts of it."""

    code: str
    name: str
    unit: str
    options: tuple[str, ...] = ()
    divisible: bool = False


class Named(msgspec.Struct, frozen=True):
    """Words that name lines: which, and how they may be typed; `first` is the first one as it is written.

    `strict` ones are common words without their marks.
    """

    lines: tuple[int, ...]
    marked: tuple[frozenset[str], ...]
    strict: bool
    first: str


class LineUp:
    """Compiled once for a room, then read by many comments. `codes` keep the order of the room."""

    def __init__(self, lines: Iterable[Line]) -> None:
        """Learn all names of `lines`.

        Raises:
            ValueError: two lines have the same code, or one has none.
        """
        self.lines = tuple(lines)
        self.codes = {line.code: index for index, line in enumerate(self.lines)}
        if len(self.codes) != len(self.lines):
            raise ValueError("two lines of the line-up have the same code")
        if not all(_PARTS.search(unmarked(plain(code))) for code in self.codes):
            raise ValueError("a line of the line-up has no code")
        self.exact: dict[str, int] = {}
        self.loose: dict[str, tuple[int, ...]] = {}
        self.numbers: dict[int, tuple[int, ...]] = {}
        self.odd: dict[str, int] = {}  # codes that are not a few letters and a number
        self.names: dict[str, tuple[Named, ...]] = {}
        self.options: dict[str, dict[int, tuple[int, ...]]] = {}
        self.spelled: set[str] = set()  # every way to type one of them
        self.words: dict[str, set[int]] = {}  # all words of names
        self.seconds: dict[str, set[int]] = {}  # those behind a first one, unless they are proper names
        self.unit_names = tuple(unit_name(line.unit) for line in self.lines)
        for index, line in enumerate(self.lines):
            self._learn_code(index, line.code)
            self._learn_name(index, line.name)
            for option in range(len(line.options)):
                self._learn_option(index, option)
        self.letters = frozenset(code.rstrip("0123456789") for code in self.exact)
        self.units = frozenset(unmarked(plain(line.unit)) for line in self.lines) - UNIT_WORDS
        self.longest = max((key.count(" ") + 1 for key in [*self.names, *self.options]), default=1)
        self.beginnings = {key.partition(" ")[0] for key in [*self.names, *self.options]}

    def _learn_code(self, index: int, code: str) -> None:
        parts = _PARTS.findall(unmarked(plain(code)))
        whole = "".join(parts)
        glued = _GLUED.fullmatch(whole)
        if glued is None:
            self.odd[whole] = index
            return
        self.exact[whole] = index
        loose = f"{glued[1]}{int(glued[2])}"
        self.loose[loose] = (*self.loose.get(loose, ()), index)
        number = int(glued[2])
        self.numbers[number] = (*self.numbers.get(number, ()), index)

    def _learn_name(self, index: int, name: str) -> None:
        words = _words(plain(name))
        for word in words:
            self.words.setdefault(unmarked(word), set()).add(index)
            self.spelled |= spellings(word)
        for word, written in list(zip(words, _words(name), strict=True))[1:]:
            if not written.islower() or _known(word):
                break
            self.seconds.setdefault(unmarked(word), set()).add(index)
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                if end - start == 1 and (words[start].isdigit() or (start and words[start].isalpha())):
                    continue  # a word from the middle of a name is too little, and so is a number
                key = " ".join(unmarked(word) for word in words[start:end])
                strict = end - start == 1 and (key in ALONE or len(key) <= _SHORT)
                self._name(key, index, Named((index,), tuple(map(spellings, words[start:end])), strict, words[start]))

    def _name(self, key: str, index: int, named: Named) -> None:
        known = self.names.get(key, ())
        for at, one in enumerate(known):
            if one.marked == named.marked:
                lines = one.lines if index in one.lines else (*one.lines, index)
                self.names[key] = (*known[:at], msgspec.structs.replace(one, lines=lines), *known[at + 1 :])
                return
        self.names[key] = (*known, named)

    def _learn_option(self, index: int, option: int) -> None:
        words = _words(unmarked(plain(self.lines[index].options[option])))
        for other in _MEASURED_AS.get(" ".join(words[1:]), ()):
            self.options.setdefault(f"{words[0]} {other}", {})[index] = (option,)
        for start in range(len(words)):
            if start and (words[0].isdigit() or " ".join(words[start:]) in UNIT_WORDS):
                break  # the "kg" of "5kg" is a unit, and so is the "con" of "nửa con"
            for typed in (words[start:], *_shorter(words[start:])):
                found = self.options.setdefault(" ".join(typed), {})
                found[index] = (*found.get(index, ()), option)

    def by_code(self, word: str) -> tuple[int, ...]:
        """Lines whose code is `word` (unmarked, glued): exactly, else but for zeros in front."""
        exact = self.exact.get(word)
        if exact is not None:
            return (exact,)
        glued = _GLUED.fullmatch(word)
        return self.loose.get(f"{glued[1]}{int(glued[2])}", ()) if glued else ()

    def by_number(self, word: str) -> tuple[int, ...]:
        """Lines whose code ends in this number; a code that is the number alone goes first."""
        exact = self.by_code(word)
        return exact or self.numbers.get(int(word), ())

    def near(self, word: str) -> tuple[int, ...]:
        """Lines whose code has the number of `word`, or differs from it in one sign."""
        digits = word[len(word.rstrip("0123456789")) :]
        same = self.numbers.get(int(digits), ()) if digits else ()
        alike = [line for code, line in self.exact.items() if _differ(code, word) == 1 and line not in same]
        return (*same, *alike)


def _known(word: str) -> bool:
    return any(word in entry.first for entry in WORDS.get(unmarked(word), ()))


def _shorter(words: list[str]) -> list[list[str]]:
    """`không đường` is typed `ko đường`."""
    return [["ko", *words[1:]], ["k", *words[1:]]] if words[0] == "khong" and words[1:] else []


def _words(text: str) -> list[str]:
    return [word for word in tokens(text) if word[0].isalnum()]


def _differ(one: str, other: str) -> int:
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(a != b for a, b in zip(one, other, strict=True))
