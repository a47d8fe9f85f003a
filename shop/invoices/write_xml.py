"""An invoice in the XML of the tax authority (Quyết định 1450/QĐ-TCT): the fields of `DLHDon`, without a signature.

Names and order are those published with that decision. What was not checked against a later version of it: `PBan`,
the signs of `KHHDon`, and which fields a cash register's invoice may leave out. The service signs and sends.
"""

from decimal import ROUND_HALF_UP, Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from shop.invoices.document import InvoiceDocument, LineFact, OriginalFact, PartyFact
from shop.invoices.models import InvoiceForm
from shop.invoices.rules import vat_inside
from shop.invoices.words_rules import amount_in_words

NO_INVOICE = "Người mua không lấy hoá đơn"
NAMES = {InvoiceForm.VAT: "Hoá đơn giá trị gia tăng", InvoiceForm.SALES: "Hoá đơn bán hàng"}
SIGNS = {InvoiceForm.VAT: "1", InvoiceForm.SALES: "2"}
VERSION = "2.0.0"
_FRACTION = Decimal("0.0001")
_CASH = "cod"
_ADJUSTING = 2  # of the natures of an invoice; 1 replaces another
_ELECTRONIC = 1  # of the kinds of an earlier invoice: an electronic one of today's law


def xml_of(document: InvoiceDocument) -> bytes:
    """The document; the same facts give the same bytes. `MCCQT` is there once the authority has given its code."""
    root = Element("HDon")
    data = SubElement(root, "DLHDon", Id=f"HD-{document.id}")
    _write_general(SubElement(data, "TTChung"), document)
    content = SubElement(data, "NDHDon")
    _write_party(SubElement(content, "NBan"), document.seller)
    _write_party(SubElement(content, "NMua"), document.buyer)
    goods = SubElement(content, "DSHHDVu")
    for line in document.lines:
        _write_line(SubElement(goods, "HHDVu"), line, document.form)
    _write_sums(SubElement(content, "TToan"), document)
    if document.authority_code is not None:
        _say(root, "MCCQT", document.authority_code)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _write_general(parent: Element, document: InvoiceDocument) -> None:
    _say(parent, "PBan", VERSION)
    _say(parent, "THDon", NAMES[document.form])
    _say(parent, "KHMSHDon", SIGNS[document.form])
    _say(parent, "KHHDon", document.series)
    _say(parent, "SHDon", document.number)
    _say(parent, "NLap", document.sold_on.isoformat())
    _say(parent, "DVTTe", "VND")
    _say(parent, "TGia", 1)
    _say(parent, "HTTToan", "Tiền mặt" if document.payment == _CASH else "Chuyển khoản")
    if document.adjusts is not None:
        _write_original(SubElement(parent, "TTHDLQuan"), document.adjusts, SIGNS[document.form])


def _write_original(parent: Element, original: OriginalFact, sign: str) -> None:
    """Which invoice is adjusted: its form, series, number and day."""
    _say(parent, "TCHDon", _ADJUSTING)
    _say(parent, "LHDCLQuan", _ELECTRONIC)
    _say(parent, "KHMSHDCLQuan", sign)
    _say(parent, "KHHDCLQuan", original.series)
    _say(parent, "SHDCLQuan", original.number)
    _say(parent, "NLHDCLQuan", original.sold_on.isoformat())


def _write_party(parent: Element, party: PartyFact | None) -> None:
    _say(parent, "Ten", party.name if party else NO_INVOICE)
    if party is None:
        return
    for tag, value in (("MST", party.tax_code), ("DChi", party.address), ("DCTDTu", party.email)):
        if value:
            _say(parent, tag, value)


def _write_line(parent: Element, line: LineFact, form: InvoiceForm) -> None:
    """Without VAT, as the form wants it: the price of a piece is then a fraction of a đồng."""
    net = line.amount - line.vat
    _say(parent, "TChat", 1)  # goods
    _say(parent, "STT", line.position)
    _say(parent, "THHDVu", line.name)
    _say(parent, "DVTinh", line.unit)
    if line.quantity:  # without pieces the price alone is adjusted
        discount = line.discount - (vat_inside(line.discount, line.rate) if line.rate else 0)
        price = (Decimal(net + discount) / line.quantity).quantize(_FRACTION, ROUND_HALF_UP).normalize()
        _say(parent, "SLuong", line.quantity)
        _say(parent, "DGia", f"{price:f}")
        _say(parent, "STCKhau", discount)
    _say(parent, "ThTien", net)
    if form is InvoiceForm.VAT:
        _say(parent, "TSuat", rate_sign(line.rate))


def _write_sums(parent: Element, document: InvoiceDocument) -> None:
    if document.form is InvoiceForm.VAT:
        rates = SubElement(parent, "THTTLTSuat")
        for each in document.sums:
            rate = SubElement(rates, "LTSuat")
            _say(rate, "TSuat", rate_sign(each.rate))
            _say(rate, "ThTien", each.net)
            _say(rate, "TThue", each.vat)
        _say(parent, "TgTCThue", document.total - document.vat)
        _say(parent, "TgTThue", document.vat)
    _say(parent, "TgTTTBSo", document.total)
    words = amount_in_words(document.total)
    _say(parent, "TgTTTBChu", words[0].upper() + words[1:])


def rate_sign(rate: int | None) -> str:
    """A rate as the form writes it; KCT: not subject to VAT."""
    return "KCT" if rate is None else f"{rate}%"


def _say(parent: Element, tag: str, value: object) -> None:
    SubElement(parent, tag).text = "".join(sign for sign in str(value) if sign.isprintable())
