"""A buyer's receipt of an order: what was handed over and what it cost. No invoice, and it says so."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from shop.core.i18n import Locale, say
from shop.core.money import show
from shop.core.pdf import Paper
from shop.invoices.document import InvoiceDocument

_WIDTHS = (46, 16, 18, 20)


def print_receipt(documents: Sequence[InvoiceDocument], locale: Locale) -> bytes:
    """A4, of all parcels of an order that its buyer has; there is at least one."""
    first = documents[0]
    made_at = datetime.combine(first.sold_on, time(), UTC)
    paper = Paper(f"{say(locale, 'receipt.title')} {first.order}", locale, made_at)
    paper.title(say(locale, "receipt.title"))
    paper.paragraph(say(locale, "receipt.order", order=first.order))
    way = "cod" if first.payment == "cod" else "prepaid"
    paper.paragraph(say(locale, f"receipt.way.{way}"))
    for document in documents:
        _print_parcel(paper, document, locale)
    whole = sum(document.total + document.delivery for document in documents)
    paper.heading(say(locale, "receipt.whole", total=show(whole)))
    paper.small(say(locale, "receipt.no_invoice"))
    return paper.content()


def _print_parcel(paper: Paper, document: InvoiceDocument, locale: Locale) -> None:
    day = f"{document.sold_on:%d/%m/%Y}"
    paper.heading(say(locale, "receipt.parcel", number=document.parcel, seller=document.seller.name, day=day))
    heads = [say(locale, f"receipt.column.{name}") for name in ("name", "quantity", "price", "total")]
    rows = [
        (line.name, f"{line.quantity} {line.unit}", show(line.price), show(line.price * line.quantity))
        for line in document.lines
    ]
    less = sum(line.discount for line in document.lines)
    sums = [
        (say(locale, f"receipt.{name}"), "", "", amount)
        for name, amount in (
            ("less", f"-{show(less)}" if less else ""),
            ("delivery", show(document.delivery) if document.delivery else ""),
            ("sum", show(document.total + document.delivery)),
        )
        if amount
    ]
    paper.table(heads, [*rows, *sums], _WIDTHS)
