"""The list of products: filtered, sorted and searched by its address, page by page."""

from litestar import Response, get
from litestar.di import NamedDependency

from shop.catalog.api import cursor_after, mark_of
from shop.catalog.facets import count_facets
from shop.catalog.search import Found, Listed, search_products
from shop.core.errors import Refusal
from shop.http.front_store import FRONT
from shop.http.problems import describe
from shop.reviews.rules import average
from shop.web.pages.answer import both, show
from shop.web.pages.list_filters import chips, filter_groups, price_bands, sorts, toggles, ways_out
from shop.web.pages.list_query import ARRANGING, FIELDS, MOST_PAGES, Asked, read_query, url_of
from shop.web.pages.visit import Visit
from shop.web.queries import rooms_with
from shop.web.render import address
from shop.web.views import ListPage, ProductCard

PAGE = 24
NOTHING = Found([], None)


@get(both("/san-pham"), include_in_schema=False)
async def list_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """A page of the list. Its counts are a second, short statement: the products do not wait for more."""
    query = visit.request.query_params  # its multi_items() come in the order of a set
    asked = read_query((key, value) for key in FIELDS for value in query.getall(key, []))
    cursor = query.get("cursor")
    try:
        after = mark_of(cursor, asked.order) if cursor else None
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = ListPage(site=visit.site, items=(), q=asked.filters.q or "", problem=problem.detail, indexed=False)
        return show("list.html", visit.locale, page, status=problem.status)
    limit = PAGE if after else PAGE * asked.pages
    found = await search_products(visit.session, asked.filters, asked.order, limit, after)
    if asked.exact and (found.corrected or found.nearest):
        found = NOTHING
    page = await _page(visit, asked, found, later=after is not None)
    return show("list.html", visit.locale, page, headers={FRONT: "1", "cache-control": "private, no-cache"})


async def _page(visit: Visit, asked: Asked, found: Found, *, later: bool) -> ListPage:
    locale, session = visit.locale, visit.session
    facets = await count_facets(session, asked.filters)
    groups = await filter_groups(session, asked, facets, locale)
    rooms = await rooms_with(session, [item.slug for item in found.items])
    following = cursor_after(found, asked.order)
    grown = {"pages": str(asked.pages + 1)} if following and not later and asked.pages < MOST_PAGES else None
    narrowed = asked.narrowed
    exact = asked.with_changed({"exact": "true"}) if found.corrected or found.nearest else None
    return ListPage(
        site=visit.site,
        items=tuple(product_card(item, rooms.get(item.slug)) for item in found.items),
        q=asked.filters.q or "",
        total=facets.total if found.items else 0,
        filters=groups,
        toggles=toggles(asked, facets, locale),
        bands=price_bands(asked, facets, locale),
        min_price=asked.filters.min_price,
        max_price=asked.filters.max_price,
        chips=chips(asked, groups, locale),
        sorts=sorts(asked, locale),
        corrected=found.corrected,
        exact_url=address(locale, exact) if exact else None,
        nearest=found.nearest,
        ways_out=ways_out(asked, facets, groups, locale) if found.nearest or not found.items else (),
        near=dict(asked.pairs).get("near", ""),
        ask_near=asked.wants_near,
        next_url=address(locale, url_of([*_first_page(asked), ("cursor", following)])) if following else None,
        grown_url=address(locale, asked.with_changed(grown)) if grown else None,
        clear_url=address(locale, "/san-pham"),
        canonical=address(locale, url_of(sorted(narrowed))),
        indexed=len(narrowed) <= 1 and not asked.filters.q and not later and not any(_arranged(asked)),
    )


def _first_page(asked: Asked) -> list[tuple[str, str]]:
    return [pair for pair in asked.pairs if pair[0] != "pages"]


def _arranged(asked: Asked) -> list[str]:
    return [key for key, _ in asked.pairs if key in ARRANGING]


def product_card(item: Listed, room: str | None = None) -> ProductCard:
    """A product of the list as a card; `room` is the session on air that has it."""
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
        on_air_room=room,
        average=average(item.review_count, item.review_points),
        reviews=item.review_count,
        distance_m=item.distance_m,
        marks=item.highlights,
    )


routes = [list_page]
