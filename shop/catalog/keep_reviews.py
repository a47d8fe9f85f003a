"""Keep on a product how often it was reviewed and with how many points: what lists show."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.models import Product


async def add_to_reviews(session: AsyncSession, product_id: UUID, *, count: int, points: int) -> None:
    """Add `count` reviews and `points` to those of a product, and tell lists and pages that it looks different.

    The sum is made by the database: two at once both count. The row stays locked until the commit.
    """
    if count or points:
        await session.execute(
            update(Product)
            .where(Product.id == product_id)
            .values(review_count=Product.review_count + count, review_points=Product.review_points + points)
            .execution_options(synchronize_session=False)
        )
    note_change(session, product_id, "review")
