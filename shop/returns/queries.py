"""Reads of returns: of an order for its buyer, at a place, of a producer, and for the office."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.ids import read_code
from shop.media.rules import picture_address
from shop.orders.models import Order, OrderLine, Parcel, ParcelHistory
from shop.payments.models import Refund
from shop.places.models import Place
from shop.returns.ask import RECEIVED
from shop.returns.models import Return, ReturnHistory, ReturnLine, ReturnPhoto, ReturnReason, ReturnState
from shop.returns.rules import CODE_PREFIX, OPEN, ReturnTerms
from shop.returns.shown import LineToReturn, RefundShown, ReturnedLine, ReturnShown, ReturnsOfOrder, ReturnStep

MOST_OF_ORDER = 100


async def returns_of_order(session: AsyncSession, order_id: UUID, terms: ReturnTerms) -> ReturnsOfOrder:
    """What of an order may be given back, and its returns, the newest first."""
    items = await _many(session, Return.order_id == order_id, MOST_OF_ORDER)
    received = (
        select(func.max(ParcelHistory.created_at))
        .where(ParcelHistory.parcel_id == Parcel.id, ParcelHistory.status == Parcel.status)
        .correlate(Parcel)
        .scalar_subquery()
    )
    rows = (
        await session.execute(
            select(OrderLine, Parcel.number, received)
            .join(Parcel, Parcel.id == OrderLine.parcel_id)
            .where(OrderLine.order_id == order_id, Parcel.status.in_(RECEIVED))
            .order_by(Parcel.number, OrderLine.id)
            .execution_options(populate_existing=True)
        )
    ).all()
    moment = await now(session)
    came = [at for _, _, at in rows]
    ask_by = max((terms.asked_by(at, ReturnReason.OTHER) for at in came), default=None)
    exit_by = max((terms.asked_by(at, ReturnReason.MISINFORMED) for at in came), default=None)
    lines = [
        LineToReturn(
            line=line.id,
            parcel=number,
            product=line.product_name,
            name=line.variant_name,
            unit=line.unit,
            left=line.quantity - line.going_back,
        )
        for line, number, at in rows
        if moment <= terms.asked_by(at, ReturnReason.MISINFORMED)
    ]
    return ReturnsOfOrder(lines=tuple(lines), ask_by=ask_by, exit_by=exit_by, items=tuple(items))


async def returns_at(
    session: AsyncSession, place_id: UUID, *, everything: bool, limit: int, after: UUID | None = None
) -> list[ReturnShown]:
    """Returns of a place: those somebody has to work on, the oldest first, or all of them, the newest first."""
    return await _listed(session, Return.place_id == place_id, everything=everything, limit=limit, after=after)


async def returns_of_producer(
    session: AsyncSession, producer_id: UUID, *, everything: bool, limit: int, after: UUID | None = None
) -> list[ReturnShown]:
    """The same of a producer's goods, wherever they go back."""
    return await _listed(session, Return.producer_id == producer_id, everything=everything, limit=limit, after=after)


async def returns_for_office(session: AsyncSession, *, limit: int, after: UUID | None = None) -> list[ReturnShown]:
    """Open returns that were escalated or take the law's exit, the oldest first."""
    concerns = or_(Return.state == ReturnState.ESCALATED, Return.reason == ReturnReason.MISINFORMED)
    return await _listed(session, concerns, everything=False, limit=limit, after=after)


async def shown_return(session: AsyncSession, return_id: UUID) -> ReturnShown:
    """One return, as the database has it."""
    return (await _many(session, Return.id == return_id, 1))[0]


async def id_of_code(session: AsyncSession, code: str) -> UUID | None:
    """The id of the return people call `code`, if there is one."""
    found: UUID | None = await session.scalar(select(Return.id).where(Return.code == read_code(CODE_PREFIX, code)))
    return found


async def _listed(
    session: AsyncSession, wanted: ColumnElement[bool], *, everything: bool, limit: int, after: UUID | None
) -> list[ReturnShown]:
    if everything:
        older = Return.id < after if after else Return.id.is_not(None)
        return await _many(session, wanted & older, limit)
    newer = Return.id > after if after else Return.id.is_not(None)
    return await _many(session, wanted & newer & Return.state.in_(OPEN), limit, newest_first=False)


async def _many(
    session: AsyncSession, wanted: ColumnElement[bool], limit: int, *, newest_first: bool = True
) -> list[ReturnShown]:
    """Returns with all that belongs to them: five statements however many."""
    found = (
        await session.execute(
            select(Return, Order.code, Parcel.number, Place.name, Refund)
            .join(Order, Order.id == Return.order_id)
            .join(Parcel, Parcel.id == Return.parcel_id)
            .join(Place, Place.id == Return.place_id)
            .outerjoin(Refund, Refund.reference == Return.id)
            .where(wanted)
            .order_by(Return.id.desc() if newest_first else Return.id)
            .limit(limit)
            .execution_options(populate_existing=True)
        )
    ).all()
    ids = [row[0].id for row in found]
    lines, photos, steps = await _lines(session, ids), await _photos(session, ids), await _steps(session, ids)
    return [
        ReturnShown(
            id=asked.id,
            code=asked.code,
            order=order,
            parcel=number,
            sales_point=place,
            state=asked.state,
            reason=asked.reason,
            words=asked.words,
            photos=tuple(photos[asked.id]),
            answer=asked.answer,
            due_at=asked.due_at,
            lines=tuple(lines[asked.id]),
            refund=_refund(refund),
            steps=tuple(steps[asked.id]),
            asked_at=asked.created_at,
            version=asked.version,
        )
        for asked, order, number, place, refund in found
    ]


def _refund(refund: Refund | None) -> RefundShown | None:
    if refund is None:
        return None
    return RefundShown(
        amount=refund.amount,
        state=refund.state,
        method=refund.method,
        voucher=refund.voucher,
        paid_at=refund.paid_at,
    )


async def _lines(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[ReturnedLine]]:
    rows = await session.execute(
        select(ReturnLine, OrderLine)
        .join(OrderLine, OrderLine.id == ReturnLine.order_line_id)
        .where(ReturnLine.return_id.in_(ids))
        .order_by(ReturnLine.order_line_id)
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[ReturnedLine]] = defaultdict(list)
    for line, bought in rows:
        found[line.return_id].append(
            ReturnedLine(
                line=bought.id,
                product=bought.product_name,
                name=bought.variant_name,
                unit=bought.unit,
                pieces=line.pieces,
                shelved=line.shelved,
                written_off=line.written_off,
                amount=line.amount,
            )
        )
    return found


async def _photos(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    rows = await session.scalars(
        select(ReturnPhoto).where(ReturnPhoto.return_id.in_(ids)).order_by(ReturnPhoto.return_id, ReturnPhoto.position)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for photo in rows:
        found[photo.return_id].append(picture_address(photo.asset_id))
    return found


async def _steps(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[ReturnStep]]:
    rows = await session.scalars(
        select(ReturnHistory).where(ReturnHistory.return_id.in_(ids)).order_by(ReturnHistory.id)
    )
    found: dict[UUID, list[ReturnStep]] = defaultdict(list)
    for move in rows:
        found[move.return_id].append(ReturnStep(state=move.state, at=move.created_at))
    return found
