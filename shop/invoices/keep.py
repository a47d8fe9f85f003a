"""Date, number and write an invoice."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.invoices.models import InvoiceLine, InvoiceNumber, SellerInvoice


async def keep_invoice(session: AsyncSession, invoice: SellerInvoice, lines: Sequence[InvoiceLine], day: date) -> None:
    """Write an invoice of `day` (Hà Nội) with its sums and the next number of its seller's year, then its lines.

    Not idempotent: its caller has locked the sold parcels and found that it is missing.
    """
    invoice.sold_on, invoice.year = day, day.year
    invoice.total = Dong(sum(line.amount for line in lines))
    invoice.vat = Dong(sum(line.vat for line in lines))
    invoice.number = await _next_number(session, invoice.producer_id, invoice.year)
    session.add(invoice)
    await session.flush()  # its lines name it
    for line in lines:
        line.invoice_id = invoice.id
    session.add_all(lines)
    await session.flush()  # the next one's number is asked by a statement


async def _next_number(session: AsyncSession, producer_id: UUID, year: int) -> int:
    """The next one of a series; its row stays locked until the invoice is committed or the number given back."""
    first = insert(InvoiceNumber).values(producer_id=producer_id, year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=[InvoiceNumber.producer_id, InvoiceNumber.year], set_={"last": InvoiceNumber.last + 1}
    ).returning(InvoiceNumber.last)
    number: int = (await session.execute(counted)).scalar_one()
    return number
