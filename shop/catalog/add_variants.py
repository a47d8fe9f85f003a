"""Give a listing further variants."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.list_product import NewVariant
from shop.catalog.models import Product, Variant
from shop.catalog.set_price import keep_cheapest


async def add_variants(session: AsyncSession, product: Product, new: Sequence[NewVariant]) -> None:
    """Put variants behind those there are, sold from the commit on; the product's row is locked by the caller.

    SKUs and names must be free: the caller has looked, the database decides.
    """
    if not new:
        return
    last = await session.scalar(select(func.max(Variant.position)).where(Variant.product_id == product.id))
    for at, one in enumerate(new, (-1 if last is None else last) + 1):
        session.add(
            Variant(
                product_id=product.id,
                producer_id=product.producer_id,
                name=one.name,
                sku=one.sku,
                price=one.price,
                unit=one.unit,
                net_weight_g=one.net_weight_g,
                position=at,
                sample=product.sample,
            )
        )
    await session.flush()  # the cheapest price below is read from the rows
    await keep_cheapest(session, product.id)
    note_change(session, product.id, "variant")
