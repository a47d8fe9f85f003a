"""The hall of a night market, and the cards of its stalls."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.money import Dong
from shop.livestream.hub import Hub
from shop.livestream.queries import room_of
from shop.markets.models import Market, SessionState
from shop.markets.queries import Hall, Stall, hall_by_slug
from shop.markets.rules import room_state
from shop.web.art import stall_art
from shop.web.pages.answer import both, go, show
from shop.web.pages.visit import Visit
from shop.web.views import MarketHead, MarketPage, Page, StallCard


@get(both("/cho-dem"), include_in_schema=False)
async def any_market(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The market of now, or the next one; a word of hope where none is planned."""
    if visit.site.market_path == "/cho-dem":
        return show("no_market.html", visit.locale, Page(site=visit.site))
    return go(visit.locale, visit.site.market_path)


@get(both("/cho-dem/{slug:str}"), include_in_schema=False)
async def market_page(
    visit: NamedDependency[Visit], slug: Annotated[str, PathParameter(max_length=120)]
) -> Response[bytes]:
    """A market with its stalls."""
    hall = await hall_by_slug(visit.session, slug)
    stalls = await stall_cards(visit.session, hall, visit.hub, visit.settings.host_away_seconds)
    moment = await now(visit.session)
    page = MarketPage(
        site=visit.site,
        market=market_head(hall.market, hall.market.starts_at <= moment < hall.market.ends_at),
        stalls=stalls,
        now=moment,
        viewers=sum(stall.viewers for stall in stalls),
    )
    return show("market.html", visit.locale, page)


def market_head(market: Market, is_open: bool) -> MarketHead:
    """A market by its name and window."""
    return MarketHead(
        slug=market.slug, name=market.name, starts_at=market.starts_at, ends_at=market.ends_at, open=is_open
    )


async def stall_cards(session: AsyncSession, hall: Hall, hub: Hub, away_after: int) -> tuple[StallCard, ...]:
    """The stalls of a hall by their start; those on air with what is pinned."""
    viewers = await hub.audience.count([stall.live.id for stall in hall.stalls])
    return tuple([await _card(session, stall, viewers[stall.live.id], away_after) for stall in hall.stalls])


async def _card(session: AsyncSession, stall: Stall, viewers: int, away_after: int) -> StallCard:
    pinned, price = None, None
    if stall.live.state is SessionState.ON_AIR:
        frame = await room_of(session, stall, away_after=away_after, viewers=viewers)
        if frame.pins:
            pinned, price = frame.pins[0].name, Dong(frame.pins[0].price)
    return StallCard(
        slug=stall.live.slug,
        title=stall.live.title,
        place=stall.place_name,
        host=stall.host_name,
        state=room_state(stall.live.state, stall.live.host_seen_at, stall.now, away_after),
        starts_at=stall.live.starts_at,
        viewers=viewers,
        pinned=pinned,
        price=price,
        art=stall_art(stall.live.slug),
    )


routes = [any_market, market_page]
