"""Reviews as people and programs see them."""

from datetime import datetime
from uuid import UUID

import msgspec

from shop.core.masks import mask_phones
from shop.media.rules import picture_address
from shop.reviews.models import Review
from shop.reviews.rules import is_editable


class RemovalShown(msgspec.Struct, frozen=True, kw_only=True):
    """That a review was taken down, when, at whose request and why."""

    at: datetime
    basis: str
    reason: str


class ReplyShown(msgspec.Struct, frozen=True, kw_only=True):
    """The producer's answer; `edited` when it has had other words."""

    text: str
    at: datetime
    edited: bool


class ReviewShown(msgspec.Struct, frozen=True, kw_only=True):
    """A review as everybody may read it; of one that was taken down the points, the date and the removal are left.

    `points` (1 to 5) are the buyer's, not the stars of the programme. `photos` are addresses of pictures.
    """

    id: UUID
    points: int
    author: str
    text: str
    locale: str
    photos: tuple[str, ...]
    at: datetime
    edited_at: datetime | None
    reply: ReplyShown | None
    removed: RemovalShown | None


class ReviewOfProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A review with the product it is about."""

    review: ReviewShown
    product_slug: str
    product_name: str
    image: str


class OwnReview(msgspec.Struct, frozen=True, kw_only=True):
    """What a buyer has said, in its own words, with the ids of the photos; `editable`: it may still be changed."""

    id: UUID
    points: int
    text: str
    photos: tuple[UUID, ...]
    at: datetime
    version: int
    editable: bool
    removed: RemovalShown | None


class ReviewLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an order, and what its buyer has said of it."""

    line: UUID
    product_slug: str
    product_name: str
    variant_name: str
    image: str
    received: bool
    review: OwnReview | None


def show_review(review: Review, photos: tuple[UUID, ...]) -> ReviewShown:
    """`review` for everybody: telephone numbers covered, what was taken down left out."""
    removed = removal_of(review)
    return ReviewShown(
        id=review.id,
        points=review.points,
        author=review.author,
        text="" if removed else mask_phones(review.words),
        locale=review.locale,
        photos=() if removed else tuple(picture_address(photo) for photo in photos),
        at=review.created_at,
        edited_at=review.edited_at,
        reply=None if removed else _reply(review),
        removed=removed,
    )


def show_own(review: Review, photos: tuple[UUID, ...], now: datetime) -> OwnReview:
    """`review` for who wrote it."""
    removed = removal_of(review)
    return OwnReview(
        id=review.id,
        points=review.points,
        text=review.words,
        photos=() if removed else photos,
        at=review.created_at,
        version=review.version,
        editable=removed is None and is_editable(review.created_at, now),
        removed=removed,
    )


def removal_of(review: Review) -> RemovalShown | None:
    """Why a review is not to be read any more."""
    if review.removed_at is None:
        return None
    return RemovalShown(at=review.removed_at, basis=review.removal_basis or "", reason=review.removal_reason or "")


def _reply(review: Review) -> ReplyShown | None:
    if review.reply is None or review.replied_at is None:
        return None
    return ReplyShown(text=review.reply, at=review.replied_at, edited=review.reply_version > 1)
