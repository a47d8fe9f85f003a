"""Begin to watch a market, a stall or a producer."""

from typing import TypeAlias
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.i18n import Locale
from shop.core.text import Email
from shop.markets.models import LiveSession, Market, SessionState
from shop.producers.models import Producer
from shop.reminders.errors import NothingToWatch, NoWayToTell, WatchOver
from shop.reminders.models import Subject, Watch

Columns: TypeAlias = dict[str, object]


class WatchWish(msgspec.Struct, frozen=True, kw_only=True):
    """What to watch, by its address, and what a guest gave to be told by: an e-mail address, or a browser."""

    subject: Subject
    slug: str
    email: str = ""
    push_id: UUID | None = None
    locale: Locale


async def begin_watch(session: AsyncSession, actor: Actor, wish: WatchWish) -> Watch:
    """Note that the signed-in person, or a guest's address or browser, watches. Safe to repeat, and by two at once.

    Raises:
        NothingToWatch: there is none at this address.
        WatchOver: the market or stall is over.
        NoWayToTell: a guest without a way to be told.
    """
    thing = await _thing(session, wish)
    reader = _reader(actor, wish)
    row: Columns = {**thing, **reader, "locale": wish.locale}
    await session.execute(insert(Watch).values(row).on_conflict_do_nothing())  # a twin's commit is waited for
    known = [getattr(Watch, name) == value for name, value in {**thing, **reader}.items()]
    found = await session.scalars(select(Watch).where(*known, open_watch()))
    return found.one()


def open_watch() -> ColumnElement[bool]:
    """Whether a watch goes on."""
    return Watch.stopped_at.is_(None)


async def _thing(session: AsyncSession, wish: WatchWish) -> Columns:
    if wish.subject is Subject.PRODUCER:
        producer = await session.scalar(select(Producer.id).where(Producer.slug == wish.slug))
        if producer is None:
            raise NothingToWatch
        return {"producer_id": producer}
    moment = await now(session)
    if wish.subject is Subject.MARKET:
        market = await session.scalar(select(Market).where(Market.slug == wish.slug))
        if market is None:
            raise NothingToWatch
        if market.ends_at <= moment:
            raise WatchOver
        return {"market_id": market.id}
    live = await session.scalar(select(LiveSession).where(LiveSession.slug == wish.slug))
    if live is None:
        raise NothingToWatch
    if live.state is SessionState.ENDED:
        raise WatchOver
    return {"session_id": live.id}


def _reader(actor: Actor, wish: WatchWish) -> Columns:
    if actor.person_id is not None:
        return {"person_id": actor.person_id}
    if wish.push_id is not None:
        return {"push_id": wish.push_id}
    try:
        return {"email": msgspec.convert(wish.email.strip().lower(), Email)}
    except msgspec.ValidationError:
        raise NoWayToTell(field="email") from None


async def watchers(session: AsyncSession, producer_id: UUID) -> int:
    """How many follow a producer."""
    asked = select(func.count()).select_from(Watch).where(Watch.producer_id == producer_id, open_watch())
    return await session.scalar(asked) or 0
