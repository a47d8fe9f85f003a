"""Reads of what is watched."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.markets.models import LiveSession, Market
from shop.producers.models import Producer
from shop.reminders.errors import NothingToWatch
from shop.reminders.models import Subject, Watch
from shop.reminders.watch import open_watch

MOST = 100  # watches one person is shown


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """Something that may be watched; a market and a stall have a beginning (UTC)."""

    subject: Subject
    slug: str
    name: str
    starts_at: datetime | None


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """A watch of one's own."""

    id: UUID
    thing: Thing


async def thing_at(session: AsyncSession, subject: Subject, slug: str) -> Thing:
    """What stands at an address.

    Raises:
        NothingToWatch: nothing.
    """
    if subject is Subject.MARKET:
        found = await session.execute(select(Market.name, Market.starts_at).where(Market.slug == slug))
    elif subject is Subject.STALL:
        found = await session.execute(select(LiveSession.title, LiveSession.starts_at).where(LiveSession.slug == slug))
    else:
        producer = await session.scalar(select(Producer.name).where(Producer.slug == slug))
        if producer is None:
            raise NothingToWatch
        return Thing(subject=subject, slug=slug, name=producer, starts_at=None)
    row = found.one_or_none()
    if row is None:
        raise NothingToWatch
    return Thing(subject=subject, slug=slug, name=row[0], starts_at=row[1])


async def watches_of(session: AsyncSession, person_id: UUID) -> list[Watched]:
    """What a person watches, the newest first; what is over still stands there until it is stopped."""
    rows = await session.execute(
        select(Watch, Market, LiveSession, Producer)
        .outerjoin(Market, Market.id == Watch.market_id)
        .outerjoin(LiveSession, LiveSession.id == Watch.session_id)
        .outerjoin(Producer, Producer.id == Watch.producer_id)
        .where(Watch.person_id == person_id, open_watch())
        .order_by(Watch.id.desc())
        .limit(MOST)
    )
    return [Watched(id=watch.id, thing=_thing(market, live, producer)) for watch, market, live, producer in rows]


def _thing(market: Market | None, live: LiveSession | None, producer: Producer | None) -> Thing:
    if market is not None:
        return Thing(subject=Subject.MARKET, slug=market.slug, name=market.name, starts_at=market.starts_at)
    if live is not None:
        return Thing(subject=Subject.STALL, slug=live.slug, name=live.title, starts_at=live.starts_at)
    assert producer is not None, "a watch has one subject"
    return Thing(subject=Subject.PRODUCER, slug=producer.slug, name=producer.name, starts_at=None)
