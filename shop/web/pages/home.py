"""The first page."""

from typing import NamedTuple

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.listing import Order
from shop.catalog.search import Filters, search_products
from shop.certification.queries import groups_of_today, register_counts
from shop.core.clock import now
from shop.http.front_store import FRONT
from shop.markets.queries import Hall, hall_by_slug
from shop.web.art import art_key
from shop.web.pages.answer import both, show
from shop.web.pages.listing import product_card
from shop.web.pages.market import STANDING, market_head, stall_cards
from shop.web.pages.visit import Visit
from shop.web.queries import bought_of_late, count_places, rooms_with
from shop.web.views import GroupCard, HomePage, MarketHead, ProductCard, StallCard

BEST, FEW = 8, 4  # cards of a shelf


@get(both("/"), include_in_schema=False)
async def home_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The market of now or next, what is on air, groups, three shelves, and two figures that are not one."""
    market, stalls = await _market(visit)
    shelves = await _shelves(visit.session)
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
        best=shelves.best,
        on_air=shelves.on_air,
        sold=shelves.sold,
        newest=shelves.newest,
        stalls=stalls,
        market=market,
        in_force=in_force,
        ever=ever,
        place_count=await count_places(visit.session),
    )
    return show("home.html", visit.locale, page, headers={FRONT: "1", "cache-control": "private, no-cache"})


class _Shelves(NamedTuple):
    """What the page shows of the list, each part in the list's own order."""

    best: tuple[ProductCard, ...]
    on_air: tuple[ProductCard, ...]
    sold: tuple[ProductCard, ...]
    newest: tuple[ProductCard, ...]


async def _shelves(session: AsyncSession) -> _Shelves:
    """A statement for each shelf, one for the rooms of all, and one that leaves out what nobody has bought."""
    best = await search_products(session, Filters(stars=(5,)), Order.NEWEST, BEST)
    on_air = await search_products(session, Filters(on_air=True), Order.NEWEST, FEW)
    sold = await search_products(session, Filters(), Order.SOLD, FEW)
    newest = await search_products(session, Filters(), Order.NEWEST, FEW)
    bought = await bought_of_late(session, [item.slug for item in sold.items])
    rooms = await rooms_with(session, [item.slug for found in (best, on_air, sold, newest) for item in found.items])
    return _Shelves(
        *(
            tuple(product_card(item, rooms.get(item.slug)) for item in items)
            for items in (
                best.items,
                [item for item in on_air.items if item.slug in rooms],
                [item for item in sold.items if item.slug in bought],
                newest.items,
            )
        )
    )


async def _market(visit: Visit) -> tuple[MarketHead | None, tuple[StallCard, ...]]:
    slug = visit.site.market_path.removeprefix("/cho-dem").strip("/")
    if not slug:
        return None, ()
    hall = await hall_by_slug(visit.session, slug)
    hall = Hall(market=hall.market, stalls=[one for one in hall.stalls if one.live.state in STANDING])
    is_open = hall.market.starts_at <= await now(visit.session) < hall.market.ends_at
    return market_head(hall.market, is_open), await stall_cards(
        visit.session, hall, visit.hub, visit.settings.host_away_seconds
    )


routes = [home_page]
