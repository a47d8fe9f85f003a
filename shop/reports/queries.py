"""Reports of sessions, for people: one session, one of its producers, a market, or all of a stretch of time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.core.clock import HANOI
from shop.core.money import Dong
from shop.markets.models import LineUp, LiveSession, Market
from shop.orders.models import Order, Parcel
from shop.places.models import Place
from shop.producers.models import Producer
from shop.regions.models import Region
from shop.reports.count import Bought, count_booked, count_bought, count_minutes, count_viewers
from shop.reports.figures import (
    Minute,
    OfPlace,
    OfProduct,
    OfStars,
    Report,
    Sales,
    SessionSum,
    Viewers,
    filled,
    total_of,
)
from shop.reports.models import SessionAudience
from shop.reports.segments import count_segments
from shop.reports.waiting import count_waiting

FIRST, LAST = date(2020, 1, 1), date(2999, 12, 31)

_District, _Commune = aliased(Region), aliased(Region)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which sessions: days of Hà Nội on which they begin, both inclusive; a place, unit or market by its address."""

    since: date | None = None
    until: date | None = None
    place: str = ""
    unit: str = ""
    market: str = ""


async def report_of(session: AsyncSession, session_id: UUID, producer_id: UUID | None = None) -> Report:
    """The report of one session; with `producer_id` of that producer's goods alone, without what was said."""
    return await report_of_all(session, [session_id], producer_id)


async def report_of_market(session: AsyncSession, market_id: UUID) -> Report:
    """All stalls of a market together; who saw two of them is one viewer."""
    found = await session.scalars(select(LiveSession.id).where(LiveSession.market_id == market_id))
    report = await report_of_all(session, list(found))
    seen = await _crowd(session, LiveSession.market_id == market_id)
    return report if seen is None else msgspec.structs.replace(report, viewers=_seen(report.viewers, seen))


async def market_seen(session: AsyncSession, slug: str) -> int | None:
    """Different viewers of all stalls of a market together; None: nobody counted them."""
    return await _crowd(session, LiveSession.market_id.in_(select(Market.id).where(Market.slug == slug)))


async def _crowd(session: AsyncSession, of_market: ColumnElement[bool]) -> int | None:
    found: int | None = await session.scalar(
        select(func.max(SessionAudience.market_seen))
        .join(LiveSession, LiveSession.id == SessionAudience.session_id)
        .where(of_market)
    )
    return found


async def report_of_all(session: AsyncSession, sessions: Sequence[UUID], producer_id: UUID | None = None) -> Report:
    """The report of several sessions: orders, products, places and minutes add up, as do different viewers."""
    bought = await count_bought(session, sessions, producer_id, graded=True)
    minutes = filled(await count_minutes(session, sessions, bought, talk=producer_id is None))
    booked, back = await count_booked(session, sessions, producer_id)
    return Report(
        sales=total_of(bought.by_session.values()),
        viewers=await _viewers(session, sessions, minutes),
        comments=sum(each.comments for each in minutes),
        minutes=minutes,
        products=await _products(session, bought),
        places=await _places(session, bought),
        stars=[OfStars(stars, sales) for stars, sales in sorted(bought.by_stars.items(), reverse=True)],
        booked=booked,
        back=back,
        segments=await count_segments(session, sessions, bought),
        waited=await count_waiting(session, sessions, producer_id),
    )


async def pace_of(session: AsyncSession, session_id: UUID) -> Report:
    """How a session sells until now, for its desk, which asks often: without places, stars and the ledger."""
    bought = await count_bought(session, [session_id])
    minutes = filled(await count_minutes(session, [session_id], bought))
    return Report(
        sales=total_of(bought.by_session.values()),
        viewers=await _viewers(session, [session_id], minutes),
        comments=sum(each.comments for each in minutes),
        minutes=minutes,
        products=await _products(session, bought),
        places=[],
        stars=[],
        booked=Dong(0),
        back=Dong(0),
    )


async def sessions_wanted(session: AsyncSession, wanted: Wanted, limit: int) -> list[SessionSum]:
    """Sessions that began or are to begin in a stretch of days, the newest first, each with what came of it."""
    rows = _sessions().where(*_conditions(wanted)).order_by(LiveSession.starts_at.desc(), LiveSession.id).limit(limit)
    return await _summed(session, rows)


async def sessions_of_producer(session: AsyncSession, producer_id: UUID, limit: int) -> list[SessionSum]:
    """Sessions that meant to show, or sold, something of a producer, each with what came of its goods alone."""
    return await _summed(session, _of_producer(producer_id).limit(limit), producer_id)


async def session_of_producer(session: AsyncSession, producer_id: UUID, slug: str) -> SessionSum | None:
    """One of them, by its address; None where the producer had no part in it."""
    found = await _summed(session, _of_producer(producer_id).where(LiveSession.slug == slug), producer_id)
    return found[0] if found else None


def _of_producer(producer_id: UUID) -> Select[LiveSession, str, Place, str | None, str | None, str]:
    shown = exists().where(
        LineUp.session_id == LiveSession.id,
        LineUp.variant_id == Variant.id,
        Variant.product_id == Product.id,
        Product.producer_id == producer_id,
    )
    sold = exists().where(
        Order.session_id == LiveSession.id, Parcel.order_id == Order.id, Parcel.producer_id == producer_id
    )
    return _sessions().where(or_(shown, sold)).order_by(LiveSession.starts_at.desc(), LiveSession.id)


def _sessions() -> Select[LiveSession, str, Place, str | None, str | None, str]:
    return (
        select(LiveSession, Market.name, Place, _District.name, _Commune.name, Person.name)
        .join(Market, Market.id == LiveSession.market_id)
        .join(Place, Place.id == LiveSession.place_id)
        .join(Person, Person.id == LiveSession.host_id)
        .outerjoin(_District, _District.id == Place.district_id)
        .outerjoin(_Commune, _Commune.id == Place.commune_id)
        .execution_options(populate_existing=True)
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(LiveSession.starts_at >= begin_of(wanted.since))
    if wanted.until is not None:
        found.append(LiveSession.starts_at < begin_of(wanted.until) + timedelta(days=1))
    if wanted.place:
        found.append(Place.slug == wanted.place)
    if wanted.unit:
        found.append(or_(_District.slug == wanted.unit, _Commune.slug == wanted.unit))
    if wanted.market:
        found.append(Market.slug == wanted.market)
    return found


def begin_of(day: date) -> datetime:
    """The moment a day of Hà Nội begins; days before the first market or after our time are taken as those."""
    return datetime.combine(max(FIRST, min(day, LAST)), time(), HANOI)


async def _summed(
    session: AsyncSession,
    statement: Select[LiveSession, str, Place, str | None, str | None, str],
    producer_id: UUID | None = None,
) -> list[SessionSum]:
    rows = (await session.execute(statement)).all()
    ids = [live.id for live, *_ in rows]
    bought = await count_bought(session, ids, producer_id)
    viewers = await count_viewers(session, ids)
    return [
        SessionSum(
            id=live.id,
            slug=live.slug,
            title=live.title,
            market=market,
            place=place.name,
            place_slug=place.slug,
            unit=district or place.district_written or commune or place.commune_written or "",
            host=host,
            state=live.state.value,
            starts_at=live.starts_at,
            started_at=live.started_at,
            ended_at=live.ended_at,
            sales=bought.by_session.get(live.id, Sales()),
            viewers=viewers.get(live.id, Viewers()),
        )
        for live, market, place, district, commune, host in rows
    ]


async def _products(session: AsyncSession, bought: Bought) -> list[OfProduct]:
    rows = await session.execute(
        select(Product.id, Product.slug, Product.name, Producer.name)
        .outerjoin(Producer, Producer.id == Product.producer_id)
        .where(Product.id.in_(bought.by_product))
    )
    found = [OfProduct(slug=row[1], name=row[2], producer=row[3], sales=bought.by_product[row[0]]) for row in rows]
    return sorted(found, key=lambda each: (-each.sales.value, each.name, each.slug))


async def _places(session: AsyncSession, bought: Bought) -> list[OfPlace]:
    names = await _named(session, bought.by_place)
    found = [OfPlace(slug=names[key][0], name=names[key][1], sales=sales) for key, sales in bought.by_place.items()]
    return sorted(found, key=lambda each: (-each.sales.value, each.name, each.slug))


async def _named(session: AsyncSession, ids: Mapping[UUID, Sales]) -> dict[UUID, tuple[str, str]]:
    rows = await session.execute(select(Place.id, Place.slug, Place.name).where(Place.id.in_(ids)))
    return {row[0]: (row[1], row[2]) for row in rows}


async def _viewers(session: AsyncSession, sessions: Sequence[UUID], minutes: Sequence[Minute]) -> Viewers:
    counted = await count_viewers(session, sessions)
    return Viewers(
        peak=max((each.viewers for each in minutes), default=0),
        seen=sum(each.seen for each in counted.values()),
        minutes=sum(1 for each in minutes if each.viewers or each.seen),
    )


def _seen(viewers: Viewers, seen: int) -> Viewers:
    return msgspec.structs.replace(viewers, seen=seen)
