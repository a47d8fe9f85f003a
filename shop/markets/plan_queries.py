"""Reads of plans: markets with their series and festival, what a stall means to show, what a host has to do."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person, PersonRole
from shop.catalog.models import Product, Shelf, Variant
from shop.catalog.queries import sale_predicate
from shop.core.actor import Role
from shop.core.clock import local, shop_now
from shop.core.errors import Refusal
from shop.core.text import fold
from shop.markets.errors import FestivalUnknown
from shop.markets.models import Festival, LineUp, LiveSession, Market, MarketSeries, SessionState
from shop.markets.queries import Hall, Stall, halls_of, stalls_where
from shop.producers.models import Producer
from shop.training.air import why_not_on_air


class MarketLine(msgspec.Struct, frozen=True, kw_only=True):
    """A market in a list; `weekday` where it is held every week, `over` when its time has passed."""

    market: Market
    weekday: int | None
    festival: Festival | None
    stalls: int  # called-off ones are not counted
    over: bool


class PlannedGoods(msgspec.Struct, frozen=True, kw_only=True):
    """A variant that stands at a point or in a line-up; `code` where it will be shown."""

    variant: UUID
    code: str | None
    product: str
    name: str
    unit: str
    producer: str | None
    on_sale: bool
    here: bool  # stands on the point's shelf

    @property
    def label(self) -> str:
        """Product and variant as one line."""
        return " · ".join(part for part in (self.product, self.name) if part)


class HostsStall(msgspec.Struct, frozen=True, kw_only=True):
    """A stall of a host that is to come or on air, with its goods counted and what keeps its host off air that day."""

    stall: Stall
    goods: int
    lacks: Refusal | None


async def market_lines(
    session: AsyncSession, *, over: bool | None = None, slug: str | None = None, limit: int = 100
) -> list[MarketLine]:
    """Markets to come by their start, past ones the newest first; `over`: one of the two, `slug`: one market."""
    passed = Market.ends_at < shop_now()
    stalls = (
        select(func.count())
        .where(LiveSession.market_id == Market.id, LiveSession.state != SessionState.CALLED_OFF)
        .scalar_subquery()
    )
    query = (
        select(Market, MarketSeries.weekday, Festival, stalls, passed)
        .outerjoin(MarketSeries, MarketSeries.id == Market.series_id)
        .outerjoin(Festival, Festival.id == Market.festival_id)
        .order_by(Market.starts_at.desc() if over else Market.starts_at, Market.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    if over is not None:
        query = query.where(passed if over else ~passed)
    if slug is not None:
        query = query.where(Market.slug == slug)
    rows = await session.execute(query)
    return [
        MarketLine(market=market, weekday=weekday, festival=festival, stalls=count or 0, over=is_over)
        for market, weekday, festival, count, is_over in rows
    ]


async def all_series(session: AsyncSession, limit: int = 100) -> list[MarketSeries]:
    """Weekly markets: those that go on first."""
    found = await session.scalars(
        select(MarketSeries)
        .order_by(MarketSeries.last_day.desc().nulls_first(), MarketSeries.name, MarketSeries.id)
        .limit(limit)
    )
    return list(found)


async def all_festivals(session: AsyncSession, limit: int = 100) -> list[Festival]:
    """Festivals, the newest first."""
    return list(await session.scalars(select(Festival).order_by(Festival.id.desc()).limit(limit)))


async def festival_by_slug(session: AsyncSession, slug: str) -> tuple[Festival, list[Hall]]:
    """A festival and its markets by their start, each with its stalls.

    Raises:
        FestivalUnknown: there is none at this address.
    """
    festival = await session.scalar(
        select(Festival).where(Festival.slug == slug).execution_options(populate_existing=True)
    )
    if festival is None:
        raise FestivalUnknown
    return festival, await halls_of(session, Market.festival_id == festival.id)


async def hosts(session: AsyncSession, limit: int = 500) -> list[tuple[UUID, str]]:
    """Who may be chosen as a host: people with that role, by name."""
    rows = await session.execute(
        select(Person.id, Person.name)
        .join(PersonRole, and_(PersonRole.person_id == Person.id, PersonRole.role == Role.HOST))
        .order_by(func.vn_fold(Person.name), Person.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def stalls_of_host(session: AsyncSession, person_id: UUID) -> list[HostsStall]:
    """The stalls a person holds that are to come or on air, by their start."""
    found = await stalls_where(
        session, LiveSession.host_id == person_id, LiveSession.state.in_([SessionState.SCHEDULED, SessionState.ON_AIR])
    )
    goods = await count_goods(session, [stall.live.id for stall in found])
    return [
        HostsStall(stall=stall, goods=goods.get(stall.live.id, 0), lacks=await lacks_of(session, stall.live))
        for stall in found
    ]


async def lacks_of(session: AsyncSession, live: LiveSession) -> Refusal | None:
    """What would keep the host off air on the day of the stall, as far as is known today; None: nothing."""
    if live.state is not SessionState.SCHEDULED:
        return None
    return await why_not_on_air(session, live.host_id, local(live.starts_at).date())


async def count_goods(session: AsyncSession, session_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many variants stand in these line-ups."""
    rows = await session.execute(
        select(LineUp.session_id, func.count()).where(LineUp.session_id.in_(session_ids)).group_by(LineUp.session_id)
    )
    return {row[0]: row[1] for row in rows}


async def planned_goods(session: AsyncSession, live: LiveSession) -> list[PlannedGoods]:
    """The stall's line-up in its order."""
    return await _goods(session, _at(live).where(LineUp.id.is_not(None)).order_by(LineUp.position, Variant.id))


async def goods_to_choose(session: AsyncSession, live: LiveSession, words: str, limit: int) -> list[PlannedGoods]:
    """What stands on the shelf of the stall's point and not in its line-up; `words` of the product's name."""
    query = _at(live).where(LineUp.id.is_(None), Shelf.variant_id.is_not(None), sale_predicate(), Variant.active)
    for word in fold(words).split():
        query = query.where(func.vn_fold(Product.name).contains(word, autoescape=True))
    return await _goods(session, query.order_by(Product.fold, Variant.position, Variant.id).limit(limit))


def _at(live: LiveSession) -> Select[UUID, str | None, str, str, str, str | None, bool, bool]:
    on_sale: ColumnElement[bool] = and_(Variant.active, sale_predicate())
    return (
        select(
            Variant.id,
            LineUp.code,
            Product.name,
            Variant.name,
            Variant.unit,
            Producer.name,
            on_sale,
            Shelf.variant_id.is_not(None),
        )
        .select_from(Variant)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Producer, Producer.id == Product.producer_id)
        .outerjoin(LineUp, and_(LineUp.variant_id == Variant.id, LineUp.session_id == live.id))
        .outerjoin(Shelf, and_(Shelf.variant_id == Variant.id, Shelf.place_id == live.place_id))
        .where(or_(LineUp.id.is_not(None), Shelf.variant_id.is_not(None)))
    )


async def _goods(
    session: AsyncSession, query: Select[UUID, str | None, str, str, str, str | None, bool, bool]
) -> list[PlannedGoods]:
    return [
        PlannedGoods(
            variant=variant,
            code=code,
            product=product,
            name=name,
            unit=unit,
            producer=producer,
            on_sale=bool(on_sale),
            here=here,
        )
        for variant, code, product, name, unit, producer, on_sale, here in await session.execute(query)
    ]
