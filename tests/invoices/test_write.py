"""A parcel its buyer has is one invoice of its seller: numbered without a gap, frozen, exact to the đồng."""

import asyncio
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from shop.catalog.models import TaxClass
from shop.core.db import short
from shop.invoices.models import InvoiceForm, InvoiceNumber, InvoiceState, SellerInvoice
from shop.invoices.write import write_invoices
from shop.orders.errors import OrderUnknown
from shop.orders.models import OrderLine, OrderStatus, Parcel, ParcelHistory
from shop.producers.models import Producer, ProducerKind
from tests.make.inventory import goods
from tests.make.invoices import BUYER, invoiced, lines_of, seller, sold
from tests.make.parcels import two_parcels


async def test_a_sale_becomes_an_invoice_with_seller_buyer_and_vat(session):
    bowl = await goods(session, 5)
    await seller(session, bowl)

    order, invoice = await invoiced(session, bowl)

    (line,) = await lines_of(session, invoice)
    assert (invoice.form, invoice.number, invoice.state) == (InvoiceForm.VAT, 1, InvoiceState.WAITING)
    assert (invoice.seller_name, invoice.seller_tax_code) == ("Gốm Bát Tràng", BUYER.tax_code)
    assert (invoice.buyer_name, invoice.buyer_email) == (BUYER.name, BUYER.email)
    assert (invoice.order_code, invoice.total, invoice.vat, invoice.delivery) == (order.code, 250_000, 18_519, 0)
    assert (line.quantity, line.price, line.amount, line.vat_rate, line.vat) == (1, 250_000, 250_000, 8, 18_519)


@pytest.mark.parametrize(
    ("kind", "tax_class", "form"),
    [
        (ProducerKind.HOUSEHOLD, TaxClass.GOODS, InvoiceForm.SALES),
        (ProducerKind.GROUP, TaxClass.GOODS, InvoiceForm.SALES),
        (ProducerKind.COOPERATIVE, TaxClass.FARM_PRODUCE, InvoiceForm.VAT),
    ],
)
async def test_households_and_growers_name_no_vat(session, kind, tax_class, form):
    bowl = await goods(session, 5)
    await seller(session, bowl, kind=kind, tax_class=tax_class)

    _, invoice = await invoiced(session, bowl, wish=None)

    (line,) = await lines_of(session, invoice)
    assert (invoice.form, invoice.vat, line.vat_rate, line.tax_class) == (form, 0, None, tax_class)
    assert invoice.buyer_name is None


async def test_a_voucher_s_share_lowers_the_line(session):
    bowl = await goods(session, 5)
    await seller(session, bowl)
    order = await sold(session, bowl)
    await session.execute(
        update(OrderLine).where(OrderLine.order_id == order.id).values(discount=34_000, producer_discount=10_000)
    )

    await write_invoices(session, order.id)

    invoice = await session.scalar(select(SellerInvoice))
    (line,) = await lines_of(session, invoice)
    assert (line.discount, line.producer_discount, line.amount, line.vat) == (34_000, 10_000, 216_000, 16_000)


async def test_what_its_buyer_does_not_have_is_no_sale(session):
    bowl = await goods(session, 5)
    order = await sold(session, bowl, status=OrderStatus.PACKED)

    assert await write_invoices(session, order.id) == 0


async def test_an_order_that_is_gone_is_unknown(session):
    with pytest.raises(OrderUnknown):
        await write_invoices(session, uuid4())


async def test_an_invoice_written_late_is_of_the_day_the_buyer_had_the_goods(session):
    order = await sold(session, await goods(session, 5))
    parcel = await session.scalar(select(Parcel).where(Parcel.order_id == order.id))
    new_years_eve = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 in Hà Nội
    session.add(
        ParcelHistory(
            parcel_id=parcel.id, status=parcel.status, place_id=parcel.place_id, actor="quầy", created_at=new_years_eve
        )
    )
    await session.flush()

    await write_invoices(session, order.id)

    invoice = await session.scalar(select(SellerInvoice).where(SellerInvoice.order_id == order.id))
    assert invoice.sold_on == date(2026, 12, 31)


async def test_each_seller_of_an_order_has_an_invoice_of_its_own_once(session):
    await two_parcels(session)
    order_id = await session.scalar(select(Parcel.order_id).limit(1))
    await session.execute(update(Parcel).where(Parcel.number == 1).values(status=OrderStatus.DELIVERED))
    first = await write_invoices(session, order_id)
    await session.execute(update(Parcel).values(status=OrderStatus.DELIVERED))
    second, third = await write_invoices(session, order_id), await write_invoices(session, order_id)

    assert (first, second, third) == (1, 1, 0)
    found = (await session.scalars(select(SellerInvoice).order_by(SellerInvoice.parcel_number))).all()
    assert [(one.seller_name, one.number, one.total) for one in found] == [
        ("Gốm Bát Tràng", 1, 500_000),
        ("Hợp tác xã Chè", 1, 200_000),
    ]
    paid = await session.scalar(select(func.sum(Parcel.amount)))
    assert sum(one.total + one.delivery for one in found) == paid


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE invoice SET number = number + 1",
        "UPDATE invoice SET total = total + 1",
        "UPDATE invoice_line SET name = 'khác'",
        "DELETE FROM invoice_line",
        "UPDATE invoice SET seller_name = 'khác'",
    ],
)
async def test_the_database_keeps_what_was_written(session, change):
    bowl = await goods(session, 5)
    _, invoice = await invoiced(session, bowl)
    invoice.state, invoice.due_at, invoice.authority_code = InvoiceState.ISSUED, None, "M1-26-ABC"
    invoice.issued_at = invoice.created_at
    await session.flush()

    with pytest.raises(IntegrityError, match="never changed"):
        await session.execute(text(change))


async def test_a_later_change_of_the_seller_does_not_reach_it(session):
    bowl = await goods(session, 5)
    _, invoice = await invoiced(session, bowl)

    await session.execute(update(Producer).values(name="Tên khác"))
    await session.refresh(invoice)

    assert invoice.seller_name == "Gốm Bát Tràng"


async def test_twenty_at_once_are_numbered_one_to_twenty(sessions):
    async with short(sessions) as session:
        bowl = await goods(session, 50)
        orders = [await sold(session, bowl) for _ in range(20)]

    async def one(order):
        async with short(sessions) as session:
            return await write_invoices(session, order.id)

    written = await asyncio.gather(*(one(order) for order in [*orders, *orders]))

    assert sum(written) == 20
    async with short(sessions) as session:
        numbers = (await session.scalars(select(SellerInvoice.number).order_by(SellerInvoice.number))).all()
        assert list(numbers) == list(range(1, 21))
        assert await session.scalar(select(InvoiceNumber.last)) == 20


async def test_a_number_given_in_vain_is_given_again(sessions):
    async with short(sessions) as session:
        bowl = await goods(session, 5)
        first, second = await sold(session, bowl), await sold(session, bowl)

    async with sessions() as session:
        await write_invoices(session, first.id)
        await session.rollback()
    async with short(sessions) as session:
        await write_invoices(session, second.id)

    async with short(sessions) as session:
        assert (await session.scalars(select(SellerInvoice.number))).all() == [1]
