"""Addresses of reviews: of a product, of a buyer's order, of a producer, and of the office."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role, require_signed_in
from shop.catalog.errors import NoSuchProduct
from shop.catalog.queries import product_at
from shop.core.actor import Actor, Role
from shop.core.text import Body, Reason, Text
from shop.http.limits import Limit, Limiter, address_of, take_for_buyer
from shop.http.locale import locale_of
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.media.models import AssetState
from shop.media.rules import LARGEST_PICTURE, picture_address
from shop.orders.api import CodePath, TokenHeader
from shop.orders.queries import readable_id
from shop.producers.errors import ProducerUnknown
from shop.producers.guards import require_member
from shop.producers.queries import producer_by_slug
from shop.reviews.add_photo import add_photo
from shop.reviews.queries import (
    all_reviews,
    lines_to_review,
    reviews_of_producer,
    reviews_of_product,
    shown_review,
    tally,
)
from shop.reviews.remove_review import Removal, remove_review
from shop.reviews.reply_review import reply_review
from shop.reviews.rules import Sort, average
from shop.reviews.shown import ReviewLine, ReviewOfProduct, ReviewShown
from shop.reviews.write_review import Wording, write_review

WRITERS = Limit("reviews", 60, 3600)  # reviews written or changed, by buyer
PHOTOS = Limit("review_photos", 60, 3600)

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
CursorQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=MAX_CURSOR)]
Filename = Annotated[str, QueryParameter(max_length=200)]


class ReviewBody(Body, kw_only=True):
    """Points from 1 to 5, words, and the ids of photos that were sent in for this order."""

    points: Annotated[int, Meta(ge=1, le=5)]
    text: Text
    photos: Annotated[list[UUID], Meta(max_length=5)] = msgspec.field(default_factory=list)


class ReplyBody(Body, kw_only=True):
    """What the producer answers; everybody reads it."""

    text: Text


class RemovalBody(Body, kw_only=True):
    """Who asked for it by which document, and what in it is unlawful: everybody reads both."""

    basis: Reason
    reason: Reason


class ReviewsOfProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A page of reviews. `given` says how often 1, 2, 3, 4 and 5 points were given; all count, removed ones too."""

    count: int
    average: float | None
    given: tuple[int, ...]
    with_photos: int
    items: list[ReviewShown]
    next_cursor: str | None


class ReviewsOfOrder(msgspec.Struct, frozen=True):
    """The lines of an order with their reviews."""

    items: list[ReviewLine]


class ReviewsOfDesk(msgspec.Struct, frozen=True):
    """A page of reviews with their products."""

    items: list[ReviewOfProduct]
    next_cursor: str | None


class PhotoOut(msgspec.Struct, frozen=True):
    """A photo that came in; its address shows a drawing until the picture is ready."""

    id: UUID
    state: AssetState
    url: str


@get("/{slug:str}/reviews", status_code=200, operation_id="listReviews", summary="What buyers say of a product")
async def of_product(
    session: NamedDependency[AsyncSession],
    slug: SlugPath,
    sort: FromQuery[Sort] = Sort.NEWEST,
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> ReviewsOfProduct:
    """Only who received the product has written. Nothing is hidden but what the law forbids to show."""
    product_id = await product_at(session, slug)
    if product_id is None:
        raise NoSuchProduct
    after = None
    if cursor is not None:
        kept, points, last = decode_cursor(cursor, tuple[Sort, int, UUID])
        sort, after = kept, (points, last)
    items = await reviews_of_product(session, product_id, sort, limit + 1, after)
    last_one = items[limit - 1] if len(items) > limit else None
    found = await tally(session, product_id)
    return ReviewsOfProduct(
        count=found.count,
        average=average(found.count, found.points),
        given=found.given,
        with_photos=found.with_photos,
        items=items[:limit],
        next_cursor=encode_cursor((sort.value, last_one.points, last_one.id)) if last_one else None,
    )


@get("/{code:str}/reviews", status_code=200, operation_id="listReviewsOfOrder", summary="What an order's buyer says")
async def of_order(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    token: TokenHeader = None,
) -> ReviewsOfOrder:
    """Each line of the order with its review: for who holds its token, or its buyer signed in."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    return ReviewsOfOrder(await lines_to_review(session, order_id))


@put("/{code:str}/reviews/{line_id:uuid}", status_code=200, operation_id="writeReview", summary="Review a line")
async def write(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    code: CodePath,
    line_id: FromPath[UUID],
    data: JSONBody[ReviewBody],
    token: TokenHeader = None,
) -> ReviewsOfOrder:
    """Once for each line that was received; it may be changed for 30 days. Safe to repeat."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    await take_for_buyer(limiter, WRITERS, actor, address_of(request))
    locale = locale_of(request.scope)
    said = Wording(points=data.points, words=data.text, photos=tuple(data.photos), locale=locale)
    await write_review(session, actor, order_id, line_id, said)
    await session.flush()  # the answer is read from the rows
    return ReviewsOfOrder(await lines_to_review(session, order_id))


@post(
    "/{code:str}/review-photos",
    status_code=201,
    operation_id="uploadReviewPhoto",
    summary="Send in a photo for reviews of an order",
    request_max_body_size=LARGEST_PICTURE,
)
async def photo(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    code: CodePath,
    filename: Filename = "",
    token: TokenHeader = None,
) -> PhotoOut:
    """The body is the file itself: JPEG, PNG, WebP or AVIF. The same file twice is one photo."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    await take_for_buyer(limiter, PHOTOS, actor, address_of(request))
    content = await request.body()
    asset = await add_photo(session, settings, actor, order_id, content=content, filename=filename)
    return PhotoOut(asset.id, asset.state, picture_address(asset.id))


@get("/{slug:str}/reviews", status_code=200, operation_id="listReviewsOfProducer", summary="Reviews of a producer")
async def of_producer(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    *,
    waiting: FromQuery[bool] = False,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> ReviewsOfDesk:
    """The newest first; with `waiting` those without a reply, the oldest first. For its members."""
    producer_id = await _own(session, actor, slug)
    after = decode_cursor(cursor, UUID) if cursor else None
    items = await reviews_of_producer(session, producer_id, waiting=waiting, limit=limit + 1, after=after)
    return _page(items, limit)


@put(
    "/{slug:str}/reviews/{review_id:uuid}/reply", status_code=200, operation_id="replyReview", summary="Answer a review"
)
async def reply(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    review_id: FromPath[UUID],
    data: JSONBody[ReplyBody],
) -> ReviewShown:
    """One reply that everybody reads; changing it keeps what was said before. Safe to repeat. For its editors."""
    producer_id = await _own(session, actor, slug)
    review = await reply_review(session, actor, producer_id, review_id, data.text)
    return await shown_review(session, review)


@get("/", status_code=200, operation_id="listAllReviews", summary="All reviews (officers)")
async def of_everybody(
    session: NamedDependency[AsyncSession],
    *,
    removed: FromQuery[bool] = False,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> ReviewsOfDesk:
    """The newest first; with `removed` those that were taken down."""
    after = decode_cursor(cursor, UUID) if cursor else None
    return _page(await all_reviews(session, removed=removed, limit=limit + 1, after=after), limit)


@post("/{review_id:uuid}/remove", status_code=200, operation_id="removeReview", summary="Take down a review (officers)")
async def remove(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    review_id: FromPath[UUID],
    data: JSONBody[RemovalBody],
) -> ReviewShown:
    """Only what the law forbids to show. Its points go on counting, and that it was taken down stays to be seen."""
    review = await remove_review(session, actor, review_id, Removal(data.basis, data.reason))
    return await shown_review(session, review)


async def _own(session: AsyncSession, actor: Actor, slug: str) -> UUID:
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    await require_member(session, actor, producer.id)
    return producer.id


def _page(items: list[ReviewOfProduct], limit: int) -> ReviewsOfDesk:
    more = len(items) > limit
    return ReviewsOfDesk(items[:limit], encode_cursor(items[limit - 1].review.id) if more else None)


routes = [
    Router("/api/v1/products", route_handlers=[of_product], tags=["reviews"]),
    Router("/api/v1/orders", route_handlers=[of_order, write, photo], tags=["reviews"]),
    Router("/api/v1/producers", route_handlers=[of_producer, reply], guards=[require_signed_in], tags=["reviews"]),
    Router(
        "/api/v1/reviews",
        route_handlers=[of_everybody, remove],
        guards=[require_role(Role.OFFICER, Role.ADMIN)],
        tags=["reviews"],
    ),
]
