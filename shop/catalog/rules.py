"""Arithmetic of the catalogue: the cheapest variant, what a search box means, words of a unit's address. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from shop.core.money import Dong
from shop.core.text import fold

MAX_WORDS = 12  # words of a search that are looked at
MAX_PHRASE = 4  # words of a synonym

_KINDS = {
    "xa": "xa",
    "phuong": "phuong",
    "thi-tran": "thi tran",
    "quan": "quan",
    "huyen": "huyen",
    "thi-xa": "thi xa",
}


def cheapest(prices: Iterable[Dong]) -> Dong:
    """The price a list shows, in đồng."""
    return min(prices)


def search_words(text: str, most: int = MAX_WORDS) -> list[str]:
    """The first `most` words of a search as the index holds them: folded, letters and digits only."""
    return re.findall(r"[a-z0-9]+", fold(text))[:most]


def phrase_of(text: str) -> str:
    """A phrase as synonyms hold it: its words folded, one space between."""
    return " ".join(search_words(text))


def letters_of(text: str) -> list[str]:
    """The words typed with diacritics, as `product.letters` holds them; the last one may be unfinished."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())[:MAX_WORDS]
    ends = [" "] * (len(words) - 1) + [""]
    return [f" {word}{end}" for word, end in zip(words, ends, strict=True) if fold(word) != word]


def spelling_of(text: str) -> dict[str, str]:
    """How `text` writes its words: folded -> with diacritics, in small letters; the first of several."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())
    return {fold(word): word for word in reversed(words)}


def marked(name: str, phrases: Iterable[tuple[str, ...]], begun: str) -> tuple[tuple[int, int], ...]:
    """The ranges [from, to) of `name` in which one of the folded `phrases` stands, or a word begins with `begun`."""
    words = [(fold(found[0]), found.start(), found.end()) for found in re.finditer(r"[^\W_]+", name)]
    ranges = set()
    for at, (word, start, end) in enumerate(words):
        if word.startswith(begun):
            ranges.add((start, start + len(begun) if len(word) == end - start else end))
        for phrase in phrases:
            if tuple(each[0] for each in words[at : at + len(phrase)]) == phrase:
                ranges.add((start, words[at + len(phrase) - 1][2]))
    return _joined(sorted(ranges))


def _joined(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same ranges, those that overlap or touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in ranges:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def split_kind(slug: str) -> tuple[str, str]:
    """The kind a unit's address begins with (folded; empty: none) and the rest: `xa-bat-trang` -> xa, bat-trang."""
    for prefix, kind in _KINDS.items():
        if slug.startswith(f"{prefix}-"):
            return kind, slug[len(prefix) + 1 :]
    return "", slug
