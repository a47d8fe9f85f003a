"""Reads of offers, waiting lists and flash drops."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, or_, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.core.clock import shop_now
from shop.core.db import sql
from shop.core.money import Dong
from shop.inventory.models import StockLevel
from shop.offers.models import FlashDrop, FlashEnd, Policy, WaitingEntry, WaitState
from shop.offers.rules import FLASH_SHOWN
from shop.offers.seen import FlashFacts, Offers, OfferSeen
from shop.orders.deposit_rules import DepositRule
from shop.orders.models import Order, OrderLine, OrderStatus

_ROOM = text(sql("offers/room"))
_TERMS = text(sql("offers/terms"))


class Terms(msgspec.Struct, frozen=True):
    """How a variant is sold in a session: who gets it, minutes it is kept (None: as the shop does), who waits.

    With a `deposit` it is kept once that is paid.
    """

    policy: Policy = Policy.HOLD
    hold_minutes: int | None = None
    waiting: int = 0
    deposit: DepositRule | None = None


class FlashTerms(msgspec.Struct, frozen=True):
    """A flash drop at this moment of the database's clock."""

    id: UUID
    session_id: UUID
    variant_id: UUID
    campaign_id: UUID
    begun: bool
    over: bool
    waiting: int


class Mine(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as its owner sees it: `position` counts from 1 while it waits; the order's code and end of hold."""

    entry: WaitingEntry
    position: int | None
    order_code: str | None
    hold_expires_at: datetime | None


def in_line(flash_id: UUID | None) -> ColumnElement[bool]:
    """The entries of one line: a flash drop's, or the one for the pin."""
    return WaitingEntry.flash_id.is_not_distinct_from(flash_id)


def waits_for(session_id: UUID, variant_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """The entries that wait for a variant, in whichever line."""
    return (
        WaitingEntry.session_id == session_id,
        WaitingEntry.variant_id == variant_id,
        WaitingEntry.state == WaitState.WAITING,
    )


async def free_pieces(session: AsyncSession, variant_id: UUID, place_id: UUID) -> int:
    """Pieces of a variant that may be ordered at a place now."""
    free = select(StockLevel.free).where(StockLevel.variant_id == variant_id, StockLevel.place_id == place_id)
    return await session.scalar(free) or 0


async def terms_of(session: AsyncSession, pairs: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Terms]:
    """(session, variant) -> how it is sold. One statement; pairs that nothing was said of are missing."""
    wanted = sorted(pairs)
    if not wanted:
        return {}
    asked = {"sessions": [pair[0] for pair in wanted], "variants": [pair[1] for pair in wanted]}
    rows = await session.execute(_TERMS, asked)
    return {
        (row.session_id, row.variant_id): Terms(
            policy=Policy(row.policy or Policy.HOLD),
            hold_minutes=row.hold_minutes,
            waiting=row.waiting,
            deposit=_deposit(row.deposit_percent, row.deposit_each, row.deposit_kept),
        )
        for row in rows
    }


def _deposit(percent: int | None, each: Dong | None, kept: bool | None) -> DepositRule | None:
    return None if percent is None and each is None else DepositRule(percent=percent, each=each, kept=bool(kept))


async def flashes_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, FlashTerms]:
    """Flash drops by id, as the database's clock has them."""
    if not ids:
        return {}
    waiting = (
        select(func.count())
        .select_from(WaitingEntry)
        .where(
            WaitingEntry.session_id == FlashDrop.session_id,
            WaitingEntry.variant_id == FlashDrop.variant_id,
            WaitingEntry.state == WaitState.WAITING,
            WaitingEntry.flash_id == FlashDrop.id,
        )
    )
    rows = await session.execute(
        select(FlashDrop.id, FlashDrop.session_id, FlashDrop.variant_id, FlashDrop.campaign_id)
        .add_columns((FlashDrop.opens_at <= shop_now()).label("begun"))
        .add_columns(or_(FlashDrop.closes_at <= shop_now(), FlashDrop.ended_at.is_not(None)).label("over"))
        .add_columns(waiting.scalar_subquery())
        .where(FlashDrop.id.in_(sorted(ids)))
    )
    return {row.id: FlashTerms(*row) for row in rows}


async def offers_of_room(session: AsyncSession, session_id: UUID) -> Offers:
    """What a room shows of its offers, its waiting lists and its flash drop. One statement."""
    rows = await session.execute(_ROOM, {"session": session_id, "shown": timedelta(seconds=FLASH_SHOWN)})
    offers: dict[UUID, OfferSeen] = {}
    waiting: dict[UUID, int] = {}
    flash = None
    for row in rows:
        if row.kind == "offer":
            deposit = _deposit(row.percent, row.deposit, row.kept)
            offers[row.variant_id] = OfferSeen(policy=Policy(row.word), hold_minutes=row.number, deposit=deposit)
        elif row.kind == "waiting":
            waiting[row.variant_id] = row.number
        else:
            flash = FlashFacts(
                id=row.id,
                variant=row.variant_id,
                price=row.price,
                pieces=row.number,
                left=row.rest,
                buyer_limit=row.each,
                opens_at=row.opens_at,
                closes_at=row.closes_at,
                ended=FlashEnd(row.word) if row.word else None,
                waiting=row.waiting,
            )
    return Offers(offers, waiting, flash)


async def held_pieces(session: AsyncSession, session_id: UUID) -> dict[UUID, int]:
    """Variant -> pieces that open orders of a session keep, for its host."""
    rows = await session.execute(
        select(OrderLine.variant_id, func.sum(OrderLine.quantity))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.session_id == session_id, Order.status == OrderStatus.HELD, ~Order.unheld)
        .group_by(OrderLine.variant_id)
    )
    return {row[0]: int(row[1]) for row in rows}


async def entries_of(
    session: AsyncSession, session_id: UUID, person_id: UUID | None, ids: Collection[UUID], limit: int = 20
) -> list[Mine]:
    """The entries of a person and those named by tickets, the newest first. One statement."""
    whose: list[ColumnElement[bool]] = [WaitingEntry.id.in_(sorted(ids))] if ids else []
    if person_id is not None:
        whose.append(WaitingEntry.person_id == person_id)
    if not whose:
        return []
    other = aliased(WaitingEntry)
    ahead = (
        select(func.count())
        .select_from(other)
        .where(
            tuple_(other.session_id, other.variant_id) == tuple_(WaitingEntry.session_id, WaitingEntry.variant_id),
            other.flash_id.is_not_distinct_from(WaitingEntry.flash_id),
            other.state == WaitState.WAITING,
            other.number <= WaitingEntry.number,
        )
        .scalar_subquery()
    )
    rows = await session.execute(
        select(WaitingEntry, ahead, Order.code, Order.hold_expires_at)
        .outerjoin(Order, Order.id == WaitingEntry.order_id)
        .where(WaitingEntry.session_id == session_id, or_(*whose))
        .order_by(WaitingEntry.number.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [
        Mine(
            entry=entry,
            position=position if entry.state is WaitState.WAITING else None,
            order_code=code,
            hold_expires_at=until,
        )
        for entry, position, code, until in rows
    ]
