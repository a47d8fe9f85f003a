"""Arithmetic of the catalogue: the cheapest variant, what a search box means, words of a unit's address. Pure."""

import re
from collections.abc import Iterable

from shop.core.money import Dong
from shop.core.text import fold

MAX_WORDS = 12  # words of a search that are looked at

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


def search_words(text: str) -> list[str]:
    """The words of a search as the index holds them: folded, letters and digits only."""
    return re.findall(r"[a-z0-9]+", fold(text))[:MAX_WORDS]


def split_kind(slug: str) -> tuple[str, str]:
    """The kind a unit's address begins with (folded; empty: none) and the rest: `xa-bat-trang` -> xa, bat-trang."""
    for prefix, kind in _KINDS.items():
        if slug.startswith(f"{prefix}-"):
            return kind, slug[len(prefix) + 1 :]
    return "", slug
