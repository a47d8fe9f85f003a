"""The list of what is on sale: a page of it, filtered, sorted or searched, in one statement."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.listing import Order, list_statement
from shop.catalog.rules import search_words, split_kind
from shop.core.driver import fetch
from shop.core.money import Dong


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; None: not narrowed. Prices in đồng; the other texts are slugs."""

    q: str | None = None
    stars: tuple[int, ...] | None = None
    potential_five: bool | None = None
    district: str | None = None  # of the time of the decision
    commune: str | None = None  # of today
    group: str | None = None
    place: str | None = None  # at least one free unit stands there
    producer: str | None = None
    in_stock: bool | None = None
    min_price: int | None = None
    max_price: int | None = None


class Mark(NamedTuple):
    """A row's sort key and id: where the next page goes on."""

    key: int | str | datetime
    id: UUID


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a list. `price` is its cheapest variant's, in đồng, `unit` that variant's."""

    slug: str
    name: str
    stars: int
    potential_five: bool
    price: Dong
    unit: str
    in_stock: bool
    producer_slug: str | None
    producer_name: str | None
    district: str | None  # as the decision writes it
    image: str
    sample: bool


class Found(NamedTuple):
    """A page, and the mark after which the next begins (None: this was the last)."""

    items: list[Listed]
    next: Mark | None


async def search_products(
    session: AsyncSession, filters: Filters, order: Order, limit: int, after: Mark | None = None
) -> Found:
    """At most `limit` products on sale that fit `filters`, going on `after` a mark of the same list. One statement.

    The certificate with the most stars in force decides a product's stars. A search matches words without
    regard to diacritics, case or composition, the last one also by its beginning; `Order.MATCH` needs one.
    """
    values: dict[str, object] = {
        name: value for name, value in msgspec.structs.asdict(filters).items() if value is not None
    }
    names = frozenset(values)
    if filters.q is not None:
        words = search_words(filters.q)
        if not words:
            return Found([], None)
        values |= _search_values(words)
    values |= _unit_values(values)
    if after is not None:
        values |= {"key": after.key, "id": after.id}
    statement = list_statement(names, order, limit + 1, after is not None)
    rows = await fetch(session, statement.text, statement.arguments(values))
    items = [Listed(**{name: row[name] for name in Listed.__struct_fields__}) for row in rows[:limit]]
    more = len(rows) > limit
    return Found(items, Mark(rows[limit - 1]["key"], rows[limit - 1]["id"]) if more else None)


def _search_values(words: list[str]) -> dict[str, object]:
    """`gom bat tr` as the index is asked: all words anywhere, or all in the name (weight A), the last unfinished."""
    *whole, last = words
    return {
        "phrase": " ".join(words),
        "query": " & ".join([*whole, f"{last}:*"]),
        "name_query": " & ".join([*(f"{word}:A" for word in whole), f"{last}:*A"]),
    }


def _unit_values(values: Mapping[str, object]) -> dict[str, object]:
    """The kinds and rests of the addresses of units, for those who write `xa-bat-trang`."""
    found: dict[str, object] = {}
    for name in ("district", "commune"):
        slug = values.get(name)
        if isinstance(slug, str):
            found[f"{name}_kind"], found[f"{name}_rest"] = split_kind(slug)
    return found
