"""A festival: its days, its markets and stalls, and what was sold."""

from itertools import groupby

from litestar import Response, get
from litestar.di import NamedDependency

from shop.core.clock import local, now
from shop.livestream.results import results_of
from shop.markets.api import SlugPath
from shop.markets.plan_queries import festival_by_slug
from shop.markets.queries import Hall
from shop.web.pages.answer import both, show
from shop.web.pages.market import STANDING, market_head, stall_cards
from shop.web.pages.visit import Visit
from shop.web.views.markets import FestivalMarket, FestivalPage


@get(both("/ngay-hoi/{festival:str}"), include_in_schema=False)
async def festival_page(visit: NamedDependency[Visit], festival: SlugPath) -> Response[bytes]:
    """By days of Hà Nội; results are counted from the orders of its sessions."""
    found, halls = await festival_by_slug(visit.session, festival)
    moment = await now(visit.session)
    sold = await results_of(visit.session, [stall.live.id for hall in halls for stall in hall.stalls])
    markets = []
    for hall in halls:
        standing = Hall(market=hall.market, stalls=[one for one in hall.stalls if one.live.state in STANDING])
        is_open = hall.market.starts_at <= moment < hall.market.ends_at
        markets.append(
            FestivalMarket(
                head=market_head(hall.market, is_open),
                stalls=await stall_cards(visit.session, standing, visit.hub, visit.settings.host_away_seconds),
                off=hall.market.called_off_reason,
            )
        )
    page = FestivalPage(
        site=visit.site,
        name=found.name,
        story=found.story,
        days=tuple(
            (day, tuple(of_day)) for day, of_day in groupby(markets, lambda one: local(one.head.starts_at).date())
        ),
        now=moment,
        results=sold if sold.orders or (halls and all(hall.market.ends_at <= moment for hall in halls)) else None,
    )
    return show("festival.html", visit.locale, page)


routes = [festival_page]
