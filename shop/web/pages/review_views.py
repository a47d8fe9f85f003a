"""Reviews as pages show them."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.i18n import Locale
from shop.reviews.queries import reviews_of_product, tally
from shop.reviews.rules import Sort, Tally, average
from shop.reviews.shown import ReviewOfProduct, ReviewShown
from shop.web.views.reviews import PointsBar, ReviewsPart, ReviewView

NEWEST = 3  # reviews on the page of a product


async def reviews_part(session: AsyncSession, product_id: UUID, slug: str, locale: Locale) -> ReviewsPart:
    """What the page of a product says of its reviews. One statement where there are none, three else."""
    found = await tally(session, product_id)
    newest = await reviews_of_product(session, product_id, Sort.NEWEST, NEWEST) if found.count else []
    return part_of(found, slug, locale, newest)


def part_of(found: Tally, slug: str, locale: Locale, newest: list[ReviewShown]) -> ReviewsPart:
    """A tally in words and bars, with the newest reviews."""
    return ReviewsPart(
        slug=slug,
        count=found.count,
        average=average(found.count, found.points),
        bars=tuple(
            PointsBar(points=points, count=found.given[points - 1], share=_share(found.given[points - 1], found.count))
            for points in range(len(found.given), 0, -1)
        ),
        with_photos=found.with_photos,
        newest=tuple(review_view(review, locale) for review in newest),
    )


def review_view(review: ReviewShown, locale: Locale) -> ReviewView:
    """A review for a page in `locale`."""
    reply, removed = review.reply, review.removed
    return ReviewView(
        id=str(review.id),
        points=review.points,
        author=review.author,
        text=review.text,
        lang=None if review.locale == locale else review.locale,
        photos=review.photos,
        at=review.at,
        edited_at=review.edited_at,
        reply=reply.text if reply else None,
        replied_at=reply.at if reply else None,
        reply_edited=reply.edited if reply else False,
        removed_at=removed.at if removed else None,
        removal_basis=removed.basis if removed else "",
        removal_reason=removed.reason if removed else "",
    )


def desk_view(row: ReviewOfProduct, locale: Locale) -> ReviewView:
    """A review on a desk, with what it is about."""
    view = review_view(row.review, locale)
    return msgspec.structs.replace(view, product=row.product_name, product_slug=row.product_slug)


def _share(count: int, total: int) -> int:
    return round(100 * count / total) if total else 0
