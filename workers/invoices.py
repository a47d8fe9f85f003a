"""Work around invoices."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.invoices.write import write_invoices
from shop.orders.errors import OrderUnknown
from shop.orders.events import OrderDelivered, OrderHandedOver
from workers.subscribe import subscriber


@subscriber("invoices.write", "bulk")
async def invoice(session: AsyncSession, _event_id: UUID, event: OrderHandedOver | OrderDelivered) -> None:
    """Write what was sold. An order that was purged needs nothing."""
    try:
        await write_invoices(session, event.order_id)
    except OrderUnknown:
        return
