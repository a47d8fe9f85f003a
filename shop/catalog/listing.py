"""The statement behind the list: put together once for each combination of filters, sent with values ever after."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, make_url, select

from shop.catalog.models import Product
from shop.catalog.queries import graded, listable
from shop.catalog.understand import ENOUGH
from shop.certification.models import Certificate
from shop.core.db import sql

_SHAPES = 512  # combinations whose statement is kept
CANDIDATES = 1000  # hits of a search that are ranked


class Order(StrEnum):
    """How a list is sorted; ties are broken by id."""

    NEWEST = "newest"
    PRICE = "price"
    PRICE_DESC = "price_desc"
    STARS = "stars"
    NAME = "name"
    SOLD = "sold"
    DISTANCE = "distance"  # to the nearest sales point that has it on its shelf; what stands on none is left out
    MATCH = "match"  # of a search: exact diacritics, exact name, beginning of the name, words of the name, other words


class Way(StrEnum):
    """How a search is looked up."""

    NONE = "none"  # no search
    HITS = "hits"  # the products it finds first, then the rest
    WALK = "walk"  # along the list, where nearly every product would be found
    NEAREST = "nearest"  # names that look alike


_KEYS = {
    Order.NEWEST: ("product.listed_at", "DESC"),
    Order.PRICE: ("product.min_price", "ASC"),
    Order.PRICE_DESC: ("product.min_price", "DESC"),
    Order.STARS: ("product.grade", "DESC"),
    Order.NAME: ("product.fold", "ASC"),
    Order.SOLD: ("product.sold", "DESC"),
    Order.DISTANCE: ("near.distance_m", "ASC"),
    Order.MATCH: ("hit.rank", "ASC"),
}

_OWN = {Order.MATCH, Order.DISTANCE}  # orders no column of `product` gives

# What a field of `Filters` asks of a product; `not_…` stands for a false one. The second part of `district` and `place`
# is answered once: where nothing at all fits, no list is walked.
CLAUSES = {
    "stars": "product.grade = ANY(:grades)",
    "potential_five": "product.grade = 9",
    "not_potential_five": "product.grade <> 9",
    "district": (
        "(registered_product.district_id IN (SELECT id FROM region WHERE level = 'district' AND "
        "(slug = :district OR slug = :district_rest AND vn_fold(kind) = :district_kind)) "
        "OR registered_product.district_id IS NULL "
        "AND replace(vn_words(registered_product.district_written), ' ', '-') = :district) "
        "AND (EXISTS (SELECT FROM registered_product one WHERE one.district_id IN (SELECT id FROM region "
        "WHERE level = 'district' AND (slug = :district OR slug = :district_rest AND vn_fold(kind) = :district_kind))) "
        "OR EXISTS (SELECT FROM registered_product one WHERE one.district_id IS NULL "
        "AND replace(vn_words(one.district_written), ' ', '-') = :district))"
    ),
    "commune": (
        "registered_product.commune_id IN (SELECT id FROM region WHERE level = 'commune' AND valid_to IS NULL AND "
        "(slug = :commune OR slug = :commune_rest AND vn_fold(kind) = :commune_kind))"
    ),
    "group": (
        "registered_product.group_id IN (SELECT mine.id FROM product_group mine "
        "LEFT JOIN product_group today ON today.id = mine.today_id WHERE :group IN (mine.slug, today.slug))"
    ),
    "place": (
        "EXISTS (SELECT FROM variant JOIN shelf ON shelf.variant_id = variant.id "
        "JOIN place ON place.id = shelf.place_id "
        "WHERE variant.product_id = product.id AND variant.active AND place.slug = :place) "
        "AND EXISTS (SELECT FROM place JOIN shelf ON shelf.place_id = place.id WHERE place.slug = :place)"
    ),
    "producer": "product.producer_id = (SELECT id FROM producer WHERE slug = :producer)",
    "in_stock": (
        "EXISTS (SELECT FROM variant JOIN shelf ON shelf.variant_id = variant.id "
        "WHERE variant.product_id = product.id AND variant.active)"
    ),
    "not_in_stock": (
        "NOT EXISTS (SELECT FROM variant JOIN shelf ON shelf.variant_id = variant.id "
        "WHERE variant.product_id = product.id AND variant.active)"
    ),
    "on_air": "product.id IN (SELECT airing.product_id FROM airing)",
    "not_on_air": "product.id NOT IN (SELECT airing.product_id FROM airing)",
    "min_price": "product.min_price >= :min_price",
    "max_price": "product.min_price <= :max_price",
}
# `grade` is late by a moment where a certificate has just changed: what is shown is asked of the certificate itself.
_EXACT = {
    "stars": "best.stars = ANY(:stars)",
    "potential_five": "best.potential_five",
    "not_potential_five": "NOT best.potential_five",
}
_WALKED = "(product.tsv @@ (SELECT query FROM chosen)) IS TRUE"  # so written no index can lead away from the walk

_VALUE = re.compile(r"(?<!:):([a-z_]+)")


class Statement(NamedTuple):
    """SQL for the driver, and the names of its values in their order."""

    text: str
    names: tuple[str, ...]

    def arguments(self, values: Mapping[str, object]) -> list[object]:
        """The values in the order of the text."""
        return [values[name] for name in self.names]


@lru_cache(maxsize=_SHAPES)
def list_statement(filters: frozenset[str], order: Order, limit: int, after: bool, way: Way = Way.NONE) -> Statement:
    """The statement for these filters (fields of `Filters`) in this order, going on after `key` and `id` or not.

    The limit is part of the text: as a value it would make the database plan anew every time (0.7 ms).
    """
    column, direction = _KEYS[order]
    through = way in {Way.HITS, Way.NEAREST}
    key = "hit.rank" if through and order is not Order.DISTANCE else column
    clauses = [CLAUSES[name] for name in sorted(filters & CLAUSES.keys())]
    exact = [_EXACT[name] for name in sorted(filters & _EXACT.keys())]
    last = [f"({key}, product.id) {'<' if direction == 'DESC' else '>'} (:key, :id)"] if after else []
    walked = [_WALKED] if way is Way.WALK else []
    return written(
        sql("catalog/list").format(
            key=key,
            direction=direction,
            limit=limit,
            graded=spelled(Certificate, graded()),
            listable=spelled(Product, listable()),
            filters=_ands([*walked, *([] if through else clauses), *exact, *last]),
            source=_source(order, through=through),
            way="false" if way is Way.NONE else "(SELECT wide FROM chosen)",
            distance="near.distance_m" if order is Order.DISTANCE else "NULL::int",
            **{"with": _before(way, order, clauses)},
        )
    )


def written(text: str) -> Statement:
    """`text` with its named values numbered, as the driver wants them."""
    names = tuple(dict.fromkeys(_VALUE.findall(text)))
    return Statement(_VALUE.sub(lambda found: f"${names.index(found[1]) + 1}", text), names)


def _before(way: Way, order: Order, clauses: list[str]) -> str:
    """The part of the statement that finds what is searched, and where everybody is."""
    tables = "product"
    if any("registered_product." in clause for clause in clauses):
        tables += " JOIN registered_product ON registered_product.id = product.registered_product_id"
    column, direction = _KEYS[order]
    parts = []
    if way is Way.NEAREST:
        parts.append(nearest_hits(tables, clauses, "look.rank" if order in _OWN else column, direction))
    elif way is not Way.NONE:
        parts.append(chosen_query())
    if way is Way.HITS:
        ranked = order is Order.MATCH
        parts.append(
            sql("catalog/hits").format(
                rank=sql("catalog/rank") if ranked else "0" if order is Order.DISTANCE else column,
                tables=tables,
                filters=_ands(clauses),
                limit=f"LIMIT {CANDIDATES}" if ranked else "",
                direction=direction,
            )
        )
    if order is Order.DISTANCE:
        parts.append(sql("catalog/near"))
    return "WITH\n" + ",\n".join(part.rstrip() for part in parts) + "\n" if parts else ""


def chosen_query() -> str:
    """The part of a statement that chooses between the words as typed and as they may have been meant."""
    return sql("catalog/chosen").format(enough=ENOUGH)


def nearest_hits(
    tables: str = "product", clauses: Sequence[str] = (), rank: str = "look.rank", direction: str = "ASC"
) -> str:
    """The part of a statement that finds names which look like the search, where nothing has its words."""
    return sql("catalog/nearest").format(tables=tables, filters=_ands(clauses), rank=rank, direction=direction)


def _source(order: Order, *, through: bool) -> str:
    source = "hit JOIN product ON product.id = hit.id" if through else "product"
    return f"{source} JOIN near ON near.product_id = product.id" if order is Order.DISTANCE else source


def _ands(clauses: Sequence[str]) -> str:
    return "".join(f"\n    AND {clause}" for clause in clauses)


def spelled(table: type[Product] | type[Certificate], rule: ColumnElement[bool]) -> str:
    """A rule over `table` as SQL with its constants in it: so the rule stands in `queries` alone."""
    dialect = make_url("postgresql+asyncpg://").get_dialect()()
    whole = select(table.id).where(rule).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return str(whole).partition("WHERE ")[2]
