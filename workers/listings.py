"""Work around listings."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.listings.events import ListingApproved, ListingDeclined
from shop.notifications.notify_listing import tell_listing
from workers.subscribe import subscriber


@subscriber("notices.listing", "live")
async def tell_members(session: AsyncSession, event_id: UUID, event: ListingApproved | ListingDeclined) -> None:
    """Write the notices of the producer's people; the mail itself leaves with the next delivery."""
    await tell_listing(session, event_id, event)
