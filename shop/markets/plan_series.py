"""Markets that are held every week: plan a series, end it, and make its coming weeks."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import HANOI, local, now
from shop.markets.address import free_address
from shop.markets.errors import MarketTimesWrong, SeriesUnknown
from shop.markets.models import Market, MarketSeries
from shop.markets.rules import days_of_series
from shop.markets.slots import take_planners_turn

AHEAD = timedelta(days=28)  # how far ahead weeks are made


class SeriesPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a weekly market; times are Hà Nội's. The default is the one of 2021: Friday 20:30 to 22:00."""

    name: str
    first_day: date
    last_day: date | None = None
    weekday: int = 5
    opens: time = time(20, 30)
    closes: time = time(22, 0)
    teaser: str = ""
    teaser_art: int = 1


async def plan_series(session: AsyncSession, officer_id: UUID | None, plan: SeriesPlan) -> MarketSeries:
    """Plan a weekly market and make its coming weeks.

    Raises:
        MarketTimesWrong: it closes before it opens, or ends before its first day.
    """
    await take_planners_turn(session)
    if plan.opens >= plan.closes or (plan.last_day is not None and plan.last_day < plan.first_day):
        raise MarketTimesWrong(field="closes" if plan.opens >= plan.closes else "last_day")
    series = MarketSeries(
        slug=await free_address(session, MarketSeries.slug, plan.name, "cho-dem"),
        **{name: getattr(plan, name) for name in plan.__struct_fields__},
    )
    session.add(series)
    await session.flush()  # its weeks need its id
    await _make_weeks_of(session, series, await now(session))
    record_act(session, officer_id, "market.series", series.slug, name=plan.name, weekday=plan.weekday)
    return series


async def end_series(session: AsyncSession, officer_id: UUID, slug: str, last_day: date) -> MarketSeries:
    """Make no more weeks after `last_day`. Those already made stay; each can be called off. Safe to repeat.

    Raises:
        SeriesUnknown: there is none at this address.
        MarketTimesWrong: the day lies before its first one.
    """
    series: MarketSeries | None = await session.scalar(
        select(MarketSeries)
        .where(MarketSeries.slug == slug)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if series is None:
        raise SeriesUnknown
    if last_day < series.first_day:
        raise MarketTimesWrong(field="last_day")
    series.last_day = last_day
    record_act(session, officer_id, "market.series_end", slug, last_day=str(last_day))
    await session.flush()  # its caller reads it
    return series


async def make_weeks(session: AsyncSession, limit: int = 100) -> int:
    """Make the markets of the coming weeks that are missing, of at most `limit` series; return how many.

    Safe to repeat and to run twice at once: a series has one market a day (unique), also one called off.
    """
    moment = await now(session)
    running = await session.scalars(
        select(MarketSeries)
        .where(or_(MarketSeries.last_day.is_(None), MarketSeries.last_day >= local(moment).date()))
        .order_by(MarketSeries.id)
        .limit(limit)
    )
    return sum([await _make_weeks_of(session, series, moment) for series in running.all()])


async def _make_weeks_of(session: AsyncSession, series: MarketSeries, moment: datetime) -> int:
    today = local(moment).date()
    until = today + AHEAD
    days = days_of_series(
        series.weekday,
        max(today, series.first_day),
        until if series.last_day is None else min(until, series.last_day),
    )
    rows = [_week(series, day) for day in days if _at(day, series.closes) > moment]
    if not rows:
        return 0
    made = await session.scalars(insert(Market).values(rows).on_conflict_do_nothing().returning(Market.id))
    return len(made.all())


def _week(series: MarketSeries, day: date) -> dict[str, object]:
    return {
        "slug": f"{series.slug}-{day:%Y-%m-%d}",
        "name": f"{series.name} {day:%d/%m}",
        "starts_at": _at(day, series.opens),
        "ends_at": _at(day, series.closes),
        "teaser": series.teaser,
        "teaser_art": series.teaser_art,
        "series_id": series.id,
        "series_day": day,
        "sample": series.sample,
    }


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, HANOI)
