"""Sell a variant, or stop selling it."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.errors import NoActiveVariant, NoSuchVariant
from shop.catalog.models import Variant
from shop.catalog.publish import lock_product
from shop.catalog.set_price import keep_cheapest


async def set_active(session: AsyncSession, variant_id: UUID, active: bool) -> bool:
    """Sell the variant from now on or no longer; False when it was so already. The product's row is locked.

    Raises:
        NoSuchVariant: no variant has this id.
        NoActiveVariant: the listing is shown and nothing else of it is for sale.
    """
    product_id = await session.scalar(select(Variant.product_id).where(Variant.id == variant_id))
    if product_id is None:
        raise NoSuchVariant
    product = await lock_product(session, product_id)
    variant = await session.get_one(Variant, variant_id, populate_existing=True)
    if variant.active == active:
        return False
    if not active and not product.hidden:
        others = await session.scalar(
            select(func.count()).where(Variant.product_id == product_id, Variant.active, Variant.id != variant_id)
        )
        if not others:
            raise NoActiveVariant
    variant.active = active
    await session.flush()  # the cheapest price below is read from the rows
    await keep_cheapest(session, product_id)
    note_change(session, product_id, "variant")
    return True
