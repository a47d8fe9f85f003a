"""Reads for who wants to be told."""

from uuid import UUID

import msgspec
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Shelf, Variant


class Missing(msgspec.Struct, frozen=True):
    """A product, and the variants (id, name) of it that stand on no shelf."""

    name: str
    variants: tuple[tuple[UUID, str], ...]


async def missing_of(session: AsyncSession, slug: str) -> Missing | None:
    """What cannot be had of a product now; None: no such product is shown."""
    product = await session.scalar(select(Product).where(Product.slug == slug, ~Product.hidden))
    if product is None:
        return None
    rows = await session.execute(
        select(Variant.id, Variant.name)
        .where(Variant.product_id == product.id, Variant.active, ~exists().where(Shelf.variant_id == Variant.id))
        .order_by(Variant.position, Variant.id)
    )
    return Missing(product.name, tuple((row[0], row[1]) for row in rows))
