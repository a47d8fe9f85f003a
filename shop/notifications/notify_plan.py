"""Tell who watches a market or a stall that it was moved, or called off."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.clock import local
from shop.core.i18n import known_locale, say
from shop.markets.events import MarketDropped, MarketMoved, StallDropped, StallShifted
from shop.markets.models import LiveSession, Market, MarketState, SessionState
from shop.notifications.notify_reminder import write_to_watcher
from shop.notifications.write import Told
from shop.places.models import Place
from shop.reminders.models import Watch


class _News(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    name: str
    path: str
    starts_at: datetime
    why: str = ""
    place: str = ""


async def tell_market_moved(session: AsyncSession, event_id: UUID, event: MarketMoved) -> int:
    """Tell watchers of the market and of its stalls its new time, each once; an older change says nothing any more.

    Returns how many notices were new. Safe to repeat.
    """
    market = await session.scalar(select(Market).where(Market.id == event.market_id, Market.version == event.version))
    if market is None or market.state is MarketState.CALLED_OFF:
        return 0
    stalls = select(LiveSession.id).where(LiveSession.market_id == market.id)
    watches = or_(Watch.market_id == market.id, Watch.session_id.in_(stalls))
    return await _tell(session, event_id, watches, _of_market("moved", market))


async def tell_market_dropped(session: AsyncSession, event_id: UUID, event: MarketDropped) -> int:
    """Tell watchers of the market that it does not take place, and why. Its stalls' watchers hear of their stall."""
    market = await session.scalar(select(Market).where(Market.id == event.market_id))
    if market is None:
        return 0
    return await _tell(session, event_id, Watch.market_id == market.id, _of_market("called_off", market))


async def tell_stall_shifted(session: AsyncSession, event_id: UUID, event: StallShifted) -> int:
    """Tell watchers of a stall to come its time and place as they are now. Returns how many notices were new."""
    found = await session.execute(
        select(LiveSession, Place.name)
        .join(Place, Place.id == LiveSession.place_id)
        .where(LiveSession.id == event.session_id, LiveSession.state == SessionState.SCHEDULED)
    )
    shifted = found.one_or_none()
    if shifted is None:
        return 0
    live, place = shifted
    path = f"/phien/{live.slug}"
    news = _News(key="shifted", name=live.title, path=path, starts_at=live.starts_at, place=place)
    return await _tell(session, event_id, Watch.session_id == live.id, news)


async def tell_stall_dropped(session: AsyncSession, event_id: UUID, event: StallDropped) -> int:
    """Tell watchers of the stall that it does not take place, and why."""
    live = await session.scalar(select(LiveSession).where(LiveSession.id == event.session_id))
    if live is None:
        return 0
    news = _News(
        key="called_off",
        name=live.title,
        path=f"/phien/{live.slug}",
        starts_at=live.starts_at,
        why=live.called_off_reason or "",
    )
    return await _tell(session, event_id, Watch.session_id == live.id, news)


def _of_market(key: str, market: Market) -> _News:
    return _News(
        key=key,
        name=market.name,
        path=f"/cho-dem/{market.slug}",
        starts_at=market.starts_at,
        why=market.called_off_reason or "",
    )


async def _tell(session: AsyncSession, event_id: UUID, watches: ColumnElement[bool], news: _News) -> int:
    reader = func.coalesce(Watch.email, func.concat(Watch.person_id, Watch.push_id))
    account = and_(Person.id == Watch.person_id, Person.disabled_at.is_(None))
    found = await session.execute(
        select(Watch, Person.email, Person.mail_off)
        .outerjoin(Person, account)
        .where(watches, Watch.stopped_at.is_(None))
        .ext(distinct_on(reader))
        .order_by(reader, Watch.id)
    )
    written = 0
    for watch, email, mail_off in found.all():
        kept = None if mail_off else email
        told = _told(watch.locale, news)
        written += await write_to_watcher(session, event_id, watch, kept, told=told, path=news.path)
    return written


def _told(language: str, news: _News) -> Told:
    locale, begins = known_locale(language), local(news.starts_at)
    when = {"time": f"{begins:%H:%M}", "day": f"{begins:%d/%m/%Y}"}
    facts = {"name": news.name, "why": news.why, "place": news.place} | when
    key = f"notice.watch_{news.key}"
    return Told(locale=locale, subject=say(locale, f"{key}.subject", **facts), text=say(locale, f"{key}.text", **facts))
