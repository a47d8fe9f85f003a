"""Reads of what was handed over without the net: for its point."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.core.money import Dong
from shop.offline.models import Cause, Ending, OfflineHandOver, Outcome
from shop.orders.models import Order, OrderHistory, OrderLine, OrderStatus

_Found = Row[OfflineHandOver, str, OrderStatus, str, Dong, str]


class ReportShown(msgspec.Struct, frozen=True, kw_only=True):
    """A report and what came of it; amounts are đồng, times UTC."""

    id: UUID
    order: str
    status: OrderStatus  # of the order, now
    name: str
    total: Dong
    lines: tuple[str, ...]
    given_at: datetime
    sent_at: datetime
    sent_by: str
    outcome: Outcome
    cause: Cause | None
    ending: Ending | None
    note: str | None


class HandedOver(msgspec.Struct, frozen=True):
    """When an order was handed over in the books, and by whom."""

    at: datetime
    by: str | None


async def open_conflicts(session: AsyncSession, place_id: UUID, limit: int) -> list[ReportShown]:
    """What a person at the place has to settle, the oldest first."""
    wanted = _reports().where(
        OfflineHandOver.place_id == place_id,
        OfflineHandOver.outcome == Outcome.CONFLICT,
        OfflineHandOver.ending.is_(None),
    )
    return await _shown(session, (await session.execute(wanted.order_by(OfflineHandOver.id).limit(limit))).all())


async def settled_conflicts(session: AsyncSession, place_id: UUID, limit: int) -> list[ReportShown]:
    """What was settled at the place, the newest first."""
    wanted = _reports().where(OfflineHandOver.place_id == place_id, OfflineHandOver.ending.is_not(None))
    newest = wanted.order_by(OfflineHandOver.ended_at.desc(), OfflineHandOver.id).limit(limit)
    return await _shown(session, (await session.execute(newest)).all())


async def report_shown(session: AsyncSession, report_id: UUID) -> ReportShown:
    """One report, which exists."""
    found = await session.execute(_reports().where(OfflineHandOver.id == report_id))
    return (await _shown(session, [found.one()]))[0]


async def handed_over(session: AsyncSession, order_id: UUID) -> HandedOver | None:
    """When and by whom the order was handed over, if it was."""
    moves = select(OrderHistory.created_at, OrderHistory.actor).where(
        OrderHistory.order_id == order_id, OrderHistory.status == OrderStatus.HANDED_OVER
    )
    move = (await session.execute(moves.order_by(OrderHistory.id).limit(1))).one_or_none()
    if move is None:
        return None
    person = await session.scalar(select(Person.name).where(Person.id == UUID(move.actor)))
    return HandedOver(move.created_at, person)


def _reports() -> Select[OfflineHandOver, str, OrderStatus, str, Dong, str]:
    sender = aliased(Person)
    return (
        select(OfflineHandOver, Order.code, Order.status, Order.contact_name, Order.total, sender.name)
        .join(Order, Order.id == OfflineHandOver.order_id)
        .join(sender, sender.id == OfflineHandOver.sent_by)
        .execution_options(populate_existing=True)
    )


async def _shown(session: AsyncSession, found: Sequence[_Found]) -> list[ReportShown]:
    ids = {row[0].order_id for row in found}
    lines: dict[UUID, list[str]] = {order_id: [] for order_id in ids}
    for line in await session.scalars(select(OrderLine).where(OrderLine.order_id.in_(ids)).order_by(OrderLine.id)):
        named = f"{line.product_name}, {line.variant_name}" if line.variant_name else line.product_name
        lines[line.order_id].append(f"{line.quantity} × {named}")
    return [
        ReportShown(
            id=report.id,
            order=code,
            status=status,
            name=name,
            total=total,
            lines=tuple(lines[report.order_id]),
            given_at=report.given_at,
            sent_at=report.created_at,
            sent_by=sender,
            outcome=report.outcome,
            cause=report.cause,
            ending=report.ending,
            note=report.note,
        )
        for report, code, status, name, total, sender in found
    ]
