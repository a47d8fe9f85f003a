"""Work around refunds."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.notifications.notify_refund import tell_refund
from shop.payments.events import RefundMoved
from workers.subscribe import subscriber


@subscriber("notices.refund", "live")
async def tell_refunded(session: AsyncSession, _event_id: UUID, event: RefundMoved) -> None:
    """Write the buyer's notice of money that is owed, or was paid back."""
    await tell_refund(session, event)
