"""A producer answers a review."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.models import Product
from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.outbox import publish
from shop.producers.guards import require_member
from shop.producers.models import MemberRole
from shop.reviews.errors import ReviewSaysNothing, ReviewTakenDown, ReviewUnknown
from shop.reviews.events import ReviewAnswered
from shop.reviews.models import Review, ReviewHistory, Side


async def reply_review(session: AsyncSession, actor: Actor, producer_id: UUID, review_id: UUID, words: str) -> Review:
    """Write the one reply to a review of the producer's own product, or change it. Safe to repeat.

    Raises:
        Unauthenticated, Forbidden: not an editor of this producer.
        ReviewUnknown: there is none, or it is of another producer's product.
        ReviewSaysNothing, ReviewTakenDown: there is nothing to answer with, or nothing to answer.
    """
    await require_member(session, actor, producer_id, at_least=MemberRole.EDITOR)
    if not any(sign.isalnum() for sign in words):
        raise ReviewSaysNothing(field="words")
    own = select(Product.id).where(Product.producer_id == producer_id)
    review = await lock_review(session, review_id)
    if review is None or review.product_id not in set(
        await session.scalars(own.where(Product.id == review.product_id))
    ):
        raise ReviewUnknown
    if review.removed_at is not None:
        raise ReviewTakenDown
    if review.reply == words:
        return review
    review.replied_at = review.replied_at or await now(session)
    review.reply = words
    review.reply_version += 1
    session.add(
        ReviewHistory(
            review_id=review.id, side=Side.REPLY, version=review.reply_version, words=words, actor=str(actor.person_id)
        )
    )
    if review.reply_version == 1:
        publish(session, ReviewAnswered(review_id=review.id, product_id=review.product_id))
    note_change(session, review.product_id, "review")
    await session.flush()  # who answers in the same moment waits for the row and finds it
    return review


async def lock_review(session: AsyncSession, review_id: UUID) -> Review | None:
    """The review, locked until the commit; None when there is none."""
    found: Review | None = await session.scalar(
        select(Review).where(Review.id == review_id).with_for_update().execution_options(populate_existing=True)
    )
    return found
