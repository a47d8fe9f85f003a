"""Work around reviews."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.media.withhold import remove_withheld
from shop.notifications.notify_review import tell_review, tell_reviewer
from shop.reviews.events import ReviewAnswered, ReviewRemoved, ReviewWritten
from shop.reviews.write_review import photos_of
from workers.app import SETTINGS
from workers.subscribe import subscriber


@subscriber("notices.review", "live")
async def tell_desk(session: AsyncSession, event_id: UUID, event: ReviewWritten) -> None:
    """Write the notices of the producer's people."""
    await tell_review(session, event_id, event)


@subscriber("notices.reviewer", "live")
async def tell_writer(session: AsyncSession, event_id: UUID, event: ReviewAnswered | ReviewRemoved) -> None:
    """Write the notice of who wrote the review."""
    await tell_reviewer(session, event_id, event)


@subscriber("reviews.withhold", "bulk")
async def withhold(session: AsyncSession, _event_id: UUID, event: ReviewRemoved) -> None:
    """Remove the files of the photos of a review that was taken down."""
    await remove_withheld(session, SETTINGS, await photos_of(session, event.review_id))
