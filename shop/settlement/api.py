"""Addresses of what the ledger says of a producer: for its members, and for officers."""

import asyncio
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.i18n import Locale
from shop.core.money import Dong
from shop.http.limits import Limit, limit_by_address
from shop.http.locale import locale_of
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.producers.models import Producer
from shop.settlement.guards import readable_producer
from shop.settlement.models import EntryKind
from shop.settlement.month_rules import Month, Shares
from shop.settlement.print_statement import MOST_PRINTED, Holder, print_statement, sheet_of
from shop.settlement.queries import LinePlace, balance_of, entries_of, known_month, lines_of, months_of, statement_of

CSV, PDF = "text/csv; charset=utf-8", "application/pdf"
FILES = Limit("settlement.files", burst=30, period=60.0)  # papers and sheets, by address
MOST_MONTHS = 120
MOST_ROWS = 100_000  # of a sheet

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
MonthPath = Annotated[str, PathParameter(min_length=7, max_length=7)]
CursorQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=MAX_CURSOR)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]


class BalanceOut(msgspec.Struct, frozen=True, kw_only=True):
    """Đồng. `owed` may be negative; of it some waits for cash that is not handed in, or for days to pass."""

    owed: Dong
    waits_for_cash: Dong
    waits_for_days: Dong
    ready: Dong
    paid_out: Dong


class EntryOut(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry did to the balance."""

    id: UUID
    kind: EntryKind
    at: datetime
    order: str | None
    payout: str | None
    amount: Dong


class EntryList(msgspec.Struct, frozen=True):
    """Entries, the newest first."""

    items: list[EntryOut]
    next_cursor: str | None


class MonthOut(msgspec.Struct, frozen=True, kw_only=True):
    """A month (`2026-11`) in which the balance moved."""

    month: str
    moved: Dong
    closing: Dong


class MonthList(msgspec.Struct, frozen=True):
    """Months, the newest first."""

    items: list[MonthOut]


class SharesOut(msgspec.Struct, frozen=True, kw_only=True):
    """What goods brought and what was taken of it; negative where they were given back."""

    gross: Dong
    commission: Dong
    fee: Dong
    vat: Dong
    pit: Dong
    net: Dong

    @classmethod
    def of(cls, shares: Shares) -> "SharesOut":
        """As the API says them."""
        return cls(**msgspec.structs.asdict(shares), net=shares.net)


class StatementOut(msgspec.Struct, frozen=True, kw_only=True):
    """The account of a month. Once it is `over` it never changes."""

    month: str
    over: bool
    opening: Dong
    sales: SharesOut
    reversals: SharesOut
    deposits: Dong
    paid_out: Dong
    paid_back: Dong
    closing: Dong


class LineOut(msgspec.Struct, frozen=True, kw_only=True):
    """One order line that was sold, or given back in part or whole (then without a quantity)."""

    order: str
    parcel: int
    kind: EntryKind
    at: datetime
    goods: str
    unit: str
    quantity: int | None
    shares: SharesOut


class LineList(msgspec.Struct, frozen=True):
    """Lines in the order in which they were written."""

    items: list[LineOut]
    next_cursor: str | None


async def statement_paper(session: AsyncSession, producer: Producer, month: Month, locale: Locale) -> Response[bytes]:
    """The statement as PDF, for the route and the page; drawn beside the loop: others are not kept waiting."""
    statement = await statement_of(session, producer.id, month)
    lines = await lines_of(session, producer.id, month, MOST_PRINTED + 1)
    moment = await now(session)
    body = await asyncio.to_thread(print_statement, Holder.of(producer), statement, lines, locale, moment)
    return _file(body, PDF, f"doi-soat-{producer.slug}-{month}.pdf", locale)


async def statement_sheet(session: AsyncSession, producer: Producer, month: Month, locale: Locale) -> Response[bytes]:
    """The statement's lines as CSV."""
    lines = await lines_of(session, producer.id, month, MOST_ROWS)
    body = await asyncio.to_thread(sheet_of, lines, locale)
    return _file(body, CSV, f"doi-soat-{producer.slug}-{month}.csv", locale)


@get("/balance", operation_id="getBalance", summary="A producer's balance, for its members and officers")
async def balance(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
) -> BalanceOut:
    """As of now."""
    producer = await readable_producer(session, actor, slug)
    found = await balance_of(session, producer.id, settings.payout_after_days)
    return BalanceOut(**msgspec.structs.asdict(found), ready=found.ready)


@get("/ledger", operation_id="listLedgerEntries", summary="What moved a producer's balance")
async def ledger(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> EntryList:
    """The newest first."""
    producer = await readable_producer(session, actor, slug)
    before = decode_cursor(cursor, UUID) if cursor else None
    found = await entries_of(session, producer.id, limit + 1, before)
    items = [EntryOut(**msgspec.structs.asdict(one)) for one in found[:limit]]
    return EntryList(items, encode_cursor(items[-1].id) if len(found) > limit else None)


@get("/statements", operation_id="listStatements", summary="The months in which a producer's balance moved")
async def statements(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath
) -> MonthList:
    """The newest first."""
    producer = await readable_producer(session, actor, slug)
    found = await months_of(session, producer.id, MOST_MONTHS)
    return MonthList([MonthOut(month=str(one.month), moved=one.moved, closing=one.closing) for one in found])


@get("/statements/{month:str}", operation_id="getStatement", summary="A producer's statement of a month")
async def statement(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, month: MonthPath
) -> StatementOut:
    """Of zeros where nothing happened; provisional until the month is over."""
    producer = await readable_producer(session, actor, slug)
    one = await statement_of(session, producer.id, await known_month(session, month))
    return StatementOut(
        month=str(one.month),
        over=one.over,
        opening=one.opening,
        sales=SharesOut.of(one.sales),
        reversals=SharesOut.of(one.reversals),
        deposits=one.deposits,
        paid_out=one.paid_out,
        paid_back=one.paid_back,
        closing=one.closing,
    )


@get("/statements/{month:str}/lines", operation_id="listStatementLines", summary="What a statement counts")
async def lines(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    month: MonthPath,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> LineList:
    """In the order in which they were written."""
    producer = await readable_producer(session, actor, slug)
    after = decode_cursor(cursor, LinePlace) if cursor else None
    found = await lines_of(session, producer.id, await known_month(session, month), limit + 1, after)
    items = [
        LineOut(
            order=one.order,
            parcel=one.parcel,
            kind=one.kind,
            at=one.at,
            goods=one.goods,
            unit=one.unit,
            quantity=one.quantity,
            shares=SharesOut.of(one.shares),
        )
        for one in found[:limit]
    ]
    return LineList(items, encode_cursor(found[limit - 1].place) if len(found) > limit else None)


@get(
    "/statements/{month:str}/statement.pdf",
    guards=[limit_by_address(FILES)],
    operation_id="getStatementPdf",
    summary="A producer's statement as PDF",
)
async def paper(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    month: MonthPath,
) -> Response[bytes]:
    """In the asker's language."""
    producer = await readable_producer(session, actor, slug)
    return await statement_paper(session, producer, await known_month(session, month), locale_of(request.scope))


@get(
    "/statements/{month:str}/lines.csv",
    guards=[limit_by_address(FILES)],
    operation_id="getStatementCsv",
    summary="The lines of a producer's statement as CSV",
)
async def sheet(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    month: MonthPath,
) -> Response[bytes]:
    """All of them, under headings in the asker's language."""
    producer = await readable_producer(session, actor, slug)
    return await statement_sheet(session, producer, await known_month(session, month), locale_of(request.scope))


def _file(content: bytes, media_type: str, name: str, locale: Locale) -> Response[bytes]:
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "private, no-store",
        "content-language": locale,
    }
    return Response(content, media_type=media_type, headers=headers)


routes = [
    Router(
        "/api/v1/producers/{slug:str}",
        route_handlers=[balance, ledger, statements, statement, lines, paper, sheet],
        guards=[require_signed_in],
        tags=["producers"],
    )
]
