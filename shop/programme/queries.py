"""Reads of a run of show for those who run it, and of goods asked for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.core.money import Dong
from shop.inventory.models import StockLevel
from shop.markets.models import CoHost, LineUp, LiveSession, Market, PriceFloor, SessionState
from shop.markets.queries import BY_START
from shop.places.models import Place, PlaceKind
from shop.producers.models import Producer
from shop.programme.edit import segments_of
from shop.programme.models import AskState, Segment, SegmentGood, SegmentSkip, SegmentTurn, StockAsk
from shop.stockroom.models import StockTransfer, TransferLine, TransferStatus


class Skip(msgspec.Struct, frozen=True):
    """What was not pinned when a segment began, and the code of the reason."""

    variant: UUID
    code: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A segment with its goods, when it began and ended (UTC), and what of it could not be pinned."""

    segment: Segment
    producer: str | None
    goods: Sequence[SegmentGood]
    began_at: datetime | None = None
    ended_at: datetime | None = None
    skipped: Sequence[Skip] = ()


class Show(msgspec.Struct, frozen=True, kw_only=True):
    """The run of show of a session; `over` once its last segment has ended."""

    parts: Sequence[Part]
    current: UUID | None
    over: bool


async def show_of(session: AsyncSession, live: LiveSession) -> Show:
    """The whole run of show of a session, planned and real."""
    segments = await segments_of(session, live.id)
    ids = [segment.id for segment in segments]
    goods = (
        await session.scalars(select(SegmentGood).where(SegmentGood.segment_id.in_(ids)).order_by(SegmentGood.position))
    ).all()
    turns = (
        await session.scalars(select(SegmentTurn).where(SegmentTurn.session_id == live.id).order_by(SegmentTurn.number))
    ).all()
    skips = (
        await session.scalars(select(SegmentSkip).where(SegmentSkip.turn_id.in_([turn.id for turn in turns])))
    ).all()
    makers = {segment.producer_id for segment in segments if segment.producer_id}
    names = (
        {
            row[0]: row[1]
            for row in await session.execute(select(Producer.id, Producer.name).where(Producer.id.in_(makers)))
        }
        if makers
        else {}
    )
    ends = [*(turn.created_at for turn in turns[1:]), live.ended_at]
    ran = {turn.segment_id: (turn, end) for turn, end in zip(turns, ends, strict=False) if turn.segment_id}
    last = turns[-1] if turns else None
    return Show(
        parts=[
            Part(
                segment=segment,
                producer=names.get(segment.producer_id) if segment.producer_id else None,
                goods=[good for good in goods if good.segment_id == segment.id],
                began_at=ran[segment.id][0].created_at if segment.id in ran else None,
                ended_at=ran[segment.id][1] if segment.id in ran else None,
                skipped=[
                    Skip(skip.variant_id, skip.code)
                    for skip in skips
                    if segment.id in ran and skip.turn_id == ran[segment.id][0].id
                ],
            )
            for segment in segments
        ],
        current=last.segment_id if last and live.state is SessionState.ON_AIR else None,
        over=last is not None and last.segment_id is None,
    )


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


class Named(msgspec.Struct, frozen=True):
    """Somebody by id and name."""

    id: UUID
    name: str


async def co_hosts_of(session: AsyncSession, session_id: UUID) -> list[Named]:
    """Who runs a session beside its host."""
    rows = await session.execute(
        select(Person.id, Person.name)
        .join(CoHost, CoHost.person_id == Person.id)
        .where(CoHost.session_id == session_id)
        .order_by(CoHost.id)
    )
    return [Named(row[0], row[1]) for row in rows]


class OpenStall(msgspec.Struct, frozen=True):
    """Another stall of the market that is on air."""

    slug: str
    title: str


async def stalls_beside(session: AsyncSession, live: LiveSession, most: int = 50) -> list[OpenStall]:
    """Where the viewers of a session can be taken."""
    rows = await session.execute(
        select(LiveSession.slug, LiveSession.title)
        .where(
            LiveSession.market_id == live.market_id,
            LiveSession.state == SessionState.ON_AIR,
            LiveSession.id != live.id,
        )
        .order_by(*BY_START)
        .limit(most)
    )
    return [OpenStall(row[0], row[1]) for row in rows]


async def makers_of(session: AsyncSession, live: LiveSession) -> list[Named]:
    """The producers of a line-up by name."""
    rows = await session.execute(
        select(Producer.id, Producer.name)
        .distinct()
        .join(Product, Product.producer_id == Producer.id)
        .join(Variant, Variant.product_id == Product.id)
        .join(LineUp, LineUp.variant_id == Variant.id)
        .where(LineUp.session_id == live.id)
        .order_by(Producer.name)
    )
    return [Named(row[0], row[1]) for row in rows]


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
        .where(Product.producer_id == producer_id, LiveSession.state != SessionState.ENDED)
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
