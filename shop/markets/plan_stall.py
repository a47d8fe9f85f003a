"""Plan a stall, change it, call it off, put it on the main stage."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.audit import record_act
from shop.core.clock import local
from shop.core.outbox import publish
from shop.markets.address import free_address
from shop.markets.errors import (
    SessionOver,
    SessionUnknown,
    StallCalledOff,
    StallChanged,
    StallHostUnknown,
    StallOnAir,
    StallOutside,
    StallPlaceUnknown,
)
from shop.markets.events import StallMoved, StallShifted
from shop.markets.models import LiveSession, Market, SessionState
from shop.markets.plan_market import drop_stall, market_for_change
from shop.markets.slots import free_slots, take_planners_turn, take_slots
from shop.places.models import Place, PlaceKind
from shop.places.rules import is_closed


class StallPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a stall: `place` by its address, `host` a person's id, times aware and inside the market's."""

    title: str
    place: str
    host: UUID
    starts_at: datetime
    ends_at: datetime


async def plan_stall(session: AsyncSession, officer_id: UUID, market_slug: str, plan: StallPlan) -> LiveSession:
    """Add a stall to a market. What its host still lacks to go on air does not keep them from being planned.

    Raises:
        MarketUnknown, MarketCalledOff: there is no such market, or it does not take place.
        StallOutside: it stands outside of the market's time, or ends before it begins.
        StallHostUnknown, StallPlaceUnknown: nobody, or no sales point that is open then.
        HostTaken, PlaceTaken: see `take_slots`.
    """
    await take_planners_turn(session)
    market = await market_for_change(session, market_slug)
    live = LiveSession(
        slug=await free_address(session, LiveSession.slug, plan.title, "gian"),
        market_id=market.id,
        sample=market.sample,
        **await _columns(session, market, plan),
    )
    session.add(live)
    await session.flush()  # its slots need its id
    await take_slots(session, live)
    record_act(session, officer_id, "stall.plan", live.slug, title=plan.title, place=plan.place, host=str(plan.host))
    return live


async def change_stall(
    session: AsyncSession, officer_id: UUID, slug: str, plan: StallPlan, *, version: int
) -> LiveSession:
    """Replace what is said of a stall; of one on air only the title.

    Raises:
        SessionUnknown: there is none at this address.
        StallChanged: it is no longer the `version` its reader saw.
        SessionOver, StallCalledOff: it has ended, or does not take place.
        StallOnAir: it is on air, and more than its title would change.
        Refusals of `plan_stall`.
    """
    await take_planners_turn(session)
    live = await stall_for_change(session, slug, version)
    market = (await session.execute(select(Market).where(Market.id == live.market_id))).scalar_one()
    wanted = await _columns(session, market, plan)
    changed = {name: str(getattr(live, name)) for name, value in wanted.items() if getattr(live, name) != value}
    if live.state is SessionState.ON_AIR and changed.keys() - {"title"}:
        raise StallOnAir(stall=live.title)
    for name, value in wanted.items():
        setattr(live, name, value)
    if changed.keys() - {"title"}:
        await take_slots(session, live)
    if changed.keys() & {"starts_at", "place_id"}:
        publish(session, StallShifted(session_id=live.id))
    await note_change(session, live)
    record_act(session, officer_id, "stall.change", slug, before=changed)
    return live


async def call_off_stall(session: AsyncSession, officer_id: UUID, slug: str, reason: str) -> LiveSession:
    """Say that a stall does not take place. Safe to repeat.

    Raises:
        SessionUnknown: there is none at this address.
        StallOnAir: it is on air: its host ends it.
        SessionOver: it has ended.
    """
    await take_planners_turn(session)
    live = await _locked(session, slug)
    if live.state is SessionState.CALLED_OFF:
        return live
    if live.state is SessionState.ON_AIR:
        raise StallOnAir(stall=live.title)
    if live.state is SessionState.ENDED:
        raise SessionOver
    drop_stall(session, live, reason)
    await free_slots(session, live.id)
    record_act(session, officer_id, "stall.call_off", slug, reason=reason)
    await session.flush()  # its caller reads it
    return live


async def put_on_stage(session: AsyncSession, officer_id: UUID, market_slug: str, slug: str | None) -> None:
    """Put a stall of the market on its main stage, or leave the stage to the plan (None). Safe to repeat.

    Raises:
        MarketUnknown, MarketCalledOff: there is no such market, or it does not take place.
        SessionUnknown: the market has no such stall.
    """
    market = await market_for_change(session, market_slug)
    await session.execute(
        update(LiveSession).where(LiveSession.market_id == market.id, LiveSession.on_stage).values(on_stage=False)
    )
    if slug is not None:
        found = await session.scalar(
            update(LiveSession)
            .where(LiveSession.market_id == market.id, LiveSession.slug == slug)
            .where(LiveSession.state.in_([SessionState.SCHEDULED, SessionState.ON_AIR]))
            .values(on_stage=True)
            .returning(LiveSession.id)
        )
        if found is None:
            raise SessionUnknown
    record_act(session, officer_id, "market.stage", market_slug, stall=slug or "")


async def stall_for_change(session: AsyncSession, slug: str, version: int) -> LiveSession:
    """The stall as its reader saw it, its row locked; it may be on air.

    Raises:
        SessionUnknown, SessionOver, StallCalledOff, StallChanged: see `change_stall`.
    """
    live = await _locked(session, slug)
    if live.state is SessionState.ENDED:
        raise SessionOver
    if live.state is SessionState.CALLED_OFF:
        raise StallCalledOff
    if live.version != version:
        raise StallChanged
    return live


async def note_change(session: AsyncSession, live: LiveSession) -> None:
    """Count the change and tell the room."""
    live.version += 1
    publish(session, StallMoved(session_id=live.id, version=live.version))
    await session.flush()  # its caller reads it


async def _locked(session: AsyncSession, slug: str) -> LiveSession:
    live: LiveSession | None = await session.scalar(
        select(LiveSession)
        .where(LiveSession.slug == slug)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if live is None:
        raise SessionUnknown
    return live


async def _columns(session: AsyncSession, market: Market, plan: StallPlan) -> dict[str, object]:
    if not market.starts_at <= plan.starts_at < plan.ends_at <= market.ends_at:
        raise StallOutside(field="ends_at", stall=plan.title)
    host: UUID | None = await session.scalar(select(Person.id).where(Person.id == plan.host))
    if host is None:
        raise StallHostUnknown(field="host")
    return {
        "title": plan.title,
        "host_id": host,
        "place_id": await _place_id(session, plan.place, local(plan.starts_at).date()),
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
    }


async def _place_id(session: AsyncSession, slug: str, day: date) -> UUID:
    place = await session.scalar(select(Place).where(Place.slug == slug, Place.kind == PlaceKind.SALES_POINT))
    if place is None or is_closed(place.closed_from, day):
        raise StallPlaceUnknown(field="place")
    return place.id
