"""The office takes down what the law forbids to show."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.errors import Unauthenticated
from shop.core.outbox import publish
from shop.media.withhold import withhold_pictures
from shop.reviews.errors import ReviewUnknown
from shop.reviews.events import ReviewRemoved
from shop.reviews.models import Review, ReviewHistory, Side
from shop.reviews.reply_review import lock_review
from shop.reviews.write_review import photos_of


class Removal(msgspec.Struct, frozen=True):
    """Who asked for it by which document, and what the law forbids in it: everybody reads both."""

    basis: str
    reason: str


async def remove_review(session: AsyncSession, officer: Actor, review_id: UUID, removal: Removal) -> Review:
    """Take down the words and photos of a review; its points go on counting and the removal stays to be seen.

    Consumer law (19/2023/QH15, art. 39(3)) lets a platform hide nothing but what is unlawful. Safe to repeat: the
    first removal stands. The caller let an officer in.

    Raises:
        Unauthenticated: nobody is signed in.
        ReviewUnknown: there is none.
    """
    if officer.person_id is None:
        raise Unauthenticated
    review = await lock_review(session, review_id)
    if review is None:
        raise ReviewUnknown
    if review.removed_at is not None:
        return review
    review.removed_at = await now(session)
    review.removed_by = officer.name
    review.removal_basis, review.removal_reason = removal.basis, removal.reason
    session.add(
        ReviewHistory(
            review_id=review.id, side=Side.REMOVAL, version=1, words=removal.reason, actor=str(officer.person_id)
        )
    )
    record_act(
        session,
        officer.person_id,
        "review.remove",
        review.id,
        officer=officer.name,
        basis=removal.basis,
        reason=removal.reason,
    )
    await withhold_pictures(session, await photos_of(session, review.id))
    publish(session, ReviewRemoved(review_id=review.id, product_id=review.product_id))
    note_change(session, review.product_id, "review")
    await session.flush()  # the audit log is chained in this order
    return review
