"""The list of night markets, the hall of one, and the cards of its stalls."""

from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.livestream.hub import Hub
from shop.livestream.queries import room_of
from shop.livestream.results import results_of
from shop.markets.models import Market, SessionState
from shop.markets.plan_queries import MarketLine, all_festivals, market_lines
from shop.markets.queries import Hall, Stall, hall_by_slug
from shop.markets.rules import RoomState, room_state, stage_turn
from shop.replays.queries import replayed
from shop.web.art import stall_art
from shop.web.pages.answer import both, show
from shop.web.pages.visit import Visit
from shop.web.views import MarketHead, MarketPage, Page, StallCard
from shop.web.views.markets import MarketRow, MarketsPage

STANDING = frozenset({SessionState.SCHEDULED, SessionState.ON_AIR, SessionState.ENDED})
COMING, PAST, FESTIVALS = 20, 10, 5  # shown in the list
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@get(both("/cho-dem"), include_in_schema=False)
async def markets_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Markets to come and past ones; a word of hope where none is planned."""
    coming = await market_lines(visit.session, over=False, limit=COMING)
    past = await market_lines(visit.session, over=True, limit=PAST)
    if not coming and not past:
        return show("no_market.html", visit.locale, Page(site=visit.site))
    moment = await now(visit.session)
    page = MarketsPage(
        site=visit.site,
        coming=tuple(market_row(line, moment) for line in coming),
        past=tuple(market_row(line, moment) for line in past),
        festivals=tuple((one.slug, one.name) for one in await all_festivals(visit.session, FESTIVALS)),
    )
    return show("markets.html", visit.locale, page)


@get(both("/cho-dem/{slug:str}"), include_in_schema=False)
async def market_page(
    visit: NamedDependency[Visit], slug: Annotated[str, PathParameter(max_length=120)]
) -> Response[bytes]:
    """A market with its stalls."""
    hall = await hall_by_slug(visit.session, slug)
    (line,) = await market_lines(visit.session, slug=slug, limit=1)
    market, moment = hall.market, await now(visit.session)
    stalls = await stall_cards(visit.session, hall, visit.hub, visit.settings.host_away_seconds)
    results = await results_of(visit.session, [stall.live.id for stall in hall.stalls]) if line.over else None
    page = MarketPage(
        site=visit.site,
        market=market_head(market, market.starts_at <= moment < market.ends_at),
        stalls=stalls,
        now=moment,
        viewers=sum(stall.viewers for stall in stalls),
        stage=stage_of(hall, stalls, moment),
        off=market.called_off_reason,
        teaser=market.teaser,
        teaser_art=market.teaser_art,
        weekday=line.weekday,
        festival=(line.festival.slug, line.festival.name) if line.festival else None,
        left=time_left(visit.locale, market.starts_at - moment),
        results=results if results and results.orders else None,
    )
    return show("market.html", visit.locale, page)


def stage_of(hall: Hall, cards: tuple[StallCard, ...], moment: datetime) -> str | None:
    """The stall on the main stage: the one the office put there while it is on air, else those on air in turn."""
    lit = [card.slug for card in cards if card.state in {RoomState.ON_AIR, RoomState.AWAY}]
    chosen = [stall.live.slug for stall in hall.stalls if stall.live.on_stage and stall.live.slug in lit]
    if chosen or not lit:
        return chosen[0] if chosen else None
    due = [
        stall.live.slug
        for stall in hall.stalls
        if stall.live.slug in lit and stall.live.starts_at <= moment < stall.live.ends_at
    ]
    turns = due or lit
    return turns[stage_turn(len(turns), hall.market.starts_at, moment)]


def time_left(locale: Locale, span: timedelta) -> str:
    """How long until something begins, in the two largest units; empty when it has begun."""
    if span <= timedelta(0):
        return ""
    days, hours, minutes = span // DAY, span % DAY // HOUR, span % HOUR // MINUTE
    if days:
        return say(locale, "web.market.left_days", days=days, hours=hours)
    if hours:
        return say(locale, "web.market.left_hours", hours=hours, minutes=minutes)
    return say(locale, "web.market.left_minutes", minutes=max(1, minutes))


def market_row(line: MarketLine, moment: datetime) -> MarketRow:
    """A market as lists show it."""
    market = line.market
    return MarketRow(
        head=market_head(market, market.starts_at <= moment < market.ends_at),
        weekday=line.weekday,
        stalls=line.stalls,
        off=market.called_off_reason,
        sample=market.sample,
    )


def market_head(market: Market, is_open: bool) -> MarketHead:
    """A market by its name and window; one called off is never open."""
    return MarketHead(
        slug=market.slug,
        name=market.name,
        starts_at=market.starts_at,
        ends_at=market.ends_at,
        open=is_open and market.called_off_reason is None,
    )


async def stall_cards(session: AsyncSession, hall: Hall, hub: Hub, away_after: int) -> tuple[StallCard, ...]:
    """The stalls of a hall by their start; those on air with what is pinned."""
    viewers = await hub.audience.count([stall.live.id for stall in hall.stalls])
    over = [stall.live.slug for stall in hall.stalls if stall.live.state is SessionState.ENDED]
    again = await replayed(session, over)
    cards = [await _card(session, stall, viewers[stall.live.id], away_after) for stall in hall.stalls]
    return tuple(msgspec.structs.replace(card, replay=card.slug in again) for card in cards)


async def _card(session: AsyncSession, stall: Stall, viewers: int, away_after: int) -> StallCard:
    pinned, price, filmed = None, None, False
    if stall.live.state is SessionState.ON_AIR:
        frame = await room_of(session, stall, away_after=away_after, viewers=viewers)
        filmed = frame.video is not None
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
        filmed=filmed,
    )


routes = [markets_page, market_page]
