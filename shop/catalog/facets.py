"""Count what each filter would leave, beside those in use: facets of a list."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.listing import CLAUSES, Statement, Way, chosen_query, nearest_hits, spelled, written
from shop.catalog.models import Product
from shop.catalog.queries import listable
from shop.catalog.search import Filters, names_of, values_of
from shop.catalog.understand import Understood, understand
from shop.core.db import sql
from shop.core.driver import fetch
from shop.core.money import Dong

PRICE_BANDS = tuple(Dong(edge) for edge in (0, 50_000, 100_000, 200_000, 500_000, 1_000_000))  # where each begins
MOST_PRODUCERS = 20
_SHAPES = 512  # combinations whose statement is kept
_FACETS = (
    "stars", "potential_five", "district", "commune", "group", "place", "producer", "in_stock", "on_air", "price",
)  # fmt: skip
_BITS = {name: 1 << at for at, name in enumerate(_FACETS)}
_FIELDS = {"price": ("min_price", "max_price")}  # the fields of `Filters` behind a facet, where it is not its name


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a filter, as its parameter takes it, and how many products it would leave. `label` may be empty."""

    value: str
    label: str
    count: int


class PriceBand(msgspec.Struct, frozen=True, kw_only=True):
    """Products from `min_price` to `max_price` đồng, both included; None: without end."""

    min_price: Dong
    max_price: Dong | None
    count: int


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of a list. `total` fits all filters; `without` says what is left when one filter is taken off.

    Every facet's counts leave its own filter out. Values that nothing has are absent. `without` names facets
    (`price` for both its fields), and `q` where a search found nothing.
    """

    total: int
    stars: tuple[FacetValue, ...] = ()
    potential_five: tuple[FacetValue, ...] = ()
    district: tuple[FacetValue, ...] = ()
    commune: tuple[FacetValue, ...] = ()
    group: tuple[FacetValue, ...] = ()
    place: tuple[FacetValue, ...] = ()
    producer: tuple[FacetValue, ...] = ()
    in_stock: tuple[FacetValue, ...] = ()
    on_air: tuple[FacetValue, ...] = ()
    price: tuple[PriceBand, ...] = ()
    without: dict[str, int] = msgspec.field(default_factory=dict)


async def count_facets(session: AsyncSession, filters: Filters) -> Facets:
    """Count the list of `filters` by all filters. One statement; with a search two, and more when it finds nothing."""
    if filters.q is None:
        return _facets(await _rows(session, filters, Way.NONE, None), filters)
    asked = await understand(session, filters.q)
    if asked is None:
        return Facets(total=0)
    found = _facets(await _rows(session, filters, Way.HITS, asked), filters)
    if not found.total and not any(found.without.values()):
        found = _facets(await _rows(session, filters, Way.NEAREST, asked), filters)
    if not found.total:
        rest = await count_facets(session, msgspec.structs.replace(filters, q=None))
        found = msgspec.structs.replace(found, without=found.without | {"q": rest.total})
    return found


async def _rows(session: AsyncSession, filters: Filters, way: Way, asked: Understood | None) -> list[Any]:
    statement = _statement(names_of(filters) - {"q", "near"}, way)
    values = values_of(filters) | {
        "bands": list(PRICE_BANDS),
        "most": MOST_PRODUCERS,
        "chosen_producer": filters.producer or "",
    }
    if asked is not None:
        values |= asked.values()
    return await fetch(session, statement.text, statement.arguments(values))


@lru_cache(maxsize=_SHAPES)
def _statement(names: frozenset[str], way: Way) -> Statement:
    used = [facet for facet in _FACETS if names.intersection(_fields(facet))]
    misses = [f"CASE WHEN {_clause(facet, names)} THEN 0 ELSE {_BITS[facet]} END" for facet in used]
    judged = sql("catalog/judged").format(
        misses=" + ".join(misses) or "0",
        source="hit JOIN product ON product.id = hit.id" if way is Way.NEAREST else "product",
        listable=spelled(Product, listable()),
        searched=" AND product.tsv @@ (SELECT query FROM chosen)" if way is Way.HITS else "",
    )
    before = {Way.HITS: chosen_query, Way.NEAREST: nearest_hits}.get(way)
    parts = [*([before()] if before else []), judged]
    return written(
        sql("catalog/facets").format(**_fitting(used), **{"with": ",\n".join(part.rstrip() for part in parts)})
    )


def _fitting(used: Sequence[str]) -> dict[str, str]:
    """What the products that a facet counts may miss: its own filter. Nothing is asked where no filter is in use.

    A condition that is always true would make the planner expect a hundredth of the rows, and sort instead of hash.
    """
    whole = "misses = 0" if used else "true"
    own = {facet: f"misses IN (0, {_BITS[facet]})" if facet in used else whole for facet in _FACETS}
    return own | {"all": whole}


def _fields(facet: str) -> Sequence[str]:
    return _FIELDS.get(facet, (facet, f"not_{facet}"))


def _clause(facet: str, names: frozenset[str]) -> str:
    return " AND ".join(f"({CLAUSES[field]})" for field in _fields(facet) if field in names)


def _facets(rows: Sequence[Any], filters: Filters) -> Facets:
    counts: dict[str, list[FacetValue]] = {}
    for facet, value, label, count in rows:
        counts.setdefault(facet, []).append(FacetValue(value=value, label=label, count=int(count)))
    total = sum(each.count for each in counts.pop("total", []))
    missed = {int(each.value): each.count for each in counts.pop("missed", [])}
    bands = sorted((int(each.value), each.count) for each in counts.pop("price", []))
    names = names_of(filters)
    return Facets(
        total=total,
        price=tuple(_band(at, count) for at, count in bands),
        without={facet: total + missed.get(_BITS[facet], 0) for facet in _FACETS if names.intersection(_fields(facet))},
        **{facet: _most_first(facet, values) for facet, values in counts.items()},
    )


def _band(at: int, count: int) -> PriceBand:
    above = PRICE_BANDS[at] if at < len(PRICE_BANDS) else None
    return PriceBand(
        min_price=PRICE_BANDS[at - 1], max_price=Dong(above - 1) if above is not None else None, count=count
    )


def _most_first(facet: str, values: list[FacetValue]) -> tuple[FacetValue, ...]:
    if facet == "stars":
        return tuple(sorted(values, key=lambda each: -int(each.value)))
    return tuple(sorted(values, key=lambda each: (-each.count, each.value)))
