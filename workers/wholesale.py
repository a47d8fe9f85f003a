"""Work around wholesale enquiries."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.notifications.notify_wholesale import tell_enquiry, tell_enquiry_moved
from shop.wholesale.answer import expire_enquiries
from shop.wholesale.events import EnquiryAsked, EnquiryMoved
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("notices.wholesale", "live")
async def tell_producer_of_enquiry(session: AsyncSession, event_id: UUID, event: EnquiryAsked) -> None:
    """Write the notices; the mail itself leaves with the next delivery."""
    await tell_enquiry(session, event_id, event)


@subscriber("notices.wholesale_moved", "live")
async def tell_other_side(session: AsyncSession, event_id: UUID, event: EnquiryMoved) -> None:
    """Write the notices."""
    await tell_enquiry_moved(session, event_id, event)


@sweep("wholesale.expire", "bulk")
async def expire(session: AsyncSession, limit: int) -> int:
    """End what nobody answered, and quotes whose day is over."""
    return await expire_enquiries(session, limit)
