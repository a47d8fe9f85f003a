"""Reads of markets and their stalls."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Select, and_, case, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.core.clock import shop_now
from shop.core.money import Dong
from shop.markets.errors import MarketUnknown, SessionUnknown
from shop.markets.models import CoHost, LineUp, LiveSession, Market, PriceFloor, SessionState
from shop.places.models import Place

BY_START = (LiveSession.starts_at, LiveSession.slug)


class Stall(msgspec.Struct, frozen=True, kw_only=True):
    """A session with where it stands, who holds it and when this was read."""

    live: LiveSession
    market_slug: str
    market_name: str
    place_slug: str
    place_name: str
    host_name: str
    now: datetime


class Hall(msgspec.Struct, frozen=True, kw_only=True):
    """A market and its stalls by their start."""

    market: Market
    stalls: list[Stall]


async def stall_by_slug(session: AsyncSession, slug: str) -> Stall:
    """The session at this address.

    Raises:
        SessionUnknown: there is none.
    """
    row = (await session.execute(_stalls().where(LiveSession.slug == slug))).one_or_none()
    if row is None:
        raise SessionUnknown
    return _stall(row)


async def halls(session: AsyncSession, limit: int = 50) -> list[Hall]:
    """Markets with their stalls: those that are not over first by their start, then the past ones, newest first."""
    over = Market.ends_at < shop_now()
    found = await session.scalars(
        select(Market)
        .order_by(over, case((over, None), else_=Market.starts_at), Market.starts_at.desc(), Market.id)
        .limit(limit)
    )
    markets = list(found)
    rows = await session.execute(
        _stalls().where(LiveSession.market_id.in_([market.id for market in markets])).order_by(*BY_START)
    )
    stalls = [_stall(row) for row in rows]
    return [
        Hall(market=market, stalls=[stall for stall in stalls if stall.live.market_id == market.id])
        for market in markets
    ]


async def hall_by_slug(session: AsyncSession, slug: str) -> Hall:
    """The market at this address.

    Raises:
        MarketUnknown: there is none.
    """
    market = await session.scalar(select(Market).where(Market.slug == slug))
    if market is None:
        raise MarketUnknown
    rows = await session.execute(_stalls().where(LiveSession.market_id == market.id).order_by(*BY_START))
    return Hall(market=market, stalls=[_stall(row) for row in rows])


async def halls_of(session: AsyncSession, *which: ColumnElement[bool]) -> list[Hall]:
    """The markets of which all of this is true, by their start, each with its stalls."""
    found = await session.scalars(
        select(Market).where(*which).order_by(Market.starts_at, Market.id).execution_options(populate_existing=True)
    )
    markets = list(found)
    stalls = await stalls_where(session, LiveSession.market_id.in_([market.id for market in markets]))
    return [
        Hall(market=market, stalls=[stall for stall in stalls if stall.live.market_id == market.id])
        for market in markets
    ]


async def stalls_where(session: AsyncSession, *which: ColumnElement[bool]) -> list[Stall]:
    """The stalls of which all of this is true, by their start."""
    return [_stall(row) for row in await session.execute(_stalls().where(*which).order_by(*BY_START))]


def _stalls() -> Select[LiveSession, str, str, str, str, str, datetime]:
    return (
        select(LiveSession, Market.slug, Market.name, Place.slug, Place.name, Person.name, shop_now())
        .join(Market, Market.id == LiveSession.market_id)
        .join(Place, Place.id == LiveSession.place_id)
        .join(Person, Person.id == LiveSession.host_id)
        .execution_options(populate_existing=True)
    )


def _stall(row: Row[LiveSession, str, str, str, str, str, datetime]) -> Stall:
    live, market_slug, market_name, place_slug, place_name, host_name, now = row
    return Stall(
        live=live,
        market_slug=market_slug,
        market_name=market_name,
        place_slug=place_slug,
        place_name=place_name,
        host_name=host_name,
        now=now,
    )


class NamedPerson(msgspec.Struct, frozen=True):
    """Somebody by id and name."""

    id: UUID
    name: str


async def co_hosts_of(session: AsyncSession, session_id: UUID) -> list[NamedPerson]:
    """Who runs a session beside its host."""
    rows = await session.execute(
        select(Person.id, Person.name)
        .join(CoHost, CoHost.person_id == Person.id)
        .where(CoHost.session_id == session_id)
        .order_by(CoHost.id)
    )
    return [NamedPerson(row[0], row[1]) for row in rows]


class FloorLine(msgspec.Struct, frozen=True, kw_only=True):
    """A variant of a producer in a session: its list price and the floor approved for it (None: the list price)."""

    live: LiveSession
    market: str
    place: str
    variant_id: UUID
    name: str
    sku: str
    list_price: Dong
    floor: Dong | None


async def floors_of_producer(session: AsyncSession, producer_id: UUID, most: int = 300) -> list[FloorLine]:
    """What sessions that are to come or on air show of a producer, by their start."""
    allowed = and_(PriceFloor.session_id == LiveSession.id, PriceFloor.variant_id == Variant.id)
    rows = await session.execute(
        select(LiveSession, Market.name, Place.name, Variant, Product.name, PriceFloor.price)
        .join(Market, Market.id == LiveSession.market_id)
        .join(Place, Place.id == LiveSession.place_id)
        .join(LineUp, LineUp.session_id == LiveSession.id)
        .join(Variant, Variant.id == LineUp.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(PriceFloor, allowed)
        .where(Product.producer_id == producer_id, LiveSession.state.in_([SessionState.SCHEDULED, SessionState.ON_AIR]))
        .order_by(*BY_START, LineUp.position)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [
        FloorLine(
            live=live,
            market=market,
            place=place,
            variant_id=variant.id,
            name=" · ".join(part for part in (product, variant.name) if part),
            sku=variant.sku,
            list_price=variant.price,
            floor=floor,
        )
        for live, market, place, variant, product, floor in rows
    ]
