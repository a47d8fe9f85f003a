"""Judge the lines of a carrier's list beside our books."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import ARRAY, Select, Text, any_, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import CarrierName, Shipment, ShipmentStatus
from shop.core.money import Dong
from shop.orders.models import OrderStatus, Parcel
from shop.remittance.models import CashState, CodCollection, RemittanceLine, Verdict
from shop.remittance.rules import ARRIVED, Books, judge


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The parcel a line names, its cash if any was taken in, and the fee its carrier told us."""

    parcel_id: UUID
    collection_id: UUID | None
    quoted: Dong | None
    books: Books


async def judge_lines(session: AsyncSession, carrier: CarrierName, lines: Sequence[RemittanceLine]) -> None:
    """Write on each of `lines`, those of one list in their order, what it is now; decided ones only count as named.

    Nothing is locked: who takes a line locks its collection first, and judges then. Two statements at most.
    """
    trackings = await _by_tracking(session, carrier, [line.tracking for line in lines if line.tracking])
    codes = await _by_code(session, carrier, [line.code for line in lines if not line.tracking])
    named: set[UUID] = set()
    for line in lines:
        found = trackings.get(line.tracking) if line.tracking else codes.get(line.code)
        if line.decision is None:
            _write(line, found, named)
        if found is not None and line.verdict is not Verdict.UNREADABLE:
            named.add(found.parcel_id)


async def parcel_of(session: AsyncSession, carrier: CarrierName, line: RemittanceLine) -> UUID | None:
    """The parcel a line of the carrier's list names."""
    if line.tracking:
        found = (await _by_tracking(session, carrier, [line.tracking])).get(line.tracking)
    else:
        found = (await _by_code(session, carrier, [line.code])).get(line.code)
    return None if found is None else found.parcel_id


def _write(line: RemittanceLine, found: Found | None, named: set[UUID]) -> None:
    if line.verdict is Verdict.UNREADABLE:
        return
    before = found is not None and found.parcel_id in named
    line.verdict = judge(None if found is None else found.books, line.amount, before=before)
    line.expected = None if found is None else found.books.amount
    line.quoted = None if found is None else found.quoted
    line.collection_id = None if found is None else found.collection_id


async def _by_tracking(session: AsyncSession, carrier: CarrierName, trackings: Sequence[str]) -> dict[str, Found]:
    if not trackings:
        return {}
    wanted = _books(carrier).where(Shipment.tracking == any_(cast(literal(list(trackings), ARRAY(Text)), ARRAY(Text))))
    return {row[1] or "": _found(row, carrier) for row in await session.execute(wanted)}


async def _by_code(session: AsyncSession, carrier: CarrierName, codes: Sequence[str]) -> dict[str, Found]:
    """Our code, which carriers repeat, is the parcel's id."""
    ids: dict[UUID, str] = {}
    for code in codes:
        try:
            ids[UUID(code)] = code
        except ValueError:
            continue
    if not ids:
        return {}
    wanted = _books(carrier).where(Shipment.reference.in_(ids), Shipment.status != ShipmentStatus.CANCELLED)
    return {ids[row[0]]: _found(row, carrier) for row in await session.execute(wanted)}


_Row = tuple[UUID, str | None, Dong | None, OrderStatus, CarrierName | None, UUID | None, Dong | None, CashState | None]


def _books(carrier: CarrierName) -> Select[*_Row]:
    return (
        select(
            Parcel.id,
            Shipment.tracking,
            Shipment.fee,
            Parcel.status,
            CodCollection.carrier,
            CodCollection.id,
            CodCollection.amount,
            CodCollection.state,
        )
        .join(Shipment, Shipment.reference == Parcel.id)
        .outerjoin(CodCollection, CodCollection.parcel_id == Parcel.id)
        .where(Shipment.carrier == carrier)
    )


def _found(row: _Row, carrier: CarrierName) -> Found:
    """Cash that another took in is not this carrier's to hand in."""
    parcel_id, _tracking, fee, status, holder, collection_id, amount, state = row
    own = holder is carrier
    return Found(
        parcel_id=parcel_id,
        collection_id=collection_id if own else None,
        quoted=fee,
        books=Books(delivered=status in ARRIVED, amount=amount if own else None, state=state if own else None),
    )
