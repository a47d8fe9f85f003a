"""Change what a variant costs."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.errors import NoSuchVariant
from shop.catalog.models import Product, Variant
from shop.core.money import Dong


async def set_price(session: AsyncSession, variant_id: UUID, price: Dong) -> None:
    """Set the list price of a variant, in đồng. Lists and new quotes show it after the commit.

    The product's row is locked first, so that two changes leave the right cheapest price behind. Orders
    placed earlier keep theirs.

    Raises:
        NoSuchVariant: no variant has this id.
    """
    product_id = await session.scalar(select(Variant.product_id).where(Variant.id == variant_id))
    if product_id is None:
        raise NoSuchVariant
    await session.execute(select(Product.id).where(Product.id == product_id).with_for_update(key_share=True))
    await session.execute(update(Variant).where(Variant.id == variant_id).values(price=price))
    await keep_cheapest(session, product_id)
    note_change(session, product_id, "price")


async def keep_cheapest(session: AsyncSession, product_id: UUID) -> None:
    """Write the cheapest active variant's price on the product, whose row must be locked; none keeps the old one."""
    lowest = select(func.min(Variant.price)).where(Variant.product_id == product_id, Variant.active)
    await session.execute(
        update(Product)
        .where(Product.id == product_id)
        .values(min_price=func.coalesce(lowest.scalar_subquery(), Product.min_price))
    )
