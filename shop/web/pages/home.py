"""The first page."""

from litestar import Response, get
from litestar.di import NamedDependency

from shop.catalog.listing import Order
from shop.catalog.search import Filters, search_products
from shop.certification.queries import groups_of_today, register_counts
from shop.core.clock import now
from shop.http.front_store import FRONT
from shop.livestream.queries import hall_by_slug
from shop.web.art import art_key
from shop.web.pages.answer import both, show
from shop.web.pages.listing import product_card
from shop.web.pages.market import market_head, stall_cards
from shop.web.pages.visit import Visit
from shop.web.queries import count_places
from shop.web.views import GroupCard, HomePage, MarketHead, StallCard

BEST = 8


@get(both("/"), include_in_schema=False)
async def home_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The market of now or next, the six groups, the best products, and two figures that are not one."""
    market, stalls = await _market(visit)
    best = await search_products(visit.session, Filters(stars=(5,)), Order.NEWEST, BEST)
    ever, in_force = await register_counts(visit.session)
    groups = await groups_of_today(visit.session)
    page = HomePage(
        site=visit.site,
        groups=tuple(
            GroupCard(
                slug=group.slug,
                name=group.name_en if visit.locale == "en" else group.name_vi,
                art=art_key(group.slug),
            )
            for group in groups
        ),
        best=tuple(product_card(item) for item in best.items),
        stalls=stalls,
        market=market,
        in_force=in_force,
        ever=ever,
        place_count=await count_places(visit.session),
    )
    return show("home.html", visit.locale, page, headers={FRONT: "1", "cache-control": "private, no-cache"})


async def _market(visit: Visit) -> tuple[MarketHead | None, tuple[StallCard, ...]]:
    slug = visit.site.market_path.removeprefix("/cho-dem").strip("/")
    if not slug:
        return None, ()
    hall = await hall_by_slug(visit.session, slug)
    is_open = hall.market.starts_at <= await now(visit.session) < hall.market.ends_at
    return market_head(hall.market, is_open), await stall_cards(
        visit.session, hall, visit.hub, visit.settings.host_away_seconds
    )


routes = [home_page]
