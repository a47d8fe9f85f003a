"""A statement on paper and as a sheet. The same month that is over gives the same bytes."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from shop.core.clock import local
from shop.core.i18n import Locale, say
from shop.core.money import show
from shop.core.pdf import Paper
from shop.core.sheets import csv_bytes
from shop.producers.models import Producer, ProducerKind
from shop.settlement.models import EntryKind
from shop.settlement.month_rules import Statement
from shop.settlement.queries import StatementLine
from shop.settlement.rules import DECREE, is_withheld

MOST_PRINTED = 300  # lines on paper, some ten pages; the sheet has all
SHEET = (
    "order",
    "parcel",
    "day",
    "kind",
    "goods",
    "quantity",
    "unit",
    *("gross", "commission", "fee", "vat", "pit"),
    "net",
)
_PAPER = ("line", "gross", "commission", "fee", "tax", "net")
_WIDTHS = (34, 14, 15, 11, 12, 14)


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Whose statement it is."""

    name: str
    tax_code: str | None
    address: str | None
    kind: ProducerKind

    @classmethod
    def of(cls, producer: Producer) -> "Holder":
        """What a statement says of its producer."""
        return cls(name=producer.name, tax_code=producer.tax_code, address=producer.address, kind=producer.kind)


def print_statement(
    holder: Holder, statement: Statement, lines: Sequence[StatementLine], locale: Locale, now: datetime
) -> bytes:
    """A4. `lines` may be one more than are printed; `now` is said where the month is not over."""
    month = statement.month
    title = say(locale, "statement.title", month=f"{month.number:02}/{month.year}")
    paper = Paper(f"{title}, {holder.name}", locale, month.until if statement.over else now)
    paper.title(title)
    paper.subheading(holder.name)
    paper.paragraph("\n".join(_opening(holder, statement, locale, now)))
    paper.heading(say(locale, "statement.sums"))
    heads = [say(locale, f"statement.column.{name}") for name in ("what", "amount")]
    paper.table(heads, [(name, show(amount)) for name, amount in sums_of(statement, locale)], (70, 30))
    paper.paragraph(tax_words(statement, holder.kind, locale))
    paper.heading(say(locale, "statement.lines"))
    if lines:
        shown = [_printed(line, locale) for line in lines[:MOST_PRINTED]]
        paper.table([say(locale, f"statement.column.{name}") for name in _PAPER], shown, _WIDTHS)
    else:
        paper.paragraph(say(locale, "statement.no_lines"))
    if len(lines) > MOST_PRINTED:
        paper.paragraph(say(locale, "statement.more_lines", count=MOST_PRINTED))
    paper.small(say(locale, "statement.counted"))
    return paper.content()


def sheet_of(lines: Sequence[StatementLine], locale: Locale) -> bytes:
    """The lines as CSV; what is given back is negative."""
    header = [say(locale, f"statement.column.{name}") for name in SHEET]
    return csv_bytes(header, [_cells(line, locale) for line in lines])


def sums_of(statement: Statement, locale: Locale) -> list[tuple[str, int]]:
    """The account of the month: from its opening to its closing balance each figure with its sign."""
    sales, back = statement.sales, statement.reversals
    figures = [("opening", int(statement.opening)), ("sales", int(sales.gross)), ("reversals", int(back.gross))]
    for name in ("commission", "fee", "vat", "pit"):
        figures.append((name, -getattr(sales, name)))
        if getattr(back, name):
            figures.append((f"{name}_back", -getattr(back, name)))
    if statement.deposits:
        figures.append(("deposits", int(statement.deposits)))
    figures.append(("paid_out", -statement.paid_out))
    if statement.paid_back:
        figures.append(("paid_back", int(statement.paid_back)))
    figures.append(("closing", int(statement.closing)))
    return [(say(locale, f"statement.{name}"), amount) for name, amount in figures]


def tax_words(statement: Statement, kind: ProducerKind, locale: Locale) -> str:
    """Why tax was withheld, or was not; a producer may have become a company since."""
    withheld = is_withheld(kind) or any((statement.sales.vat, statement.sales.pit))
    return say(locale, "statement.withheld", source=DECREE) if withheld else say(locale, "statement.declares")


def _opening(holder: Holder, statement: Statement, locale: Locale, now: datetime) -> list[str]:
    month = statement.month
    lines = [say(locale, "statement.tax_code", code=holder.tax_code or say(locale, "statement.unknown"))]
    if holder.address:
        lines.append(say(locale, "statement.address", address=holder.address))
    lines.append(
        say(locale, "statement.period", first=f"{month.first_day:%d/%m/%Y}", last=f"{month.last_day:%d/%m/%Y}")
    )
    if not statement.over:
        lines.append(say(locale, "statement.provisional", at=f"{local(now):%H:%M, %d/%m/%Y}"))
    return lines


def _printed(line: StatementLine, locale: Locale) -> tuple[str, ...]:
    shares = line.shares
    pieces = f"{line.quantity} {line.unit}" if line.quantity else say(locale, "statement.kind.reversal")
    name = f"{line.goods}\n{line.order}-{line.parcel}, {local(line.at):%d/%m}, {pieces}"
    amounts = (shares.gross, shares.commission, shares.fee, shares.vat + shares.pit, shares.net)
    return (name, *(show(amount) for amount in amounts))


def _cells(line: StatementLine, locale: Locale) -> list[object]:
    shares = line.shares
    kind = "sale" if line.kind is EntryKind.SALE else "reversal"
    return [
        line.order,
        line.parcel,
        local(line.at).date(),
        say(locale, f"statement.kind.{kind}"),
        line.goods,
        line.quantity,
        line.unit,
        shares.gross,
        shares.commission,
        shares.fee,
        shares.vat,
        shares.pit,
        shares.net,
    ]
