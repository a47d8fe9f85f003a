"""Work around invoices."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.invoices.connect import open_service
from shop.invoices.events import InvoiceIssued
from shop.invoices.issue import issue_due
from shop.invoices.write import write_invoices
from shop.notifications.notify_invoice import tell_invoice
from shop.orders.errors import OrderUnknown
from shop.orders.events import OrderDelivered, OrderHandedOver
from workers.runtime import Worker, program
from workers.subscribe import subscriber


@subscriber("invoices.write", "bulk")
async def invoice(session: AsyncSession, _event_id: UUID, event: OrderHandedOver | OrderDelivered) -> None:
    """Write what was sold. An order that was purged needs nothing."""
    try:
        await write_invoices(session, event.order_id)
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
