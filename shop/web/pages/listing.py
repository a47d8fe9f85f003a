"""The list of products: the form's fields as filters, chips that take them away, and the next page."""

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.api import cursor_after, mark_of
from shop.catalog.listing import Order
from shop.catalog.search import Filters, Listed, search_products
from shop.certification.queries import groups_of_today
from shop.core.errors import Refusal
from shop.core.i18n import Locale, say
from shop.core.text import squeeze
from shop.http.front_store import FRONT
from shop.http.problems import describe
from shop.places.queries import all_places
from shop.regions.models import RegionLevel
from shop.regions.queries import search_regions
from shop.web.pages.answer import both, show
from shop.web.pages.visit import Visit
from shop.web.render import address
from shop.web.views import Chip, FilterGroup, FilterOption, ListPage, ProductCard, SortOption

PAGE = 24
STARS = (5, 4, 3)
SORTS = {
    "": Order.NEWEST,
    "price": Order.PRICE,
    "price_desc": Order.PRICE_DESC,
    "stars": Order.STARS,
}
SORT_WORDS = {"": "newest", "price": "price", "price_desc": "price_down", "stars": "stars"}
FIELDS = ("q", "stars", "potential_five", "group", "district", "commune", "place", "producer", "in_stock", "sort")
MOST = 200

Pairs = list[tuple[str, str]]


class Asked(msgspec.Struct, frozen=True):
    """The query as it was understood: what is not understood is left out, never an error for a person."""

    pairs: Pairs
    filters: Filters
    sort: str

    @property
    def order(self) -> Order:
        """How to sort; a search without a wish is sorted by how well it fits."""
        return Order.MATCH if self.filters.q and not self.sort else SORTS[self.sort]

    def without(self, *gone: tuple[str, str]) -> str:
        """The address of the same list without these fields."""
        return _url([pair for pair in self.pairs if pair not in gone])


@get(both("/san-pham"), include_in_schema=False)
async def list_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """A page of the list, as filtered, sorted and searched."""
    query = visit.request.query_params  # its multi_items() come in the order of a set
    asked = read_query([(key, value) for key in FIELDS for value in query.getall(key, [])])
    cursor = visit.request.query_params.get("cursor")
    try:
        after = mark_of(cursor, asked.order) if cursor else None
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = ListPage(site=visit.site, items=(), q=asked.filters.q or "", problem=problem.detail)
        return show("list.html", visit.locale, page, status=problem.status)
    found = await search_products(visit.session, asked.filters, asked.order, PAGE, after)
    following = cursor_after(found, asked.order)
    filters = await _filters(visit.session, asked, visit.locale)
    page = ListPage(
        site=visit.site,
        items=tuple(product_card(item) for item in found.items),
        q=asked.filters.q or "",
        filters=filters,
        in_stock=bool(asked.filters.in_stock),
        chips=_chips(asked, filters, visit.locale),
        sorts=_sorts(asked, visit.locale),
        next_url=address(visit.locale, _url([*asked.pairs, ("cursor", following)])) if following else None,
        clear_url=address(visit.locale, "/san-pham"),
    )
    return show("list.html", visit.locale, page, headers={FRONT: "1", "cache-control": "private, no-cache"})


def read_query(pairs: Pairs) -> Asked:
    """Understand the fields of the form."""
    kept = [(key, squeeze(value)[:100]) for key, value in pairs if squeeze(value)]
    one = dict(kept)
    stars = tuple(int(value) for key, value in kept if key == "stars" and value in {"3", "4", "5"})
    sort = one.get("sort", "")
    return Asked(
        pairs=kept,
        filters=Filters(
            q=one.get("q"),
            stars=stars or None,
            potential_five=True if one.get("potential_five") == "true" else None,
            district=one.get("district"),
            commune=one.get("commune"),
            group=one.get("group"),
            place=one.get("place"),
            producer=one.get("producer"),
            in_stock=True if one.get("in_stock") == "true" else None,
        ),
        sort=sort if sort in SORTS else "",
    )


def product_card(item: Listed) -> ProductCard:
    """A product of the list as a card."""
    return ProductCard(
        slug=item.slug,
        name=item.name,
        stars=item.stars,
        potential_five=item.potential_five,
        price=item.price,
        unit=item.unit,
        in_stock=item.in_stock,
        image=item.image,
        producer=item.producer_name,
        area=item.district,
    )


def _url(pairs: Pairs) -> str:
    return f"/san-pham?{urlencode(pairs)}" if pairs else "/san-pham"


async def _filters(session: AsyncSession, asked: Asked, locale: Locale) -> tuple[FilterGroup, ...]:
    groups = await groups_of_today(session)
    districts = await search_regions(session, RegionLevel.DISTRICT, "", MOST)
    places = await all_places(session, MOST)
    named = [(group.slug, group.name_en if locale == "en" else group.name_vi) for group in groups]
    return (
        _group("stars", [(str(count), say(locale, "web.stars.count", count=count)) for count in STARS], asked, locale),
        _group("potential_five", [("true", say(locale, "web.stars.potential"))], asked, locale),
        _group("group", named, asked, locale, many=False),
        _group("district", [(unit.slug, unit.name) for unit in districts], asked, locale, many=False),
        _group("place", [(found.place.slug, found.place.name) for found in places], asked, locale, many=False),
    )


def _group(
    key: str, values: Sequence[tuple[str, str]], asked: Asked, locale: Locale, *, many: bool = True
) -> FilterGroup:
    options = tuple(
        FilterOption(value=value, label=label, checked=(key, value) in asked.pairs) for value, label in values
    )
    return FilterGroup(key=key, title=say(locale, f"web.list.groups.{key}"), options=options, many=many)


def _chips(asked: Asked, filters: Sequence[FilterGroup], locale: Locale) -> tuple[Chip, ...]:
    """One chip for each filter in use; its address takes it away."""
    labels = {(group.key, option.value): option.label for group in filters for option in group.options}
    labels["in_stock", "true"] = say(locale, "web.stock.in")
    chips = []
    for key, value in asked.pairs:
        if key == "sort":
            continue
        label = labels.get((key, value), f"“{value}”")
        chips.append(Chip(label=label, url=address(locale, asked.without((key, value)))))
    return tuple(chips)


def _sorts(asked: Asked, locale: Locale) -> tuple[SortOption, ...]:
    first = "best" if asked.filters.q else "newest"
    words = SORT_WORDS | {"": first}
    return tuple(
        SortOption(value=value, label=say(locale, f"web.list.sorts.{word}"), selected=value == asked.sort)
        for value, word in words.items()
    )


routes = [list_page]
