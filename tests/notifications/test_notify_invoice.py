"""Who asked for an invoice is told where it is, in the language of the order."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text

from shop.core.outbox import OutboxEvent
from shop.invoices.adjust import adjust_invoices
from shop.invoices.events import InvoiceIssued
from shop.invoices.issue import note_answer
from shop.invoices.models import SellerInvoice
from shop.invoices.service import Issued
from shop.notifications.models import Notice
from shop.notifications.notify_invoice import tell_invoice
from tests.make.inventory import goods
from tests.make.invoices import BUYER, invoiced, seller
from tests.make.refunds import claimed


async def told(session, *, wish=BUYER, locale="vi"):
    """The notices after an invoice was issued twice by the same answer."""
    bowl = await goods(session, 5)
    await seller(session, bowl)
    _, invoice = await invoiced(session, bowl, wish=wish)
    invoice.locale = locale
    for _ in range(2):
        await note_answer(session, invoice.id, Issued(code="M1-26-ABC"))
    await session.flush()
    events = (await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == InvoiceIssued.kind))).all()
    for event in [*events, *events]:
        await tell_invoice(session, event.id, InvoiceIssued(invoice_id=invoice.id))
    return len(events), (await session.scalars(select(Notice))).all()


@pytest.mark.parametrize(("locale", "word"), [("vi", "Hoá đơn"), ("en", "Invoice")])
async def test_one_letter_goes_to_the_address_of_the_wish(session, locale, word):
    events, notices = await told(session, locale=locale)

    assert events == 1
    mails = [notice for notice in notices if notice.subject.startswith(word)]
    assert [mail.email for mail in mails if mail.email] == [BUYER.email]


@pytest.mark.parametrize(("locale", "words"), [("vi", "Hoá đơn điều chỉnh"), ("en", "Adjusting invoice")])
async def test_an_adjusting_invoice_is_called_so_and_says_how_much_less(session, locale, words):
    bowl = await goods(session, 5)
    await seller(session, bowl)
    order, invoice = await invoiced(session, bowl)
    await session.execute(text("UPDATE payment SET collected = amount"))
    await claimed(session, order, 50_000, line=order.line)
    await adjust_invoices(session, order.id)
    adjusting = await session.scalar(select(SellerInvoice).where(SellerInvoice.adjusts_id == invoice.id))
    adjusting.locale = locale
    await session.flush()

    await tell_invoice(session, uuid4(), InvoiceIssued(invoice_id=adjusting.id))

    mail = await session.scalar(select(Notice).where(Notice.email == BUYER.email))
    assert mail.subject.startswith(words)
    assert "50.000" in mail.body_text


async def test_who_asked_for_none_is_not_told(session):
    assert await told(session, wish=None) == (0, [])
