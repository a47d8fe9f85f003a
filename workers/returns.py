"""Work around returns."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.notifications.notify_return import tell_return
from shop.payments.events import RefundMoved
from shop.payments.models import RefundState
from shop.returns.events import ReturnMoved
from shop.returns.follow_refund import end_refunded
from shop.returns.lapse import lapse_returns
from shop.returns.terms import return_terms
from workers.app import SETTINGS
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("notices.return", "live")
async def tell_concerned(session: AsyncSession, event_id: UUID, event: ReturnMoved) -> None:
    """Write the notices of the buyer, or of who has to act next."""
    await tell_return(session, event_id, event, return_terms(SETTINGS))


@subscriber("returns.follow_refund", "money")
async def follow_refund(session: AsyncSession, _event_id: UUID, event: RefundMoved) -> None:
    """A return whose money went back through its provider is over."""
    if event.state is RefundState.PAID:
        await end_refunded(session, event.about, return_terms(SETTINGS))


@sweep("returns.lapse", "money", limit=100)
async def lapse(session: AsyncSession, limit: int) -> int:
    """Move on returns whose step was not taken in time."""
    return await lapse_returns(session, limit, return_terms(SETTINGS))
