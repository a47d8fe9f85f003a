"""Paper, XML and receipt of an invoice say the same to the đồng, and are for who may read the order."""

from io import BytesIO
from xml.etree.ElementTree import fromstring

from pypdf import PdfReader
from sqlalchemy import update

from shop.catalog.models import TaxClass
from shop.invoices.document import documents_of
from shop.invoices.models import InvoiceState, SellerInvoice
from shop.invoices.print_invoice import print_invoice
from shop.invoices.print_receipt import print_receipt
from shop.invoices.write import write_invoices
from shop.invoices.write_xml import NO_INVOICE, xml_of
from shop.orders.models import OrderStatus, Parcel
from shop.places.models import Place
from shop.producers.models import ProducerKind
from tests.make.inventory import goods
from tests.make.invoices import BUYER, TAX_CODE, invoiced, seller, sold

OURS = {"origin": "https://chomay.test"}


def words_of(content):
    """The PDF's text, its line ends undone."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


async def a_document(session, *, wish=BUYER, **facts):
    bowl = await goods(session, 5)
    await seller(session, bowl, **facts)
    order, invoice = await invoiced(session, bowl, wish=wish)
    (document,) = await documents_of(session, [invoice])
    return order, document


async def issued(session, document):
    """Let the service have issued it."""
    invoice = await session.get(SellerInvoice, document.id)
    invoice.state, invoice.due_at, invoice.authority_code = InvoiceState.ISSUED, None, "M1-26-ABC"
    invoice.issued_at = invoice.created_at
    await session.flush()


async def test_the_xml_has_the_fields_of_the_tax_authority(session):
    _, document = await a_document(session)

    root = fromstring(xml_of(document))

    said = {path: root.findtext(f"DLHDon/{path}") for path in XML_OF_A_BOWL}
    assert said == XML_OF_A_BOWL
    assert root.find("MCCQT") is None


XML_OF_A_BOWL = {
    "TTChung/THDon": "Hoá đơn giá trị gia tăng",
    "TTChung/KHMSHDon": "1",
    "TTChung/SHDon": "1",
    "TTChung/DVTTe": "VND",
    "NDHDon/NBan/Ten": "Gốm Bát Tràng",
    "NDHDon/NBan/MST": TAX_CODE,
    "NDHDon/NMua/Ten": BUYER.name,
    "NDHDon/NMua/DCTDTu": BUYER.email,
    "NDHDon/DSHHDVu/HHDVu/SLuong": "1",
    "NDHDon/DSHHDVu/HHDVu/DGia": "231481",
    "NDHDon/DSHHDVu/HHDVu/ThTien": "231481",
    "NDHDon/DSHHDVu/HHDVu/TSuat": "8%",
    "NDHDon/TToan/THTTLTSuat/LTSuat/TThue": "18519",
    "NDHDon/TToan/TgTCThue": "231481",
    "NDHDon/TToan/TgTThue": "18519",
    "NDHDon/TToan/TgTTTBSo": "250000",
    "NDHDon/TToan/TgTTTBChu": "Hai trăm năm mươi nghìn đồng",
}


async def test_the_xml_of_a_grower_says_not_subject_and_of_a_household_nothing(session):
    _, grown = await a_document(session, tax_class=TaxClass.FARM_PRODUCE, wish=None)
    root = fromstring(xml_of(grown))
    assert root.findtext(".//HHDVu/TSuat") == "KCT"
    assert root.findtext(".//NMua/Ten") == NO_INVOICE

    _, simple = await a_document(session, kind=ProducerKind.HOUSEHOLD)
    root = fromstring(xml_of(simple))
    assert root.findtext(".//KHMSHDon") == "2"
    assert root.find(".//TSuat") is None
    assert root.find(".//TgTThue") is None


async def test_the_paper_says_the_same_as_the_rows(session):
    _, document = await a_document(session)

    words = words_of(print_invoice(document))

    for said in (
        "Hoá đơn giá trị gia tăng",
        f"ký hiệu {document.series}, số 1",
        "Chưa có mã của cơ quan thuế",
        BUYER.name,
        "231.481",
        "18.519",
        "250.000",
        "Hai trăm năm mươi nghìn đồng",
    ):
        assert said in words
    assert print_invoice(document) == print_invoice(document)


async def test_a_household_s_paper_names_no_vat(session):
    _, document = await a_document(session, kind=ProducerKind.HOUSEHOLD, wish=None)

    words = words_of(print_invoice(document))

    assert "Hoá đơn bán hàng" in words
    assert NO_INVOICE in words
    assert "Tiền thuế" not in words


async def test_a_receipt_says_that_it_is_no_invoice_in_both_languages(session):
    order, document = await a_document(session)

    own, english = words_of(print_receipt([document], "vi")), words_of(print_receipt([document], "en"))

    assert "Biên nhận này không thay cho hoá đơn." in own
    assert "250.000" in own
    assert f"Order {order.code}" in english


async def test_papers_are_for_who_may_read_the_order_once_issued(client, session):
    order, document = await a_document(session)
    at, own = f"/api/v1/orders/{order.code}", {"x-order-token": order.token}

    early = await client.get(f"{at}/invoices/1/invoice.pdf", headers=own)
    await issued(session, document)
    listed = await client.get(f"{at}/invoices", headers=own)
    paper = await client.get(f"{at}/invoices/1/invoice.pdf", headers=own)
    data = await client.get(f"{at}/invoices/1/invoice.xml", headers=own)
    receipt = await client.get(f"{at}/receipt.pdf", headers=own)
    stranger = await client.get(f"{at}/invoices/1/invoice.pdf")
    other = await client.get(f"{at}/invoices/2/invoice.pdf", headers=own)

    assert (early.status_code, early.json()["code"]) == (404, "invoice_unknown")
    assert listed.json()["items"][0]["authority_code"] == "M1-26-ABC"
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
    assert fromstring(data.content).findtext("MCCQT") == "M1-26-ABC"
    assert receipt.headers["content-disposition"] == f'attachment; filename="bien-nhan-{order.code}.pdf"'
    assert (stranger.status_code, stranger.json()["code"]) == (404, "order_unknown")
    assert other.status_code == 404


async def test_the_page_of_the_order_leads_to_them(client, session):
    order, document = await a_document(session)
    await client.get(f"/don-hang/{order.code}?token={order.token}", headers=OURS)

    waiting = await client.get(f"/don-hang/{order.code}", headers=OURS)
    await issued(session, document)
    page = await client.get(f"/don-hang/{order.code}", headers=OURS)
    files = [
        await client.get(f"/don-hang/{order.code}/{path}", headers=OURS)
        for path in ("bien-nhan", "hoa-don/1", "hoa-don/1/xml")
    ]

    assert "Hoá đơn đang được lập" in waiting.text
    assert "Hoá đơn (XML)" in page.text
    assert [file.status_code for file in files] == [200, 200, 200]


async def test_before_anything_is_handed_over_there_is_no_receipt(client, session):
    order = await sold(session, await goods(session, 5), status=OrderStatus.PACKED)

    early = await client.get(f"/api/v1/orders/{order.code}/receipt.pdf", headers={"x-order-token": order.token})

    assert (early.status_code, early.json()["code"]) == (404, "invoice_unknown")


async def test_what_no_producer_of_the_register_sells_has_the_point_s_invoice(client, session):
    order = await sold(session, await goods(session, 5))
    await session.execute(update(Parcel).where(Parcel.order_id == order.id).values(producer_id=None))
    operator = "Hội Nông dân phường Hàng Trống"
    await session.execute(update(Place).values(operator=operator))
    await write_invoices(session, order.id)
    await client.get(f"/don-hang/{order.code}?token={order.token}", headers=OURS)

    listed = await client.get(f"/api/v1/orders/{order.code}/invoices", headers={"x-order-token": order.token})
    page = await client.get(f"/don-hang/{order.code}", headers=OURS)

    assert listed.json() == {"items": [], "sold_by_points": [{"parcel": 1, "seller": operator}]}
    assert f"do {operator} bán" in page.text
