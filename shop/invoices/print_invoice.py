"""An invoice on paper, in Vietnamese as the law wants it: the same document gives the same bytes."""

from datetime import UTC, datetime, time

from shop.core.i18n import say
from shop.core.money import show
from shop.core.pdf import Paper
from shop.invoices.document import InvoiceDocument, LineFact, PartyFact
from shop.invoices.models import InvoiceForm
from shop.invoices.words_rules import amount_in_words
from shop.invoices.write_xml import NAMES, NO_INVOICE, SIGNS, rate_sign

ADJUSTING_NAMES = {
    InvoiceForm.VAT: "Hoá đơn giá trị gia tăng điều chỉnh",
    InvoiceForm.SALES: "Hoá đơn bán hàng điều chỉnh",
}
_GOODS = ("name", "quantity", "price", "net", "rate", "vat")
_SALES = ("name", "quantity", "price", "amount")
_SUMS = ("rate", "net", "vat", "amount")


def print_invoice(document: InvoiceDocument) -> bytes:
    """A4. One that has no code of the authority yet says so."""
    name = NAMES[document.form] if document.adjusts is None else ADJUSTING_NAMES[document.form]
    made_at = datetime.combine(document.sold_on, time(), UTC)
    paper = Paper(f"{name} {document.series} {document.number}", "vi", made_at)
    paper.title(name)
    for line in _opening(document):
        paper.paragraph(line)
    paper.heading(say("vi", "invoice.seller"))
    paper.paragraph("\n".join(party_lines(document.seller)))
    paper.heading(say("vi", "invoice.buyer"))
    paper.paragraph("\n".join(party_lines(document.buyer)) if document.buyer else NO_INVOICE)
    paper.heading(say("vi", "invoice.goods"))
    _print_goods(paper, document)
    words = amount_in_words(document.total)
    paper.subheading(say("vi", "invoice.total", total=show(document.total)))
    paper.paragraph(say("vi", "invoice.words", words=words[0].upper() + words[1:]))
    paper.small(say("vi", "invoice.xml_counts"))
    return paper.content()


def _opening(document: InvoiceDocument) -> list[str]:
    sign = SIGNS[document.form]
    day = document.sold_on
    code = document.authority_code
    said = [
        say("vi", "invoice.number", sign=sign, series=document.series, number=document.number),
        say("vi", "invoice.day", day=f"{day.day:02}", month=f"{day.month:02}", year=day.year),
        say("vi", "invoice.code", code=code) if code else say("vi", "invoice.no_code"),
        say("vi", "invoice.order", order=document.order, parcel=document.parcel),
    ]
    original = document.adjusts
    if original is not None:
        written = {"series": original.series, "number": original.number, "day": f"{original.sold_on:%d/%m/%Y}"}
        said.append(say("vi", "invoice.adjusts", sign=sign, **written))
    return said


def party_lines(party: PartyFact) -> list[str]:
    """A seller or a buyer, a line for each thing known."""
    lines = [party.name]
    lines.append(say("vi", "invoice.tax_code", code=party.tax_code or say("vi", "invoice.unknown")))
    if party.address:
        lines.append(say("vi", "invoice.address", address=party.address))
    return lines


def _print_goods(paper: Paper, document: InvoiceDocument) -> None:
    if document.form is InvoiceForm.SALES:
        rows = [(_name(line), _pieces(line), show(line.price), show(line.amount)) for line in document.lines]
        paper.table(_heads(_SALES), rows, (44, 16, 20, 20))
        return
    paper.table(
        _heads(_GOODS),
        [
            (
                _name(line),
                _pieces(line),
                show(line.price),
                show(line.amount - line.vat),
                rate_sign(line.rate),
                show(line.vat),
            )
            for line in document.lines
        ],
        (34, 13, 17, 18, 9, 15),
    )
    sums = [(rate_sign(each.rate), show(each.net), show(each.vat), show(each.net + each.vat)) for each in document.sums]
    whole = (say("vi", "invoice.sum"), show(document.total - document.vat), show(document.vat), show(document.total))
    paper.heading(say("vi", "invoice.rates"))
    paper.table(_heads(_SUMS), [*sums, whole], (25, 25, 25, 25))


def _heads(names: tuple[str, ...]) -> list[str]:
    return [say("vi", f"invoice.column.{name}") for name in names]


def _name(line: LineFact) -> str:
    """What is less for goods that went out stands below their name; of what is taken off the amount says it all."""
    cheaper = line.discount and line.quantity > 0
    return f"{line.name}\n{say('vi', 'invoice.less', discount=show(line.discount))}" if cheaper else line.name


def _pieces(line: LineFact) -> str:
    return f"{line.quantity} {line.unit}" if line.quantity else ""
