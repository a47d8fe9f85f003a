"""The list of what is on sale: a page of it, filtered, sorted or searched."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.listing import Order, Way, list_statement
from shop.catalog.rules import marked, phrase_of, split_kind
from shop.catalog.understand import Understood, understand
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
    on_air: bool | None = None  # in the line-up of a session that runs now
    min_price: int | None = None
    max_price: int | None = None
    near: tuple[float, float] | None = None  # latitude and longitude, for `Order.DISTANCE` alone: narrows nothing


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
    review_count: int
    review_points: int  # of all reviews together, 1 to 5 each: not the stars of the programme
    distance_m: int | None = None  # only in `Order.DISTANCE`
    highlights: tuple[tuple[int, int], ...] = ()  # ranges [from, to) of `name` that were searched, in characters


class Found(NamedTuple):
    """A page, and the mark after which the next begins (None: this was the last).

    `corrected`: the search as it was understood, where that is not how it was typed. `nearest`: no product has
    the words; these only have names that look like them.
    """

    items: list[Listed]
    next: Mark | None
    corrected: str | None = None
    nearest: bool = False


async def search_products(
    session: AsyncSession, filters: Filters, order: Order, limit: int, after: Mark | None = None
) -> Found:
    """At most `limit` products on sale that fit `filters`, going on `after` a mark of the same list.

    One statement; with a search two, or three when nothing has its words. The certificate with the most stars in
    force decides a product's stars. A search matches words without regard to diacritics, case or composition, the
    last one also by its beginning, and by their synonyms; `Order.MATCH` needs one, `Order.DISTANCE` needs `near`.
    """
    asked = None
    if filters.q is not None:
        asked = await understand(session, filters.q)
        if asked is None:
            return Found([], None)
    values = values_of(filters) | (asked.values() if asked else {})
    if after is not None:
        values |= {"key": after.key, "id": after.id}
    names = names_of(filters)
    rows, way = [], Way.NONE
    for way in _ways(asked, order):
        statement = list_statement(names, order, limit + 1, after is not None, way)
        rows = await fetch(session, statement.text, statement.arguments(values))
        if rows:
            break
    more = len(rows) > limit
    items = [_highlighted(Listed(**{name: row[name] for name in _COLUMNS}), asked) for row in rows[:limit]]
    return Found(
        items,
        Mark(rows[limit - 1]["key"], rows[limit - 1]["id"]) if more else None,
        corrected=_corrected(asked, items[0]) if asked and items and rows[0]["way"] else None,
        nearest=bool(items) and way is Way.NEAREST,
    )


def names_of(filters: Filters) -> frozenset[str]:
    """The fields that narrow the list; `not_…` for those that are false."""
    return frozenset(
        f"not_{name}" if getattr(filters, name) is False else name
        for name in Filters.__struct_fields__
        if getattr(filters, name) is not None
    )


def values_of(filters: Filters) -> dict[str, object]:
    """The values of all filters in use, and what is derived from them."""
    values: dict[str, object] = {name: getattr(filters, name) for name in Filters.__struct_fields__}
    if filters.stars is not None:
        values["grades"] = [2 * stars + half for stars in filters.stars for half in (0, 1)]
    if filters.near is not None:
        values["lat"], values["lon"] = filters.near
    return values | _unit_values(values)


def _ways(asked: Understood | None, order: Order) -> tuple[Way, ...]:
    if asked is None:
        return (Way.NONE,)
    first = Way.HITS if asked.narrow or order in {Order.MATCH, Order.DISTANCE} else Way.WALK
    return (first, Way.NEAREST)


def _highlighted(item: Listed, asked: Understood | None) -> Listed:
    if asked is None:
        return item
    return msgspec.structs.replace(item, highlights=marked(item.name, asked.marks, asked.words[-1]))


def _corrected(asked: Understood, first: Listed) -> str | None:
    written = asked.corrected(f"{first.name} {first.producer_name or ''} {first.district or ''}")
    return written if phrase_of(written) != asked.phrase else None


def _unit_values(values: Mapping[str, object]) -> dict[str, object]:
    """The kinds and rests of the addresses of units, for those who write `xa-bat-trang`."""
    found: dict[str, object] = {}
    for name in ("district", "commune"):
        slug = values.get(name)
        if isinstance(slug, str):
            found[f"{name}_kind"], found[f"{name}_rest"] = split_kind(slug)
    return found


_COLUMNS = tuple(name for name in Listed.__struct_fields__ if name != "highlights")
