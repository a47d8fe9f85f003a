"""What is owed back for goods is taken off their invoice: once, to the đồng, under the original's number."""

import asyncio
from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from shop.core.db import short
from shop.invoices.adjust import adjust_invoices
from shop.invoices.connect import sandbox_service
from shop.invoices.document import documents_of
from shop.invoices.issue import issue_due, note_answer
from shop.invoices.models import InvoiceState, SellerInvoice
from shop.invoices.print_invoice import print_invoice
from shop.invoices.sandbox.books import Books
from shop.invoices.send_again import send_again
from shop.invoices.service import Issued
from shop.invoices.write_xml import xml_of
from shop.orders.extras import Extras
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from shop.payments.models import Refund
from shop.producers.models import Producer, ProducerKind
from shop.returns.receive import Came, receive_return
from tests.invoices.test_issue import member_of
from tests.invoices.test_papers import words_of
from tests.make.inventory import goods
from tests.make.invoices import BUYER, TAX_CODE, lines_of, seller
from tests.make.parcels import two_parcels
from tests.make.refunds import claimed, prepaid
from tests.make.returns import RULES, accepted, bought

OURS = {"origin": "https://chomay.test"}


async def sold_bowls(session, *, kind=ProducerKind.COOPERATIVE, tax_code=TAX_CODE, **changes):
    """Three bowls of 250.000 đồng that their buyer has."""
    bowl = await goods(session, 10)
    await seller(session, bowl, kind=kind, tax_code=tax_code)
    return await bought(session, bowl, **changes)


async def came_back(session, order, pieces):
    """A return of so many pieces whose money is owed."""
    made = await accepted(session, order, pieces)
    await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=pieces)], RULES)
    await session.flush()
    return made


async def written(session):
    """All invoices, the original ones first, with the only line of each."""
    found = await session.scalars(
        select(SellerInvoice)
        .order_by(SellerInvoice.adjusts_id.is_not(None), SellerInvoice.number)
        .execution_options(populate_existing=True)
    )
    return [(invoice, (await lines_of(session, invoice))[0]) for invoice in found.all()]


async def test_pieces_that_came_back_are_taken_off_their_invoice(session):
    order = await sold_bowls(session)
    made = await came_back(session, order, 2)

    await adjust_invoices(session, order.id)

    (original, sold), (adjusting, less) = await written(session)
    assert (adjusting.adjusts_id, adjusting.about, adjusting.number) == (original.id, made.id, 2)
    assert (adjusting.total, adjusting.vat, adjusting.delivery) == (-500_000, -37_037, 0)
    assert (less.quantity, less.price, less.amount, less.vat_rate) == (-2, sold.price, -500_000, sold.vat_rate)
    assert (adjusting.seller_tax_code, adjusting.form, adjusting.state) == (
        original.seller_tax_code,
        original.form,
        InvoiceState.WAITING,
    )


async def test_returns_and_claims_together_take_no_more_than_the_line_and_all_of_it(session):
    order = await sold_bowls(session)
    await session.execute(update(OrderLine).values(discount=100_001, producer_discount=33_333))
    await session.flush()
    await adjust_invoices(session, order.id)
    await claimed(session, order, 100_000, line=order.line)
    await came_back(session, order, 1)
    await came_back(session, order, 2)

    assert await adjust_invoices(session, order.id) == 3

    found = await written(session)
    assert sum(invoice.total for invoice, _ in found) == 0
    assert sum(invoice.vat for invoice, _ in found) == 0
    assert sum(line.quantity for _, line in found) == 0
    assert sum(line.producer_discount for _, line in found) == 0


async def test_what_is_owed_of_a_whole_order_is_shared_by_its_lines_once_all_parcels_are_over(session):
    _, _, order = await two_parcels(session)
    placed = (await session.scalars(select(Order).where(Order.code == order.code))).one()
    await prepaid(session, placed)
    await session.execute(update(Parcel).where(Parcel.number == 1).values(status=OrderStatus.DELIVERED))
    await claimed(session, placed, 70_001)
    early = await adjust_invoices(session, placed.id)
    await session.execute(update(Parcel).values(status=OrderStatus.DELIVERED))

    late = await adjust_invoices(session, placed.id)

    assert (early, late) == (0, 2)
    found = await written(session)
    assert [invoice.total for invoice, _ in found if invoice.adjusts_id] == [-50_001, -20_000]
    assert [(line.quantity, line.discount) for invoice, line in found if invoice.adjusts_id] == [
        (0, 50_001),
        (0, 20_000),
    ]


async def test_what_was_owed_for_bringing_is_no_ones_sale(session):
    order = await sold_bowls(session)
    payment_more = text("UPDATE payment SET amount = amount + 30000, collected = collected + 30000")
    await session.execute(payment_more)
    await claimed(session, order, 780_000)

    await adjust_invoices(session, order.id)

    assert [invoice.total for invoice, _ in await written(session)] == [750_000, -750_000]


async def test_what_is_owed_for_goods_without_a_seller_is_adjusted_nowhere(session):
    order = await sold_bowls(session)
    await session.execute(update(Parcel).values(producer_id=None))
    await came_back(session, order, 1)

    assert await adjust_invoices(session, order.id) == 0
    assert await session.scalar(select(func.count()).select_from(SellerInvoice)) == 0


async def test_it_is_of_the_day_the_money_was_owed_and_of_that_year_s_series(session):
    order = await sold_bowls(session)
    await adjust_invoices(session, order.id)
    await came_back(session, order, 1)
    await session.execute(update(Refund).values(created_at=Refund.created_at + timedelta(days=366)))

    await adjust_invoices(session, order.id)

    (original, _), (adjusting, _) = await written(session)
    assert (adjusting.sold_on - original.sold_on).days == 366
    assert (adjusting.year, adjusting.number) == (original.year + 1, 1)


async def test_ten_at_once_write_it_once(sessions):
    async with short(sessions) as session:
        order = await sold_bowls(session)
        await came_back(session, order, 1)
        await claimed(session, order, 50_000, line=order.line)

    async def one():
        async with short(sessions) as session:
            return await adjust_invoices(session, order.id)

    counts = await asyncio.gather(*(one() for _ in range(10)))

    assert sum(counts) == 2
    async with short(sessions) as session:
        assert [invoice.number for invoice, _ in await written(session)] == [1, 2, 3]


async def test_the_database_takes_one_for_each_return_and_no_change_of_what_it_adjusts(session):
    order = await sold_bowls(session)
    await came_back(session, order, 1)
    await adjust_invoices(session, order.id)
    (_, _), (adjusting, _) = await written(session)
    again = text(
        "INSERT INTO invoice (parcel_id, order_id, producer_id, year, number, form, sold_on, order_code, parcel_number,"
        " seller_name, locale, payment_method, total, vat, delivery, adjusts_id, about) SELECT parcel_id, order_id,"
        " producer_id, year, 99, form, sold_on, order_code, parcel_number, seller_name, locale, payment_method,"
        " total, vat, delivery, adjusts_id, about FROM invoice WHERE id = :id"
    )

    for statement in (again, text("UPDATE invoice SET about = uuidv7() WHERE id = :id")):
        with pytest.raises(IntegrityError):
            async with session.begin_nested():
                await session.execute(statement, {"id": adjusting.id})


async def test_the_service_gets_it_after_the_one_it_adjusts(sessions):
    async with short(sessions) as session:
        order = await sold_bowls(session, tax_code=None)
        await came_back(session, order, 1)
        await adjust_invoices(session, order.id)
    books = Books()
    service = sandbox_service(books)

    first = await issue_due(sessions, service)
    async with short(sessions) as session:
        (original, _), (waiting, _) = await written(session)
        producer = await session.get(Producer, original.producer_id)
        producer.tax_code = TAX_CODE
        actor = await member_of(session, producer)
        await send_again(session, actor, producer, original.id)
    rest = await issue_due(sessions, service)

    async with short(sessions) as session:
        found = [invoice for invoice, _ in await written(session)]
    assert (first, waiting.asked, rest) == (1, 0, 2)
    assert [invoice.state for invoice in found] == [InvoiceState.ISSUED] * 2
    assert [invoice.seller_tax_code for invoice in found] == [TAX_CODE] * 2
    assert list(books.issued) == [str(invoice.id) for invoice in found]


async def test_xml_and_paper_name_the_original_and_are_negative(session):
    order = await sold_bowls(session)
    await claimed(session, order, 25_000, line=order.line)
    await came_back(session, order, 1)
    await adjust_invoices(session, order.id)
    invoices = [invoice for invoice, _ in await written(session)]

    original, lower, back = await documents_of(session, invoices)

    root = fromstring(xml_of(back))
    assert {tag: root.findtext(f".//TTHDLQuan/{tag}") for tag in ("TCHDon", "KHMSHDCLQuan", "SHDCLQuan")} == {
        "TCHDon": "2",
        "KHMSHDCLQuan": "1",
        "SHDCLQuan": "1",
    }
    assert root.findtext(".//TTHDLQuan/KHHDCLQuan") == original.series
    assert root.findtext(".//TTHDLQuan/NLHDCLQuan") == original.sold_on.isoformat()
    assert (root.findtext(".//HHDVu/SLuong"), root.findtext(".//TgTTTBSo")) == ("-1", "-250000")
    assert root.findtext(".//TgTTTBChu") == "Âm hai trăm năm mươi nghìn đồng"
    assert fromstring(xml_of(lower)).find(".//HHDVu/SLuong") is None
    assert fromstring(xml_of(original)).find(".//TTHDLQuan") is None
    words = words_of(print_invoice(back))
    for said in ("Hoá đơn giá trị gia tăng điều chỉnh", f"ký hiệu {original.series}, số 1", "-1 ", "-250.000"):
        assert said in words


async def test_a_buyer_finds_it_beside_the_original(client, session):
    order = await sold_bowls(session)
    await came_back(session, order, 1)
    await adjust_invoices(session, order.id)
    (original, _), (adjusting, _) = await written(session)
    for invoice in (original, adjusting):
        await note_answer(session, invoice.id, Issued(code=f"M1-{invoice.number}"))
    await session.flush()
    at = f"/api/v1/orders/{order.code}"

    listed = (await client.get(f"{at}/invoices", headers=order.headers)).json()["items"]
    files = [
        await client.get(f"{at}/adjusting-invoices/{adjusting.id}/invoice.{kind}", headers=order.headers)
        for kind in ("pdf", "xml")
    ]
    stranger = await client.get(f"{at}/adjusting-invoices/{adjusting.id}/invoice.pdf")
    other = await client.get(f"{at}/adjusting-invoices/{original.id}/invoice.pdf", headers=order.headers)
    await client.get(f"/don-hang/{order.code}?token={order.token}", headers=OURS)
    page = await client.get(f"/don-hang/{order.code}", headers=OURS)

    assert [one["total"] for one in listed] == [750_000, -250_000]
    assert listed[0]["adjusts"] is None
    assert listed[1]["adjusts"]["number"] == original.number
    assert [file.status_code for file in files] == [200, 200]
    assert (stranger.status_code, other.status_code) == (404, 404)
    assert f"/hoa-don-dieu-chinh/{adjusting.id}/xml" in page.text


async def test_a_buyer_with_a_wish_is_named_again(session):
    order = await sold_bowls(session, extras=Extras(invoice=BUYER))
    await came_back(session, order, 1)

    await adjust_invoices(session, order.id)

    assert [invoice.buyer_email for invoice, _ in await written(session)] == [BUYER.email] * 2
