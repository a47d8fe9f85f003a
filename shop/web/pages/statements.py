"""A producer's balance and statements, for its members; officers read them in their own frame."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.core.clock import now
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.http.limits import limit_by_address
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.producers.models import Producer
from shop.producers.queries import is_member
from shop.settlement.api import FILES, MOST_MONTHS, statement_paper, statement_sheet
from shop.settlement.guards import readable_producer
from shop.settlement.models import EntryKind
from shop.settlement.month_rules import Month, Statement, month_of
from shop.settlement.print_statement import sums_of, tax_words
from shop.settlement.queries import (
    AccountEntry,
    LinePlace,
    StatementLine,
    balance_of,
    entries_of,
    known_month,
    lines_of,
    months_of,
    statement_of,
)
from shop.web.pages.answer import both, show
from shop.web.pages.office.frame import office
from shop.web.pages.producer.frame import desk
from shop.web.pages.producer.register import PEOPLE, person_of
from shop.web.pages.visit import Visit
from shop.web.views.console import Console
from shop.web.views.statements import BalanceView, EntryRow, LineRow, MonthRow, StatementPage, StatementsPage

HERE = "/doi-soat"
OFFICE = "/van-phong/so-cai"
ENTRIES, LINES = 20, 100
TOLD = {EntryKind.SALE, EntryKind.REVERSAL, EntryKind.PAYOUT, EntryKind.PAYOUT_BACK}
CursorParam = Annotated[str, QueryParameter(name="sau", max_length=MAX_CURSOR)]


@get(both("/chu-the/{slug:str}/doi-soat"), guards=PEOPLE, include_in_schema=False)
async def statements_page(
    visit: NamedDependency[Visit], slug: FromPath[str], cursor: CursorParam = ""
) -> Response[bytes]:
    """The balance, the months, and what moved it last; `sau` goes on behind an entry."""
    producer = await readable_producer(visit.session, visit.actor, slug)
    before = decode_cursor(cursor, UUID) if cursor else None
    entries = await entries_of(visit.session, producer.id, ENTRIES + 1, before)
    base = f"/chu-the/{producer.slug}{HERE}"
    page = StatementsPage(
        site=visit.site,
        console=await _console(visit, producer),
        name=producer.name,
        action=base,
        balance=await _balance(visit, producer),
        months=await _months(visit, producer, base),
        entries=tuple(_entry(one, visit.locale) for one in entries[:ENTRIES]),
        next_url=f"{base}?sau={encode_cursor(entries[ENTRIES - 1].id)}" if len(entries) > ENTRIES else None,
        later=before is not None,
    )
    return show("producer_statements.html", visit.locale, page)


@get(both("/chu-the/{slug:str}/doi-soat/{month:str}"), guards=PEOPLE, include_in_schema=False)
async def statement_page(
    visit: NamedDependency[Visit], slug: FromPath[str], month: FromPath[str], cursor: CursorParam = ""
) -> Response[bytes]:
    """One month; `sau` goes on behind a line."""
    producer = await readable_producer(visit.session, visit.actor, slug)
    known = await known_month(visit.session, month)
    after = decode_cursor(cursor, LinePlace) if cursor else None
    statement = await statement_of(visit.session, producer.id, known)
    lines = await lines_of(visit.session, producer.id, known, LINES + 1, after)
    page = _page(visit, producer, statement, lines[:LINES])
    more = f"{page.action}/{known}?sau={encode_cursor(lines[LINES - 1].place)}" if len(lines) > LINES else None
    page = msgspec.structs.replace(page, console=await _console(visit, producer), next_url=more, later=bool(after))
    return show("producer_statement.html", visit.locale, page)


@get(
    both("/chu-the/{slug:str}/doi-soat/{month:str}/bang-ke.pdf"),
    guards=[*PEOPLE, limit_by_address(FILES)],
    include_in_schema=False,
)
async def statement_pdf(visit: NamedDependency[Visit], slug: FromPath[str], month: FromPath[str]) -> Response[bytes]:
    """The same on paper."""
    producer = await readable_producer(visit.session, visit.actor, slug)
    return await statement_paper(visit.session, producer, await known_month(visit.session, month), visit.locale)


@get(
    both("/chu-the/{slug:str}/doi-soat/{month:str}/bang-ke.csv"),
    guards=[*PEOPLE, limit_by_address(FILES)],
    include_in_schema=False,
)
async def statement_csv(visit: NamedDependency[Visit], slug: FromPath[str], month: FromPath[str]) -> Response[bytes]:
    """Its lines as a sheet."""
    producer = await readable_producer(visit.session, visit.actor, slug)
    return await statement_sheet(visit.session, producer, await known_month(visit.session, month), visit.locale)


async def _console(visit: Visit, producer: Producer) -> Console:
    """An officer stays in the office: the producer's other places are not open to one."""
    if await is_member(visit.session, person_of(visit.actor), producer.id):
        return desk(producer, HERE)
    return office(visit, OFFICE)


async def _balance(visit: Visit, producer: Producer) -> BalanceView:
    days = visit.settings.payout_after_days
    found = await balance_of(visit.session, producer.id, days)
    return BalanceView(
        owed=found.owed,
        ready=found.ready,
        waits_for_cash=found.waits_for_cash,
        waits_for_days=found.waits_for_days,
        days=days,
        paid_out=found.paid_out,
    )


async def _months(visit: Visit, producer: Producer, base: str) -> tuple[MonthRow, ...]:
    """What moved, and always the month of today; a producer without any sale has none."""
    found = await months_of(visit.session, producer.id, MOST_MONTHS)
    moment = await now(visit.session)
    rows = [_month(one.month, base, one.moved, one.closing, over=one.month.is_over(moment)) for one in found]
    here = month_of(moment)
    if found and found[0].month != here:
        rows.insert(0, _month(here, base, Dong(0), found[0].closing, over=False))
    return tuple(rows)


def _month(month: Month, base: str, moved: Dong, closing: Dong, *, over: bool) -> MonthRow:
    return MonthRow(first_day=month.first_day, path=f"{base}/{month}", moved=moved, closing=closing, over=over)


def _entry(one: AccountEntry, locale: Locale) -> EntryRow:
    kind = one.kind if one.kind in TOLD else "other"
    words = say(locale, f"web.statements.kind.{kind}", code=one.order or one.payout or "")
    return EntryRow(words=words, at=one.at, amount=one.amount)


def _page(visit: Visit, producer: Producer, statement: Statement, lines: Sequence[StatementLine]) -> StatementPage:
    base, month = f"/chu-the/{producer.slug}{HERE}", statement.month
    return StatementPage(
        site=visit.site,
        console=desk(producer, HERE),
        name=producer.name,
        tax_code=producer.tax_code,
        action=base,
        first_day=month.first_day,
        last_day=month.last_day,
        over=statement.over,
        sums=tuple((words, Dong(amount)) for words, amount in sums_of(statement, visit.locale)),
        net=statement.sum.net,
        taxes=tax_words(statement, producer.kind, visit.locale),
        lines=tuple(_line(one) for one in lines),
        pdf_url=f"{base}/{month}/bang-ke.pdf",
        csv_url=f"{base}/{month}/bang-ke.csv",
    )


def _line(one: StatementLine) -> LineRow:
    shares = one.shares
    return LineRow(
        goods=one.goods,
        order=f"{one.order}-{one.parcel}",
        at=one.at,
        quantity=one.quantity,
        unit=one.unit,
        gross=shares.gross,
        commission=shares.commission,
        fee=shares.fee,
        tax=Dong(shares.vat + shares.pit),
        net=shares.net,
    )


routes = [statements_page, statement_page, statement_pdf, statement_csv]
