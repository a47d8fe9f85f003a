"""Reads of reviews: of a product, of a producer, for the office, and of an order for its buyer."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.core.clock import now
from shop.orders.models import OrderLine, Parcel
from shop.reviews.models import Review, ReviewPhoto
from shop.reviews.rules import Sort, Tally, tally_of
from shop.reviews.shown import ReviewLine, ReviewOfProduct, ReviewShown, show_own, show_review
from shop.reviews.write_review import RECEIVED

Mark = tuple[int, UUID]  # points and id of a review: where the next page goes on

_WAITING = and_(Review.reply.is_(None), Review.removed_at.is_(None))


async def tally(session: AsyncSession, product_id: UUID) -> Tally:
    """How often each number of points was given to a product. One look at an index."""
    rows = await session.execute(
        select(Review.points, func.count(), func.count().filter(Review.photos > 0))
        .where(Review.product_id == product_id)
        .group_by(Review.points)
    )
    found = rows.all()
    return tally_of({row[0]: row[1] for row in found}, sum(row[2] for row in found))


async def reviews_of_product(
    session: AsyncSession, product_id: UUID, sort: Sort, limit: int, after: Mark | None = None
) -> list[ReviewShown]:
    """At most `limit` reviews of a product, going on after the mark of one of the same order."""
    rows = await session.scalars(_sorted(select(Review).where(Review.product_id == product_id), sort, after, limit))
    return await _shown(session, rows.all())


async def reviews_of_producer(
    session: AsyncSession, producer_id: UUID, *, waiting: bool, limit: int, after: UUID | None = None
) -> list[ReviewOfProduct]:
    """Reviews of a producer's products, the newest first; `waiting`: those without a reply, the oldest first."""
    wanted = [Product.producer_id == producer_id, _WAITING if waiting else true()]
    return await _with_products(session, and_(*wanted), limit, after, newest_first=not waiting)


async def count_waiting(session: AsyncSession, producer_id: UUID) -> int:
    """How many reviews of a producer's products have no reply."""
    counted = select(func.count()).select_from(Review).join(Product, Product.id == Review.product_id)
    return await session.scalar(counted.where(Product.producer_id == producer_id, _WAITING)) or 0


async def all_reviews(
    session: AsyncSession, *, removed: bool, limit: int, after: UUID | None = None
) -> list[ReviewOfProduct]:
    """Everybody's reviews for the office, the newest first; `removed`: only those that were taken down."""
    wanted = Review.removed_at.is_not(None) if removed else true()
    return await _with_products(session, wanted, limit, after, newest_first=True)


async def lines_to_review(session: AsyncSession, order_id: UUID) -> list[ReviewLine]:
    """The lines of an order with what its buyer has said of each. The caller has checked who asks."""
    rows = (
        await session.execute(
            select(OrderLine, Product.slug, Product.image, Parcel.status, Review)
            .join(Parcel, Parcel.id == OrderLine.parcel_id)
            .join(Variant, Variant.id == OrderLine.variant_id)
            .join(Product, Product.id == Variant.product_id)
            .outerjoin(Review, Review.order_line_id == OrderLine.id)
            .where(OrderLine.order_id == order_id)
            .order_by(OrderLine.id)
            .execution_options(populate_existing=True)
        )
    ).all()
    reviews: list[Review | None] = [row[4] for row in rows]  # an outer join
    photos = await _photos(session, [review.id for review in reviews if review is not None])
    moment = await now(session)
    return [
        ReviewLine(
            line=line.id,
            product_slug=slug,
            product_name=line.product_name,
            variant_name=line.variant_name,
            image=image,
            received=status in RECEIVED,
            review=show_own(review, photos[review.id], moment) if review is not None else None,
        )
        for (line, slug, image, status, _), review in zip(rows, reviews, strict=True)
    ]


async def name_at(session: AsyncSession, product_id: UUID) -> str:
    """The name of a product that is there."""
    return (await session.execute(select(Product.name).where(Product.id == product_id))).scalar_one()


async def shown_review(session: AsyncSession, review: Review) -> ReviewShown:
    """One review as everybody may read it."""
    return (await _shown(session, [review]))[0]


def _sorted(query: Select[Review], sort: Sort, after: Mark | None, limit: int) -> Select[Review]:
    if sort is Sort.PHOTOS:
        query = query.where(Review.photos > 0)
    first = [Review.points.asc()] if sort is Sort.LOWEST else []
    query = query.order_by(*first, Review.id.desc())
    if after is not None:
        points, last = after
        older = Review.id < last
        query = query.where(
            or_(Review.points > points, and_(Review.points == points, older)) if sort is Sort.LOWEST else older
        )
    return query.limit(limit)


async def _with_products(
    session: AsyncSession, wanted: ColumnElement[bool], limit: int, after: UUID | None, *, newest_first: bool
) -> list[ReviewOfProduct]:
    query = (
        select(Review, Product.slug, Product.name, Product.image)
        .join(Product, Product.id == Review.product_id)
        .where(wanted)
        .order_by(Review.id.desc() if newest_first else Review.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(Review.id < after if newest_first else Review.id > after)
    rows = (await session.execute(query)).all()
    shown = await _shown(session, [row[0] for row in rows])
    return [
        ReviewOfProduct(review=review, product_slug=slug, product_name=name, image=image)
        for review, (_, slug, name, image) in zip(shown, rows, strict=True)
    ]


async def _shown(session: AsyncSession, reviews: Sequence[Review]) -> list[ReviewShown]:
    photos = await _photos(session, [review.id for review in reviews if review.photos])
    return [show_review(review, photos[review.id]) for review in reviews]


async def _photos(session: AsyncSession, review_ids: Sequence[UUID]) -> defaultdict[UUID, tuple[UUID, ...]]:
    found: defaultdict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    if not review_ids:
        return found
    rows = await session.execute(
        select(ReviewPhoto.review_id, ReviewPhoto.asset_id)
        .where(ReviewPhoto.review_id.in_(review_ids))
        .order_by(ReviewPhoto.review_id, ReviewPhoto.position)
    )
    for review_id, asset_id in rows:
        found[review_id] += (asset_id,)
    return found
