"""Addresses of the catalogue."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.facets import Facets, count_facets
from shop.catalog.listing import Order
from shop.catalog.search import Filters, Found, Listed, Mark, search_products
from shop.catalog.suggest import MOST, Suggestions, suggest
from shop.core.errors import Invalid
from shop.core.text import squeeze
from shop.http.errors import BadCursor
from shop.http.front_key import PublicRead
from shop.http.front_store import FRONT
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_MOST_DONG = 10**13
_MOST_LAT, _MOST_LON = 90, 180
NEAR = r"^-?\d{1,2}(\.\d{1,8})?,-?\d{1,3}(\.\d{1,8})?$"

_Instant = Annotated[datetime, Meta(tz=True)]
_CURSORS: dict[Order, Any] = {
    Order.NEWEST: tuple[str, _Instant, UUID],
    Order.PRICE: tuple[str, int, UUID],
    Order.PRICE_DESC: tuple[str, int, UUID],
    Order.STARS: tuple[str, int, UUID],
    Order.NAME: tuple[str, str, UUID],
    Order.SOLD: tuple[str, int, UUID],
    Order.DISTANCE: tuple[str, int, UUID],
    Order.MATCH: tuple[str, int, UUID],
}

SlugQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=120, pattern=_SLUG)]
DongQuery = Annotated[int | None, QueryParameter(ge=0, le=_MOST_DONG)]
StarsQuery = Annotated[list[Annotated[int, Meta(ge=1, le=5)]] | None, QueryParameter(max_items=5)]


class Sort(StrEnum):
    """Orders a client may ask for; without one a search is sorted by how well it fits, a list by newness."""

    NEWEST = "newest"
    PRICE = "price"
    PRICE_DESC = "price_desc"
    STARS = "stars"
    NAME = "name"
    SOLD = "sold"
    DISTANCE = "distance"


class Maker(msgspec.Struct, frozen=True, kw_only=True):
    """The producer by address and name."""

    slug: str
    name: str


class ReviewSum(msgspec.Struct, frozen=True, kw_only=True):
    """How many buyers have reviewed a product and the sum of their points (1 to 5 each): not its stars."""

    count: int
    points: int


class ProductItem(msgspec.Struct, frozen=True, kw_only=True):
    """A product in the list: `price` in đồng for a `unit` of its cheapest variant, `district` as in the decision.

    `distance_m`: metres to the nearest sales point that has it, only in the order by distance. `highlights`: ranges
    [from, to) of `name`, in characters, in which a search found its words.
    """

    slug: str
    name: str
    stars: int
    potential_five: bool
    price: int
    unit: str
    in_stock: bool
    producer: Maker | None
    district: str | None
    image: str
    sample: bool
    reviews: ReviewSum
    distance_m: int | None = None
    highlights: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, listed: Listed) -> "ProductItem":
        """The row as clients see it."""
        maker = (
            Maker(slug=listed.producer_slug, name=listed.producer_name)
            if listed.producer_slug is not None and listed.producer_name is not None
            else None
        )
        return cls(
            slug=listed.slug,
            name=listed.name,
            stars=listed.stars,
            potential_five=listed.potential_five,
            price=listed.price,
            unit=listed.unit,
            in_stock=listed.in_stock,
            producer=maker,
            district=listed.district,
            image=listed.image,
            sample=listed.sample,
            reviews=ReviewSum(count=listed.review_count, points=listed.review_points),
            distance_m=listed.distance_m,
            highlights=listed.highlights,
        )


class ProductList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list; `next_cursor` is null on the last.

    `corrected`: how the search was understood, where that is not how it was typed. `nearest`: nothing has its
    words; these products only have names that look like them.
    """

    items: list[ProductItem]
    next_cursor: str | None
    corrected: str | None = None
    nearest: bool = False


def wanted_filters(
    *,
    q: Annotated[str, QueryParameter(max_length=200)] = "",
    stars: StarsQuery = None,
    potential_five: FromQuery[bool | None] = None,
    district: SlugQuery = None,
    commune: SlugQuery = None,
    group: SlugQuery = None,
    place: SlugQuery = None,
    producer: SlugQuery = None,
    in_stock: FromQuery[bool | None] = None,
    on_air: FromQuery[bool | None] = None,
    min_price: DongQuery = None,
    max_price: DongQuery = None,
    near: Annotated[str | None, QueryParameter(max_length=24, pattern=NEAR)] = None,
) -> Filters:
    """What the query asks for; a search of blanks is none."""
    return Filters(
        q=squeeze(q) or None,
        stars=tuple(stars) if stars else None,
        potential_five=potential_five,
        district=district,
        commune=commune,
        group=group,
        place=place,
        producer=producer,
        in_stock=in_stock,
        on_air=on_air,
        min_price=min_price,
        max_price=max_price,
        near=point_of(near),
    )


def point_of(near: str | None) -> tuple[float, float] | None:
    """`21.03,105.85` as a point, rounded to two decimals (a kilometre): nobody's door is asked for.

    Raises:
        Invalid: no such place on Earth.
    """
    if near is None:
        return None
    lat, lon = (round(float(part), 2) for part in near.split(","))
    if abs(lat) > _MOST_LAT or abs(lon) > _MOST_LON:
        raise Invalid(field="near")
    return lat, lon


@get(
    "/",
    dependencies={"filters": Provide(wanted_filters, sync_to_thread=False)},
    operation_id="listProducts",
    summary="Products on sale, filtered, sorted and searched",
)
async def list_products(
    session: NamedDependency[AsyncSession],
    filters: NamedDependency[Filters],
    sort: FromQuery[Sort | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 24,
    cursor: Annotated[str | None, QueryParameter(min_length=1, max_length=MAX_CURSOR)] = None,
) -> Response[ProductList]:
    """Only products with a certificate in force today are listed; potential five stars is never five.

    `district` is the slug at the time of the decision, `commune` the slug of today's unit. A value that
    names nothing gives an empty list. Parameters not named here are ignored. `sort=distance` needs `near`, a latitude
    and a longitude, and leaves out what stands on no shelf.
    """
    order = order_of(sort, searched=filters.q is not None)
    if order is Order.DISTANCE and filters.near is None:
        raise Invalid(field="near")
    after = mark_of(cursor, order) if cursor is not None else None
    found = await search_products(session, filters, order, limit, after)
    page = ProductList(
        items=[ProductItem.of(listed) for listed in found.items],
        next_cursor=cursor_after(found, order),
        corrected=found.corrected,
        nearest=found.nearest,
    )
    return Response(page, headers={FRONT: "1"})


@get(
    "/facets",
    dependencies={"filters": Provide(wanted_filters, sync_to_thread=False)},
    operation_id="countProducts",
    summary="How many products each value of each filter would leave",
)
async def count_products(session: NamedDependency[AsyncSession], filters: NamedDependency[Filters]) -> Response[Facets]:
    """Every facet leaves its own filter out; `without` counts the list after taking off one filter.

    Takes the filters of the list. Values are what the list's parameter of that name takes; counts follow an officer's
    act within a second.
    """
    return Response(await count_facets(session, filters), headers={FRONT: "1"})


@get("/suggest", operation_id="suggestProducts", summary="What the letters typed so far may become")
async def suggest_products(
    session: NamedDependency[AsyncSession],
    q: Annotated[str, QueryParameter(max_length=200)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=MOST)] = MOST,
) -> Response[Suggestions]:
    """At most eight lines, each leading to something on sale: searches, groups, districts, producers, products."""
    return Response(await suggest(session, q, limit), headers={FRONT: "1"})


def order_of(sort: Sort | None, *, searched: bool) -> Order:
    """The order a client gets: the one asked for, else by fit for a search and by newness for a list."""
    if sort is not None:
        return Order(sort.value)
    return Order.MATCH if searched else Order.NEWEST


def cursor_after(found: Found, order: Order) -> str | None:
    """The cursor of the next page; None on the last."""
    return encode_cursor((order.value, *found.next)) if found.next else None


def mark_of(cursor: str, order: Order) -> Mark:
    """Read a cursor of this order; one of another order is refused."""
    name, key, row_id = decode_cursor(cursor, _CURSORS[order])
    if name != order:
        raise BadCursor(field="cursor")
    return Mark(key, row_id)


LIST_READ = PublicRead(
    path=re.compile(r"/api/v1/products/?"),
    parameters=frozenset({*Filters.__struct_fields__, "sort", "limit", "cursor"} - {"near"}),  # no cache by the metre
    repeatable=frozenset({"stars"}),
)
FACETS_READ = PublicRead(
    path=re.compile(r"/api/v1/products/facets/?"),
    parameters=frozenset(Filters.__struct_fields__) - {"near"},
    repeatable=LIST_READ.repeatable,
)
SUGGEST_READ = PublicRead(path=re.compile(r"/api/v1/products/suggest/?"), parameters=frozenset({"q", "limit"}))
PRODUCT_READ = PublicRead(path=re.compile(r"/api/v1/products/[a-z0-9-]{1,120}/?"))

PUBLIC_READS = (LIST_READ, FACETS_READ, SUGGEST_READ, PRODUCT_READ)  # the first that fits a path is meant

routes = [
    Router("/api/v1/products", route_handlers=[list_products, count_products, suggest_products], tags=["products"])
]
