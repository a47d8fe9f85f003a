"""The statement behind the list: put together once for each combination of filters, sent with values ever after."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, make_url, select

from shop.catalog.models import Product
from shop.catalog.queries import graded, listable
from shop.certification.models import Certificate
from shop.core.db import sql

_SHAPES = 512  # combinations whose statement is kept


class Order(StrEnum):
    """How a list is sorted; ties are broken by id."""

    NEWEST = "newest"
    PRICE = "price"
    PRICE_DESC = "price_desc"
    STARS = "stars"
    NAME = "name"
    MATCH = "match"  # of a search: exact name, beginning of the name, words of the name, other words


_RANK = "(best.stars * 2 + best.potential_five::int)::bigint"  # potential five stands between four and five

_MATCH = (
    "(CASE WHEN product.fold = :phrase THEN 0 WHEN starts_with(product.fold, :phrase) THEN 100 "
    f"WHEN product.tsv @@ to_tsquery('simple', :name_query) THEN 200 ELSE 300 END - {_RANK})"
)

_KEYS = {
    Order.NEWEST: ("product.listed_at", "DESC"),
    Order.PRICE: ("product.min_price", "ASC"),
    Order.PRICE_DESC: ("product.min_price", "DESC"),
    Order.STARS: (_RANK, "DESC"),
    Order.NAME: ("product.fold", "ASC"),
    Order.MATCH: (_MATCH, "ASC"),
}

_CLAUSES = {
    "q": "product.tsv @@ to_tsquery('simple', :query)",
    "stars": "best.stars = ANY(:stars)",
    "potential_five": "best.potential_five = :potential_five",
    "district": (
        "(registered_product.district_id IN (SELECT id FROM region WHERE level = 'district' AND "
        "(slug = :district OR slug = :district_rest AND vn_fold(kind) = :district_kind)) "
        "OR registered_product.district_id IS NULL "
        "AND replace(vn_words(registered_product.district_written), ' ', '-') = :district)"
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
        "WHERE variant.product_id = product.id AND variant.active AND place.slug = :place)"
    ),
    "producer": "product.producer_id = (SELECT id FROM producer WHERE slug = :producer)",
    "in_stock": (
        "EXISTS (SELECT FROM variant JOIN shelf ON shelf.variant_id = variant.id "
        "WHERE variant.product_id = product.id AND variant.active) = :in_stock"
    ),
    "min_price": "product.min_price >= :min_price",
    "max_price": "product.min_price <= :max_price",
}

_VALUE = re.compile(r"(?<!:):([a-z_]+)")


class Statement(NamedTuple):
    """SQL for the driver, and the names of its values in their order."""

    text: str
    names: tuple[str, ...]

    def arguments(self, values: Mapping[str, object]) -> list[object]:
        """The values in the order of the text."""
        return [values[name] for name in self.names]


@lru_cache(maxsize=_SHAPES)
def list_statement(filters: frozenset[str], order: Order, limit: int, after: bool) -> Statement:
    """The statement for these filters (fields of `Filters`) in this order, going on after `key` and `id` or not.

    The limit is part of the text: as a value it would make the database plan anew every time (0.7 ms).
    """
    key, direction = _KEYS[order]
    clauses = [_CLAUSES[name] for name in sorted(filters)]
    if after:
        clauses.append(f"({key}, product.id) {'<' if direction == 'DESC' else '>'} (:key, :id)")
    text = sql("catalog/list").format(
        key=key,
        direction=direction,
        limit=limit,
        graded=_written(Certificate, graded()),
        listable=_written(Product, listable()),
        filters="".join(f"\n    AND {clause}" for clause in clauses),
    )
    names = tuple(dict.fromkeys(_VALUE.findall(text)))
    return Statement(_VALUE.sub(lambda found: f"${names.index(found[1]) + 1}", text), names)


def _written(table: type[Product] | type[Certificate], rule: ColumnElement[bool]) -> str:
    """A rule over `table` as SQL with its constants in it: so the rule stands in `queries` alone."""
    dialect = make_url("postgresql+asyncpg://").get_dialect()()
    whole = select(table.id).where(rule).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return str(whole).partition("WHERE ")[2]
