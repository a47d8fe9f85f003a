"""Work around payments."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.orders.errors import OrderUnknown
from shop.orders.settle import settle_order
from shop.payments.events import PaymentMoved
from shop.payments.models import PaymentState
from workers.subscribe import subscriber


@subscriber("payments.settle", "money")
async def settle(session: AsyncSession, _event_id: UUID, event: PaymentMoved) -> None:
    """What is paid lets its order go on. An order that was purged needs nothing."""
    if event.state is not PaymentState.PAID:
        return
    try:
        await settle_order(session, event.reference)
    except OrderUnknown:
        return
