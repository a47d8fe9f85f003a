"""Reads of the stock behind a session: at its place, elsewhere, and what was asked for."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.catalog.models import Product, Variant
from shop.core.money import Dong
from shop.inventory.models import StockLevel
from shop.markets.models import LineUp, LiveSession, PriceFloor
from shop.places.models import Place, PlaceKind
from shop.programme.models import AskState, StockAsk
from shop.stockroom.models import StockTransfer, TransferLine, TransferStatus


class StockHere(msgspec.Struct, frozen=True, kw_only=True):
    """A variant of a line-up at its stall's place: free, held for open orders, on its way there, and its floor."""

    variant_id: UUID
    free: int
    held: int
    incoming: int
    floor: Dong | None


async def stock_here(session: AsyncSession, live: LiveSession) -> dict[UUID, StockHere]:
    """The stock of a line-up at its place, by variant: one statement."""
    incoming = (
        select(func.coalesce(func.sum(TransferLine.pieces), 0))
        .join(StockTransfer, StockTransfer.id == TransferLine.transfer_id)
        .where(
            TransferLine.variant_id == LineUp.variant_id,
            StockTransfer.to_place_id == live.place_id,
            StockTransfer.status == TransferStatus.SENT,
        )
        .scalar_subquery()
    )
    here = and_(StockLevel.variant_id == LineUp.variant_id, StockLevel.place_id == live.place_id)
    allowed = and_(PriceFloor.session_id == LineUp.session_id, PriceFloor.variant_id == LineUp.variant_id)
    rows = await session.execute(
        select(LineUp.variant_id, func.coalesce(StockLevel.free, 0), func.coalesce(StockLevel.held, 0))
        .add_columns(incoming, PriceFloor.price)
        .outerjoin(StockLevel, here)
        .outerjoin(PriceFloor, allowed)
        .where(LineUp.session_id == live.id)
    )
    return {
        row[0]: StockHere(variant_id=row[0], free=row[1], held=row[2], incoming=int(row[3]), floor=row[4])
        for row in rows
    }


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A place that has free pieces of a variant of the line-up."""

    slug: str
    name: str
    variant_id: UUID
    free: int


async def sources_of(session: AsyncSession, live: LiveSession, most: int) -> list[Source]:
    """Where else goods of the line-up stand, the fullest shelves first."""
    rows = await session.execute(
        select(Place.slug, Place.name, StockLevel.variant_id, StockLevel.free)
        .join(StockLevel, StockLevel.place_id == Place.id)
        .join(LineUp, LineUp.variant_id == StockLevel.variant_id)
        .where(
            LineUp.session_id == live.id,
            Place.id != live.place_id,
            Place.kind != PlaceKind.TRANSIT,
            StockLevel.free > 0,
        )
        .order_by(LineUp.position, StockLevel.free.desc(), Place.slug)
        .limit(most)
    )
    return [Source(slug=row[0], name=row[1], variant_id=row[2], free=row[3]) for row in rows]


class AskSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A request for goods as both its sides see it; `arrived` once the transfer was received."""

    id: UUID
    state: AskState
    session_slug: str
    session_title: str
    from_name: str
    to_name: str
    variant_id: UUID
    name: str
    pieces: int
    free: int  # where they are asked from
    at: datetime
    transfer: str | None
    arrived: bool
    reason: str | None


async def asks_of_session(session: AsyncSession, session_id: UUID, most: int = 20) -> list[AskSeen]:
    """The newest requests of a session."""
    return await _asks(session, most, StockAsk.session_id == session_id)


async def asks_at_place(session: AsyncSession, place_id: UUID, most: int = 100) -> list[AskSeen]:
    """The requests to a place that wait for its answer."""
    return await _asks(session, most, StockAsk.from_place_id == place_id, StockAsk.state == AskState.OPEN)


async def ask_seen(session: AsyncSession, ask_id: UUID) -> AskSeen:
    """One request."""
    return (await _asks(session, 1, StockAsk.id == ask_id))[0]


async def _asks(session: AsyncSession, most: int, *which: ColumnElement[bool]) -> list[AskSeen]:
    giver, taker = aliased(Place), aliased(Place)
    shelf = and_(StockLevel.variant_id == StockAsk.variant_id, StockLevel.place_id == StockAsk.from_place_id)
    rows = await session.execute(
        select(StockAsk, LiveSession.slug, LiveSession.title, giver.name, taker.name, Product.name, Variant.name)
        .add_columns(func.coalesce(StockLevel.free, 0), StockTransfer.code, StockTransfer.status)
        .join(LiveSession, LiveSession.id == StockAsk.session_id)
        .join(giver, giver.id == StockAsk.from_place_id)
        .join(taker, taker.id == LiveSession.place_id)
        .join(Variant, Variant.id == StockAsk.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(StockLevel, shelf)
        .outerjoin(StockTransfer, StockTransfer.id == StockAsk.transfer_id)
        .where(*which)
        .order_by(StockAsk.id.desc())
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [
        AskSeen(
            id=ask.id,
            state=ask.state,
            session_slug=slug,
            session_title=title,
            from_name=from_name,
            to_name=to_name,
            variant_id=ask.variant_id,
            name=" · ".join(part for part in (product, variant) if part),
            pieces=ask.pieces,
            free=free,
            at=ask.created_at,
            transfer=code,
            arrived=status in {TransferStatus.RECEIVED, TransferStatus.PARTLY_RECEIVED},
            reason=ask.reason,
        )
        for ask, slug, title, from_name, to_name, product, variant, free, code, status in rows
    ]
