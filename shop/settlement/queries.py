"""A producer's side of the ledger: its balance, its entries, its statements. Amounts are đồng owed to it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import DateTime, Row, Uuid, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.db import sql
from shop.core.money import Dong
from shop.orders.models import Order
from shop.settlement.errors import StatementUnknown
from shop.settlement.models import AccountKind, EntryKind, LedgerAccount, LedgerEntry, LedgerPosting, Payout
from shop.settlement.month_rules import Month, Shares, Statement, month_of, read_month

_BALANCE = text(sql("settlement/balance"))
_MONTHS = text(sql("settlement/months"))
_SPAN = (
    bindparam("producer", type_=Uuid()),
    bindparam("since", type_=DateTime(timezone=True)),
    bindparam("until", type_=DateTime(timezone=True)),
)
_STATEMENT = text(sql("settlement/statement")).bindparams(*_SPAN)
_LINES = text(sql("settlement/statement_lines")).bindparams(
    *_SPAN, bindparam("after_entry", type_=Uuid()), bindparam("after_line", type_=Uuid())
)


class LinePlace(msgspec.Struct, frozen=True, array_like=True):
    """Where a line stands among all: its entry, and what of the order it is about."""

    entry: UUID
    line: UUID


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """What a producer is owed now (negative: it owes), what of it is not to be paid out yet, what was paid out."""

    owed: Dong
    waits_for_cash: Dong  # who took the buyer's cash in has not handed it in
    waits_for_days: Dong  # the days are not over in which most goods go back
    paid_out: Dong

    @property
    def ready(self) -> Dong:
        """What may be paid out: never more than is owed, never negative."""
        return Dong(max(0, min(self.owed, self.owed - self.waits_for_cash - self.waits_for_days)))


class AccountEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What one entry did to a producer's balance."""

    id: UUID
    kind: EntryKind
    at: datetime
    order: str | None  # its code
    payout: str | None  # its code
    amount: Dong


class MovedMonth(msgspec.Struct, frozen=True, kw_only=True):
    """A month in which the balance moved, and what it was at its end."""

    month: Month
    moved: Dong
    closing: Dong


class StatementLine(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry did with one order line; `quantity` is what was ordered, None where something was given back."""

    place: LinePlace
    kind: EntryKind
    at: datetime
    order: str
    parcel: int
    goods: str
    unit: str
    quantity: int | None
    shares: Shares


async def balance_of(session: AsyncSession, producer_id: UUID, days: int) -> Balance:
    """The balance of a producer; a sale waits `days` before it is paid out."""
    row = (await session.execute(_BALANCE, {"producer": producer_id, "days": days})).mappings().one()
    return Balance(**row)


async def entries_of(
    session: AsyncSession, producer_id: UUID, limit: int, before: UUID | None = None
) -> Sequence[AccountEntry]:
    """The newest entries of a producer's account; `before` is the last one seen."""
    wanted = (
        select(LedgerEntry.id, LedgerEntry.kind, LedgerEntry.created_at, Order.code, Payout.code, LedgerPosting.amount)
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .outerjoin(Order, Order.id == LedgerEntry.order_id)
        .outerjoin(Payout, Payout.id == LedgerEntry.payout_id)
        .where(LedgerAccount.kind == AccountKind.PRODUCER, LedgerAccount.producer_id == producer_id)
        .order_by(LedgerPosting.entry_id.desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(LedgerPosting.entry_id < before)
    rows = await session.execute(wanted)
    return [
        AccountEntry(id=row[0], kind=row[1], at=row[2], order=row[3], payout=row[4], amount=Dong(-row[5]))
        for row in rows
    ]


async def months_of(session: AsyncSession, producer_id: UUID, limit: int) -> Sequence[MovedMonth]:
    """The months in which something moved, the newest first."""
    rows = await session.execute(_MONTHS, {"producer": producer_id, "most": limit})
    return [
        MovedMonth(month=Month(row.first_day.year, row.first_day.month), moved=row.moved, closing=row.closing)
        for row in rows
    ]


async def known_month(session: AsyncSession, written: str) -> Month:
    """The month of an address, `2026-11`.

    Raises:
        StatementUnknown: it is none, or it has not begun.
    """
    month = read_month(written)
    if month is None or month > month_of(await now(session)):
        raise StatementUnknown
    return month


async def statement_of(session: AsyncSession, producer_id: UUID, month: Month) -> Statement:
    """The statement of a month, of zeros where nothing happened; until the month is over it is provisional."""
    rows = (await session.execute(_STATEMENT, _span(producer_id, month))).all()
    account = rows[0]
    brought = {row.kind: _shares(row) for row in rows if row.kind}
    return Statement(
        month=month,
        opening=account.opening,
        sales=brought.get(EntryKind.SALE, Shares()),
        reversals=brought.get(EntryKind.REVERSAL, Shares()),
        deposits=account.deposits,
        paid_out=account.paid_out,
        paid_back=account.paid_back,
        closing=account.closing,
        over=month.is_over(await now(session)),
    )


async def lines_of(
    session: AsyncSession, producer_id: UUID, month: Month, limit: int, after: LinePlace | None = None
) -> Sequence[StatementLine]:
    """What a month's sales and reversals were, line by line; `after` is the place of the last one seen."""
    seen = {"after_entry": after and after.entry, "after_line": after and after.line}
    asked = _span(producer_id, month) | seen | {"most": limit}
    return [_line(row) for row in await session.execute(_LINES, asked)]


def _span(producer_id: UUID, month: Month) -> dict[str, object]:
    return {"producer": producer_id, "since": month.since, "until": month.until}


def _shares(row: Row[tuple[object, ...]]) -> Shares:
    return Shares(gross=row.gross, commission=row.commission, fee=row.fee, vat=row.vat, pit=row.pit)


def _line(row: Row[tuple[object, ...]]) -> StatementLine:
    kind = EntryKind(row.kind)
    return StatementLine(
        place=LinePlace(row.entry_id, row.order_line_id),
        kind=kind,
        at=row.at,
        order=row.order_code,
        parcel=row.parcel,
        goods=", ".join(part for part in (row.product_name, row.variant_name) if part),
        unit=row.unit,
        quantity=row.quantity if kind is EntryKind.SALE else None,
        shares=_shares(row),
    )
