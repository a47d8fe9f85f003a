"""Reads of cash that is held, lists of carriers, and what was handed in."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import CarrierName, Shipment, ShipmentStatus
from shop.core.clock import shop_now
from shop.core.money import Dong
from shop.orders.models import Order, Parcel
from shop.places.models import Place
from shop.remittance.errors import RemittanceUnknown
from shop.remittance.models import (
    CashState,
    CodCollection,
    Decision,
    Remittance,
    RemittanceFile,
    RemittanceLine,
    Verdict,
)

MOST_HOLDERS = 100


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """How much (đồng) for how many parcels a carrier, or a place with its riders, holds, and since when."""

    carrier: CarrierName | None
    place: str | None
    parcels: int
    amount: Dong
    since: datetime
    late: Dong  # what of it a carrier holds for longer than it may


class LateCash(msgspec.Struct, frozen=True, kw_only=True):
    """Cash of one parcel that its carrier holds for longer than it may."""

    id: UUID
    order: str
    number: int
    carrier: CarrierName
    tracking: str | None
    amount: Dong
    since: datetime


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """A carrier's list and how far it is worked; amounts are đồng."""

    file: RemittanceFile
    lines: int
    waiting: int
    named: Dong


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """What one holder handed in together."""

    remittance: Remittance
    place: str | None
    parcels: int


async def held_cash(session: AsyncSession, late_days: int) -> list[Held]:
    """Who holds cash: carriers first, each with what is late of it, then the places."""
    late = _late(late_days) & CodCollection.carrier.is_not(None)
    rows = await session.execute(
        select(
            CodCollection.carrier,
            Place.name,
            func.count(),
            func.sum(CodCollection.amount),
            func.min(CodCollection.created_at),
            func.coalesce(func.sum(CodCollection.amount).filter(late), 0),
        )
        .outerjoin(Place, (Place.id == CodCollection.place_id) & CodCollection.carrier.is_(None))
        .where(CodCollection.state == CashState.COLLECTED)
        .group_by(CodCollection.carrier, Place.id)
        .order_by(CodCollection.carrier.nulls_last(), Place.name)
        .limit(MOST_HOLDERS)
    )
    return [
        Held(
            carrier=row[0], place=row[1], parcels=row[2], amount=Dong(int(row[3])), since=row[4], late=Dong(int(row[5]))
        )
        for row in rows
    ]


async def late_cash(session: AsyncSession, days: int, *, limit: int) -> list[LateCash]:
    """Cash that carriers hold for longer than `days`, the oldest first."""
    label = (
        select(Shipment.tracking)
        .where(Shipment.reference == CodCollection.parcel_id, Shipment.status != ShipmentStatus.CANCELLED)
        .limit(1)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(
            CodCollection.id,
            Order.code,
            Parcel.number,
            CodCollection.carrier,
            label,
            CodCollection.amount,
            CodCollection.created_at,
        )
        .join(Parcel, Parcel.id == CodCollection.parcel_id)
        .join(Order, Order.id == CodCollection.order_id)
        .where(CodCollection.carrier.is_not(None), _late(days))
        .order_by(CodCollection.created_at, CodCollection.id)
        .limit(limit)
    )
    return [
        LateCash(id=row[0], order=row[1], number=row[2], carrier=row[3], tracking=row[4], amount=row[5], since=row[6])
        for row in rows
        if row[3] is not None
    ]


def _late(days: int) -> ColumnElement[bool]:
    return (CodCollection.state == CashState.COLLECTED) & (CodCollection.created_at < shop_now() - timedelta(days=days))


async def lists_sent(session: AsyncSession, *, limit: int, after: UUID | None = None) -> list[FileRow]:
    """The newest lists of carriers; `after` a list's id."""
    wanted = _files().order_by(RemittanceFile.id.desc()).limit(limit)
    if after is not None:
        wanted = wanted.where(RemittanceFile.id < after)
    return [_file_row(row) for row in await session.execute(wanted)]


async def list_sent(session: AsyncSession, file_id: UUID) -> FileRow:
    """One of them.

    Raises:
        RemittanceUnknown: there is none.
    """
    row = (await session.execute(_files().where(RemittanceFile.id == file_id))).one_or_none()
    if row is None:
        raise RemittanceUnknown
    return _file_row(row)


def _files() -> Select[RemittanceFile, int, int, Dong]:
    return (
        select(
            RemittanceFile,
            func.count(RemittanceLine.id),
            func.count(RemittanceLine.id).filter(RemittanceLine.decision.is_(None)),
            func.coalesce(func.sum(RemittanceLine.amount), 0),
        )
        .join(RemittanceLine, RemittanceLine.file_id == RemittanceFile.id)
        .group_by(RemittanceFile.id)
    )


def _file_row(row: Row[RemittanceFile, int, int, Dong]) -> FileRow:
    return FileRow(file=row[0], lines=row[1], waiting=row[2], named=Dong(int(row[3])))


async def lines_of(session: AsyncSession, file_id: UUID, *, limit: int, offset: int) -> list[RemittanceLine]:
    """Lines of a list: those that wait for a person first, then exact ones, by their rows."""
    waits = RemittanceLine.decision.is_(None) & (RemittanceLine.verdict != Verdict.EXACT)
    rows = await session.scalars(
        select(RemittanceLine)
        .where(RemittanceLine.file_id == file_id)
        .order_by(waits.desc(), RemittanceLine.row)
        .limit(limit)
        .offset(offset)
    )
    return list(rows)


async def lines_by_row(session: AsyncSession, file_id: UUID, *, limit: int, after: int) -> list[RemittanceLine]:
    """Lines of a list by their rows, behind the row `after`."""
    rows = await session.scalars(
        select(RemittanceLine)
        .where(RemittanceLine.file_id == file_id, RemittanceLine.row > after)
        .order_by(RemittanceLine.row)
        .limit(limit)
    )
    return list(rows)


async def verdicts_of(session: AsyncSession, file_id: UUID) -> dict[Verdict, int]:
    """How many lines of a list are what."""
    rows = await session.execute(
        select(RemittanceLine.verdict, func.count())
        .where(RemittanceLine.file_id == file_id)
        .group_by(RemittanceLine.verdict)
    )
    return {row[0]: row[1] for row in rows}


async def fees_of(session: AsyncSession, file_id: UUID) -> tuple[Dong, Dong]:
    """What a list charges in fees (đồng), and what its carrier had told us for the same parcels."""
    row = (
        await session.execute(
            select(
                func.coalesce(func.sum(RemittanceLine.fee), 0),
                func.coalesce(func.sum(RemittanceLine.quoted), 0),
            ).where(
                RemittanceLine.file_id == file_id,
                RemittanceLine.quoted.is_not(None),
                RemittanceLine.verdict != Verdict.TWICE,
                RemittanceLine.decision.is_distinct_from(Decision.DECLINED),
            )
        )
    ).one()
    return Dong(int(row[0])), Dong(int(row[1] or 0))


async def remittances(
    session: AsyncSession,
    *,
    limit: int,
    settled: bool = False,
    reference: UUID | None = None,
    after: UUID | None = None,
) -> list[Handed]:
    """What was handed in and is not settled, the oldest first; or what is, the newest first; or that of one list.

    `after`: the id of the last one seen.
    """
    parcels = (
        select(func.count()).where(CodCollection.remittance_id == Remittance.id).correlate(Remittance).scalar_subquery()
    )
    wanted = select(Remittance, Place.name, parcels).outerjoin(Place, Place.id == Remittance.place_id).limit(limit)
    if reference is not None:
        wanted = wanted.where(Remittance.reference == reference)
    elif settled:
        wanted = wanted.where(Remittance.state == CashState.SETTLED).order_by(Remittance.id.desc())
    else:
        wanted = wanted.where(Remittance.state == CashState.REMITTED).order_by(Remittance.id)
    if after is not None:
        wanted = wanted.where(Remittance.id < after if settled else Remittance.id > after)
    rows = await session.execute(wanted)
    return [Handed(remittance=row[0], place=row[1], parcels=row[2]) for row in rows]
