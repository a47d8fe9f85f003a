"""Review what was received."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.keep_reviews import add_to_reviews
from shop.catalog.models import Variant
from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.i18n import Locale
from shop.core.masks import public_name
from shop.core.outbox import publish
from shop.media.models import Asset, AssetKind, AssetState
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from shop.orders.move import lock_order
from shop.reviews.errors import (
    LineNotReceived,
    PhotoUnknown,
    PointsUnknown,
    ReviewClosed,
    ReviewSaysNothing,
    ReviewTakenDown,
)
from shop.reviews.events import ReviewWritten
from shop.reviews.models import Review, ReviewHistory, ReviewPhoto, Side
from shop.reviews.rules import MOST_PHOTOS, MOST_POINTS, is_editable

RECEIVED = frozenset({OrderStatus.HANDED_OVER, OrderStatus.DELIVERED})
"""Where a parcel stands whose goods its buyer has; the other parcels of the order may still be on their way."""


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What a buyer says: points from 1 to 5, words, photos (assets of the order) in their order."""

    points: int
    words: str
    photos: tuple[UUID, ...] = ()
    locale: Locale


async def write_review(session: AsyncSession, actor: Actor, order_id: UUID, line_id: UUID, said: Wording) -> Review:
    """Write the one review of an order line, or change it within its days. The caller has checked who asks.

    Safe to repeat: the same wording again changes nothing. The order is locked first, so that of twins one writes
    and the other finds it; product row and change come last.

    Raises:
        LineNotReceived: not this order's, or the goods are not there yet.
        PointsUnknown, ReviewSaysNothing, PhotoUnknown: it cannot be meant so.
        ReviewTakenDown, ReviewClosed: it can no longer be changed.
    """
    if not 1 <= said.points <= MOST_POINTS:
        raise PointsUnknown(field="points")
    if not any(sign.isalnum() for sign in said.words):
        raise ReviewSaysNothing(field="words")
    order = await lock_order(session, Order.id == order_id)
    line = await _received(session, order.id, line_id)
    await _check_photos(session, order.id, said.photos)
    moment = await now(session)
    review = await session.scalar(select(Review).where(Review.order_line_id == line.id).with_for_update())
    if review is None:
        return await _begin(session, actor, order, line, said)
    return await _change(session, actor, review, said, moment)


async def _received(session: AsyncSession, order_id: UUID, line_id: UUID) -> OrderLine:
    """The line, once its parcel has reached the buyer. The order is locked, so no parcel of it moves meanwhile."""
    line = await session.scalar(
        select(OrderLine)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .where(OrderLine.id == line_id, OrderLine.order_id == order_id, Parcel.status.in_(RECEIVED))
    )
    if line is None:
        raise LineNotReceived
    return line


async def _begin(session: AsyncSession, actor: Actor, order: Order, line: OrderLine, said: Wording) -> Review:
    variant = await session.get_one(Variant, line.variant_id)
    review = Review(
        order_line_id=line.id,
        order_id=order.id,
        product_id=variant.product_id,
        author=public_name(order.contact_name),
        locale=said.locale,
        points=said.points,
        words=said.words,
        photos=len(said.photos),
        version=1,
        reply_version=0,
        sample=order.sample,
    )
    session.add(review)
    await session.flush()  # its photos and its event name it
    await _keep(session, actor, review, said.photos)
    publish(session, ReviewWritten(review_id=review.id, product_id=review.product_id))
    await add_to_reviews(session, review.product_id, count=1, points=said.points)
    return review


async def _change(session: AsyncSession, actor: Actor, review: Review, said: Wording, moment: datetime) -> Review:
    if review.removed_at is not None:
        raise ReviewTakenDown
    photos = await photos_of(session, review.id)
    if (review.points, review.words, photos) == (said.points, said.words, said.photos):
        return review
    if not is_editable(review.created_at, moment):
        raise ReviewClosed
    more = said.points - review.points
    review.points, review.words, review.photos = said.points, said.words, len(said.photos)
    review.locale = said.locale
    review.version += 1
    review.edited_at = moment
    await session.execute(delete(ReviewPhoto).where(ReviewPhoto.review_id == review.id))
    await _keep(session, actor, review, said.photos)
    await add_to_reviews(session, review.product_id, count=0, points=more)
    return review


async def photos_of(session: AsyncSession, review_id: UUID) -> tuple[UUID, ...]:
    """The photos of a review in their order."""
    rows = await session.scalars(
        select(ReviewPhoto.asset_id).where(ReviewPhoto.review_id == review_id).order_by(ReviewPhoto.position)
    )
    return tuple(rows)


async def _keep(session: AsyncSession, actor: Actor, review: Review, photos: Sequence[UUID]) -> None:
    """Write the photos, and the wording into the history."""
    if photos:
        rows = [{"review_id": review.id, "asset_id": asset, "position": at} for at, asset in enumerate(photos)]
        await session.execute(insert(ReviewPhoto), rows)
    session.add(
        ReviewHistory(
            review_id=review.id,
            side=Side.REVIEW,
            version=review.version,
            points=review.points,
            words=review.words,
            photos=list(photos),
            actor=str(actor.person_id or "buyer"),
        )
    )


async def _check_photos(session: AsyncSession, order_id: UUID, photos: Sequence[UUID]) -> None:
    if len(set(photos)) != len(photos) or len(photos) > MOST_PHOTOS:
        raise PhotoUnknown(field="photos", most=MOST_PHOTOS)
    known = await session.scalars(
        select(Asset.id).where(
            Asset.id.in_(photos),
            Asset.owner == order_id,
            Asset.kind == AssetKind.PICTURE,
            Asset.state != AssetState.REFUSED,
        )
    )
    if set(known) != set(photos):
        raise PhotoUnknown(field="photos", most=MOST_PHOTOS)
