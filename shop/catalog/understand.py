"""Understand a search: its words, what else they are called, and what they were meant to be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.rules import letters_of, search_words
from shop.catalog.spelling_rules import SHORTEST, distance, forgiven, halves, keys_left, meant
from shop.core.db import sql
from shop.core.driver import fetch

ENOUGH = 5  # hits, or products a word stands in, from which nothing is corrected
NARROW = 2000  # a word in fewer products is looked up before anything else; others are met on the way through the list
_RUN = 4  # words of a phrase that may have a synonym, or be one word written apart
_CHOICES = 8  # words one mistyped word is taken for at most: the other words decide
_SPANS = 6  # phrases of one search that are also looked for in other words

Spans = dict[tuple[int, int], list[tuple[str, ...]]]  # [first, after the last) word -> the words that may stand there


class Understood(msgspec.Struct, frozen=True, kw_only=True):
    """A search in the index's language.

    `query` finds the words as typed or by their synonyms, the last one also unfinished; `wider` those they may
    have been meant to be too (None: nothing to correct). `meant` says of each word, or of words that were one,
    what it may have been: folded, and as people write it, the likeliest first.
    """

    words: tuple[str, ...]
    accented: tuple[str, ...]  # words typed with diacritics, as `product.letters` holds them
    query: str
    in_name: str
    wider: str | None
    meant: tuple[tuple[tuple[str, str], ...], ...]
    narrow: bool
    marks: tuple[tuple[str, ...], ...]  # phrases worth marking in a name, folded

    @property
    def phrase(self) -> str:
        """The whole search as names are folded."""
        return " ".join(self.words)

    def corrected(self, found: str) -> str:
        """How a person would have written it, told from the words of the first product `found`."""
        there = set(search_words(found, len(found)))
        return " ".join(
            next((shown for plain, shown in ways if there.issuperset(plain.split())), ways[0][1]) for ways in self.meant
        )

    def values(self) -> dict[str, object]:
        """What the statements of a search are sent."""
        return {
            "phrase": self.phrase,
            "query": self.query,
            "in_name": self.in_name,
            "wider": self.wider or self.query,
            "accented": list(self.accented),
        }


class _Known(msgspec.Struct):
    """What the database says about the words."""

    products: dict[str, int]
    begun: int = 0
    synonyms: dict[str, list[str]] = msgspec.field(default_factory=dict)
    near: dict[str, dict[str, tuple[str, int]]] = msgspec.field(default_factory=dict)
    joined: dict[str, str] = msgspec.field(default_factory=dict)


async def understand(session: AsyncSession, text: str) -> Understood | None:
    """Read a search; None when there is no word in it. One statement."""
    words = search_words(text)
    if not words:
        return None
    known = await _known(session, words)
    spans = _synonyms(words, known.synonyms)
    choices = [_choose(word, known.near.get(word, {})) for word in words]
    joins: Spans = {span: [(whole,)] for span, whole in _runs(words) if whole in known.joined and span[1] - span[0] > 1}
    goes_on = _goes_on(words, known)
    plain = _Lattice(words, spans, [()] * len(words), goes_on=goes_on)
    wide = _Lattice(words, {**spans, **joins}, choices, goes_on=goes_on) if joins or any(choices) else None
    return Understood(
        words=tuple(words),
        accented=tuple(letters_of(text)),
        query=plain.query(),
        in_name=plain.query("A"),
        wider=wide.query() if wide else None,
        meant=tuple(_meant(words, choices, joins, known)),
        narrow=_is_narrow(words, known),
        marks=tuple((wide or plain).phrases()),
    )


async def _known(session: AsyncSession, words: Sequence[str]) -> _Known:
    runs = [" ".join(words[first:end]) for (first, end), _ in _runs(words)]
    slips = [(word, other) for word in set(words) if len(word) >= SHORTEST for other in meant(word)]
    split = [(word, *pair) for word in set(words) for pair in halves(word)]
    rows = await fetch(
        session,
        sql("catalog/understand"),
        [
            list(words),
            runs,
            words[-1],
            *_columns(slips, 2),
            *_columns(split, 3),
            [whole for (first, end), whole in _runs(words) if end - first > 1],
            ENOUGH,
        ],
    )
    known = _Known(products={})
    for kind, word, other, shown, products in rows:
        if kind == "word":
            known.products[word] = products
        elif kind == "begun":
            known.begun = products
        elif kind == "synonym":
            known.synonyms.setdefault(word, []).append(other)
        elif kind == "near":
            known.near.setdefault(word, {})[other] = (shown, products)
        else:
            known.joined[word] = shown
    return known


def _columns(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    return [[row[at] for row in rows] for at in range(width)]


def _runs(words: Sequence[str]) -> list[tuple[tuple[int, int], str]]:
    """Every run of words next to each other, and how it reads without spaces."""
    return [
        ((first, end), "".join(words[first:end]))
        for first in range(len(words))
        for end in range(first + 1, min(first + _RUN, len(words)) + 1)
    ]


def _synonyms(words: Sequence[str], known: Mapping[str, list[str]]) -> Spans:
    found: Spans = {}
    for (first, end), _ in _runs(words):
        others = known.get(" ".join(words[first:end]), [])
        if others and len(found) < _SPANS:
            found[first, end] = [tuple(other.split()) for other in others]
    return found


def _choose(word: str, near: Mapping[str, tuple[str, int]]) -> tuple[str, ...]:
    """What a rare word may have been meant to be: the nearest, among them the most frequent."""
    left = keys_left(word)
    ranked = sorted(
        (
            0 if other in left else distance(word, other.replace(" ", "")),
            -products,
            other,
        )
        for other, (_, products) in near.items()
        if other != word
    )
    best = [row for row in ranked if row[0] <= forgiven(word)]
    return tuple(row[2] for row in best if row[0] == best[0][0])[:_CHOICES]


def _meant(
    words: Sequence[str], choices: Sequence[Sequence[str]], joins: Spans, known: _Known
) -> Iterator[tuple[tuple[str, str], ...]]:
    at = 0
    while at < len(words):
        span = max((span for span in joins if span[0] == at), default=None)
        if span is not None:
            whole = joins[span][0][0]
            yield ((whole, known.joined[whole]),)
            at = span[1]
            continue
        word = words[at]
        near = tuple((other, known.near[word][other][0]) for other in choices[at])
        yield ((word, word), *near) if word in known.products else (*near, (word, word))
        at += 1


def _is_narrow(words: Sequence[str], known: _Known) -> bool:
    """Whether so few products are found that it pays to look them up first: two words together are always rare."""
    return len(words) > 1 or known.begun < NARROW


def _goes_on(words: Sequence[str], known: _Known) -> bool:
    """Whether the last word may be unfinished: not where it is a known word and nothing else begins with it.

    Most syllables are such words. An index reads one word's list by leaps, but all lists of a beginning whole.
    """
    return known.products.get(words[-1]) != known.begun


class _Lattice:
    """Words one after the other, some of which may be something else, some runs of which may be other words."""

    def __init__(self, words: Sequence[str], spans: Spans, choices: Sequence[Iterable[str]], *, goes_on: bool) -> None:
        self._words, self._choices, self._goes_on = words, [list(some) for some in choices], goes_on
        self._spans: dict[int, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
        for (first, end), others in spans.items():
            self._spans[first] += [(end, other) for other in others]

    def query(self, weight: str = "") -> str:
        """The lattice as a tsquery; `weight` A: only in the name."""
        mark = f":{weight}" if weight else ""
        tail = ""
        after = {len(self._words): ""}
        for at in reversed(range(len(self._words))):
            ways = [_and(self._one(at, weight), after[at + 1])]
            ways += [_and(_all(other, mark), after[end]) for end, other in self._spans[at]]
            tail = ways[0] if len(ways) == 1 else f"({' | '.join(ways)})"
            after[at] = tail
        return tail

    def phrases(self) -> list[tuple[str, ...]]:
        """What may be marked in a name."""
        singles = [(word,) for word in self._words]
        chosen = [tuple(other.split()) for some in self._choices for other in some]
        return singles + chosen + [other for some in self._spans.values() for _, other in some]

    def _one(self, at: int, weight: str) -> str:
        """The word at a place, the last one where it goes on also unfinished, or what it may have been meant to be."""
        mark = f":{weight}" if weight else ""
        last = self._goes_on and at == len(self._words) - 1
        typed = f"{self._words[at]}:*{weight}" if last else f"{self._words[at]}{mark}"
        ways = [typed, *(_all(tuple(other.split()), mark) for other in self._choices[at])]
        return typed if len(ways) == 1 else f"({' | '.join(ways)})"


def _all(words: Sequence[str], mark: str) -> str:
    joined = " & ".join(f"{word}{mark}" for word in words)
    return f"({joined})" if len(words) > 1 else joined


def _and(left: str, right: str) -> str:
    return f"{left} & {right}" if right else left
