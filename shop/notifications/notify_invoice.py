"""Write the letter with an invoice to the address the buyer gave for it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.i18n import known_locale, say
from shop.core.money import show
from shop.invoices.events import InvoiceIssued
from shop.invoices.models import SellerInvoice
from shop.notifications.letter import Block, quoted
from shop.notifications.order_text import order_link
from shop.notifications.write import Reader, Told, write_notices
from shop.orders.models import Order


async def tell_invoice(session: AsyncSession, event_id: UUID, event: InvoiceIssued) -> int:
    """Tell where the invoice is; returns how many notices were new. Safe to repeat.

    Mail alone, under the order's key: the address is an accountant's, and the account of the buyer is another reader.
    """
    found = await session.execute(
        select(SellerInvoice, Order)
        .join(Order, Order.id == SellerInvoice.order_id)
        .where(SellerInvoice.id == event.invoice_id)
    )
    row = found.one_or_none()
    if row is None or row[0].buyer_email is None:
        return 0
    invoice, order = row
    locale = known_locale(invoice.locale)
    facts = {"code": invoice.order_code, "number": f"{invoice.number}/{invoice.year}"}
    news = "invoice_issued" if invoice.adjusts_id is None else "invoice_adjusted"
    told = Told(
        locale=locale,
        subject=say(locale, f"notice.{news}.subject", **facts),
        text=say(
            locale, f"notice.{news}.text", seller=quoted(invoice.seller_name), amount=show(abs(invoice.total)), **facts
        ),
    )
    blocks = (
        Block(say(locale, "notice.hello", name=quoted(invoice.buyer_name or ""))),
        Block(quoted(told.text)),
        Block(say(locale, "notice.see_invoice"), href=order_link(locale, order.code)),
    )
    reader = Reader(key=f"order:{order.id}", email=invoice.buyer_email, person_id=None, order_id=order.id)
    return await write_notices(session, event_id, reader, told, blocks)
