"""Sheets of the ledger for the office: all accounts, and what was withheld of whom in a month."""

from collections.abc import Sequence

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.core.clock import today
from shop.core.i18n import say
from shop.core.sheets import csv_bytes
from shop.settlement.ledger_queries import taxes_of, trial_balance
from shop.settlement.queries import known_month
from shop.web.pages.answer import PRIVATE, both
from shop.web.pages.office.frame import OFFICERS
from shop.web.pages.office.ledger import HERE, account_name
from shop.web.pages.visit import Visit

ACCOUNTS = ("kind", "account", "debit", "credit")
TAXES = ("number", "producer", "tax_code", "form", "address", "revenue", "vat", "pit", "total")


@get(both(f"{HERE}/can-doi.csv"), guards=OFFICERS, include_in_schema=False)
async def accounts_csv(visit: NamedDependency[Visit]) -> Response[bytes]:
    """All accounts as of now."""
    rows = [
        [
            say(visit.locale, f"web.ledger.kind.{row.kind}"),
            account_name(visit, row),
            max(row.amount, 0),
            max(-row.amount, 0),
        ]
        for row in await trial_balance(visit.session)
    ]
    return _sheet(visit, ACCOUNTS, rows, f"so-cai-{await today(visit.session)}.csv")


@get(both(f"{HERE}/thue/{{month:str}}/khau-tru.csv"), guards=OFFICERS, include_in_schema=False)
async def taxes_csv(visit: NamedDependency[Visit], month: FromPath[str]) -> Response[bytes]:
    """What was withheld of whom in a month, for the declaration."""
    known = await known_month(visit.session, month)
    rows = [
        [
            number,
            one.name,
            one.tax_code,
            say(visit.locale, f"web.producer_kind.{one.kind}"),
            one.address,
            one.revenue,
            one.vat,
            one.pit,
            one.vat + one.pit,
        ]
        for number, one in enumerate(await taxes_of(visit.session, known), start=1)
    ]
    return _sheet(visit, TAXES, rows, f"thue-khau-tru-{known}.csv")


def _sheet(visit: Visit, columns: Sequence[str], rows: Sequence[Sequence[object]], name: str) -> Response[bytes]:
    header = [say(visit.locale, f"web.ledger.column.{column}") for column in columns]
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": PRIVATE}
    return Response(csv_bytes(header, rows), media_type="text/csv; charset=utf-8", headers=headers)


routes = [accounts_csv, taxes_csv]
