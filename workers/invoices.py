"""Work around invoices."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.invoices.adjust import adjust_invoices
from shop.invoices.connect import open_service
from shop.invoices.events import InvoiceIssued
from shop.invoices.issue import issue_due
from shop.notifications.notify_invoice import tell_invoice
from shop.orders.errors import OrderUnknown
from shop.orders.events import OrderFacts
from shop.payments.events import RefundMoved
from shop.payments.models import Payment, RefundState
from workers.runtime import Worker, program
from workers.subscribe import subscriber


@subscriber("invoices.write", "bulk")
async def invoice(session: AsyncSession, _event_id: UUID, event: OrderFacts) -> None:
    """Write what was sold, and what of it is owed back already. An order that was purged needs nothing."""
    try:
        await adjust_invoices(session, event.order_id)
    except OrderUnknown:
        return


@subscriber("invoices.adjust", "bulk")
async def adjust(session: AsyncSession, _event_id: UUID, event: RefundMoved) -> None:
    """Take what is owed back off the invoices of its order."""
    order_id = await session.scalar(select(Payment.reference).where(Payment.id == event.payment_id))
    if event.state is not RefundState.OWED or order_id is None:
        return
    try:
        await adjust_invoices(session, order_id)
    except OrderUnknown:
        return


@subscriber("notices.invoice", "live")
async def tell_issued(session: AsyncSession, event_id: UUID, event: InvoiceIssued) -> None:
    """Write the letter to who wanted the invoice."""
    await tell_invoice(session, event_id, event)


@program("invoices.issue", "bulk")
async def issue(worker: Worker, /) -> None:
    """Have what waits issued. Two at once share the work."""
    service = open_service(worker.settings)
    if service is None:
        return
    try:
        await issue_due(worker.sessions, service)
    finally:
        await service.close()
