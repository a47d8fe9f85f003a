"""Made-up packs, prices and pieces: the same for the same product in every installation. Pure."""

import hashlib
import tomllib
from collections.abc import Sequence
from functools import cache

import msgspec

from shop.core.money import Dong
from shop.core.text import fold
from shop.samples.read import DATA

GOODS_FILE = "demo_goods.toml"
THOUSAND = 1000
SHELVES = (2, 5)  # so many sales points have a product, where any has
PIECES = (3, 40)
OUT_OF_STOCK_PERCENT = 6


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A size or a pack with its made-up price."""

    name: str
    unit: str
    net_weight_g: int | None
    price: Dong


class _Goods(msgspec.Struct, frozen=True):
    price: tuple[int, int]
    packs: tuple[tuple[str, str, int, float], ...]
    words: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()

    def fits(self, name: str, criteria_set: str) -> bool:
        by_word = not self.words or any(word in name for word in self.words)
        return by_word and (not self.sets or criteria_set in self.sets)


def pick(seed: str, low: int, high: int) -> int:
    """A number between `low` and `high`, both included, that always belongs to `seed`."""
    drawn = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    return low + drawn % (high - low + 1)


def packs_of(slug: str, name: str, criteria_set: str | None) -> list[Pack]:
    """The packs of a product, the smallest first."""
    folded = fold(name) + " "
    goods = next(kind for kind in _goods() if kind.fits(folded, criteria_set or ""))
    first = pick(slug, *goods.price) * THOUSAND
    return [
        Pack(name=pack, unit=unit, net_weight_g=weight or None, price=Dong(round(first * times / THOUSAND) * THOUSAND))
        for pack, unit, weight, times in goods.packs
    ]


def shelves_of(slug: str, pack: int, places: Sequence[str]) -> dict[str, int]:
    """Pieces of a pack at some of `places`; a few products are out of stock everywhere."""
    if pick(f"{slug}/empty", 1, 100) <= OUT_OF_STOCK_PERCENT:
        return {}
    wanted = pick(f"{slug}/shelves", *SHELVES)
    ranked = sorted(places, key=lambda place: pick(f"{slug}/{place}", 0, 10**9))
    return {place: pick(f"{slug}/{pack}/{place}/pieces", *PIECES) for place in ranked[:wanted]}


@cache
def _goods() -> tuple[_Goods, ...]:
    told = tomllib.loads((DATA / GOODS_FILE).read_text(encoding="utf-8"))
    return tuple(msgspec.convert(kind, _Goods) for kind in told["goods"])
