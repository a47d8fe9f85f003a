"""Plan a market, change it, call it off."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.outbox import publish
from shop.markets.address import free_address
from shop.markets.errors import (
    FestivalUnknown,
    MarketCalledOff,
    MarketChanged,
    MarketTimesWrong,
    MarketUnknown,
    StallOnAir,
    StallOutside,
)
from shop.markets.events import MarketDropped, MarketMoved, StallDropped, StallMoved
from shop.markets.models import Festival, LiveSession, Market, MarketState, SessionState
from shop.markets.rules import is_window
from shop.markets.slots import free_slots, take_planners_turn, take_slots


class MarketPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a market; times are aware, `festival` is the address of the one it belongs to, if any."""

    name: str
    starts_at: datetime
    ends_at: datetime
    teaser: str = ""
    teaser_art: int = 1
    festival: str = ""


async def plan_market(session: AsyncSession, officer_id: UUID, plan: MarketPlan) -> Market:
    """Make a market; people see it at once. Its address comes from its name.

    Raises:
        MarketTimesWrong: it ends before it begins, lasts too long, or is over.
        FestivalUnknown: there is none at this address.
    """
    await take_planners_turn(session)
    moment = await now(session)
    if not is_window(plan.starts_at, plan.ends_at, moment) or plan.ends_at <= moment:
        raise MarketTimesWrong(field="ends_at")
    slug = await free_address(session, Market.slug, plan.name, "cho-dem")
    market = Market(slug=slug, festival_id=await _festival_id(session, plan.festival), **_columns(plan))
    session.add(market)
    await session.flush()  # its caller reads it
    record_act(session, officer_id, "market.plan", slug, name=plan.name, starts_at=str(plan.starts_at))
    return market


async def change_market(
    session: AsyncSession, officer_id: UUID, slug: str, plan: MarketPlan, *, version: int
) -> Market:
    """Replace what is said of a market. When it begins at another time its stalls move with it, by the same span.

    Raises:
        MarketUnknown, FestivalUnknown: there is none at this address.
        MarketChanged: it is no longer the `version` its reader saw.
        MarketCalledOff: it does not take place.
        MarketTimesWrong: its window cannot be meant so.
        StallOnAir: its time would change while a stall is on air.
        StallOutside: a stall would stand outside of it.
        HostTaken, PlaceTaken, ProducerTaken: see `take_slots`.
    """
    await take_planners_turn(session)
    market = await market_for_change(session, slug)
    if market.version != version:
        raise MarketChanged
    if not is_window(plan.starts_at, plan.ends_at, await now(session)):
        raise MarketTimesWrong(field="ends_at")
    before = (market.starts_at, market.ends_at)
    market.festival_id = await _festival_id(session, plan.festival)
    for name, value in _columns(plan).items():
        setattr(market, name, value)
    market.version += 1
    if before != (plan.starts_at, plan.ends_at):
        await _move_stalls(session, market, before[0])
        publish(session, MarketMoved(market_id=market.id, version=market.version))
    record_act(session, officer_id, "market.change", slug, name=plan.name, starts_at=str(plan.starts_at))
    await session.flush()  # its caller reads it
    return market


async def call_off_market(session: AsyncSession, officer_id: UUID, slug: str, reason: str) -> Market:
    """Say that a market does not take place, and none of its stalls. Safe to repeat.

    Raises:
        MarketUnknown: there is none at this address.
        StallOnAir: a stall of it is on air.
    """
    await take_planners_turn(session)
    market = await _locked(session, slug)
    if market.state is MarketState.CALLED_OFF:
        return market
    stalls = await _stalls(session, market.id)
    _refuse_on_air(stalls)
    market.state, market.called_off_reason = MarketState.CALLED_OFF, reason
    market.version += 1
    for live in stalls:
        if live.state is SessionState.SCHEDULED:
            drop_stall(session, live, reason)
    await free_slots(session, *(live.id for live in stalls))
    publish(session, MarketDropped(market_id=market.id, version=market.version))
    record_act(session, officer_id, "market.call_off", slug, reason=reason)
    await session.flush()  # its caller reads it
    return market


def drop_stall(session: AsyncSession, live: LiveSession, reason: str) -> None:
    """Call off a stall whose row is held; its slots are given back by the caller."""
    live.state, live.called_off_reason, live.on_stage = SessionState.CALLED_OFF, reason, False
    live.version += 1
    publish(session, StallDropped(session_id=live.id, version=live.version))


async def market_for_change(session: AsyncSession, slug: str) -> Market:
    """The market at this address, its row locked.

    Raises:
        MarketUnknown: there is none.
        MarketCalledOff: it does not take place.
    """
    market = await _locked(session, slug)
    if market.state is MarketState.CALLED_OFF:
        raise MarketCalledOff
    return market


async def _locked(session: AsyncSession, slug: str) -> Market:
    market: Market | None = await session.scalar(
        select(Market)
        .where(Market.slug == slug)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if market is None:
        raise MarketUnknown
    return market


async def _stalls(session: AsyncSession, market_id: UUID) -> list[LiveSession]:
    found = await session.scalars(
        select(LiveSession)
        .where(LiveSession.market_id == market_id)
        .order_by(LiveSession.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def _move_stalls(session: AsyncSession, market: Market, began_at: datetime) -> None:
    """Move what is still to come; all slots are given back first, so that a stall may take its neighbour's old time."""
    stalls = await _stalls(session, market.id)
    _refuse_on_air(stalls)
    to_come = [live for live in stalls if live.state is SessionState.SCHEDULED]
    await free_slots(session, *(live.id for live in to_come))
    span = market.starts_at - began_at
    for live in to_come:
        live.starts_at, live.ends_at = live.starts_at + span, live.ends_at + span
        if live.starts_at < market.starts_at or live.ends_at > market.ends_at:
            raise StallOutside(field="ends_at", stall=live.title)
        live.version += 1
        await take_slots(session, live)
        publish(session, StallMoved(session_id=live.id, version=live.version))


def _refuse_on_air(stalls: list[LiveSession]) -> None:
    for live in stalls:
        if live.state is SessionState.ON_AIR:
            raise StallOnAir(stall=live.title)


async def _festival_id(session: AsyncSession, slug: str) -> UUID | None:
    if not slug:
        return None
    found: UUID | None = await session.scalar(select(Festival.id).where(Festival.slug == slug))
    if found is None:
        raise FestivalUnknown(field="festival")
    return found


def _columns(plan: MarketPlan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__struct_fields__ if name != "festival"}
