"""Show a listing, and take it off."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.errors import NeverApproved, NoActiveVariant, NoSuchProduct
from shop.catalog.models import Product, Variant
from shop.core.clock import now


async def publish_product(session: AsyncSession, product_id: UUID) -> Product:
    """Show a listing for the first time; lists show it after the commit. Safe to repeat.

    The caller has seen to it that somebody approved it.

    Raises:
        NoSuchProduct: there is no such listing.
        NoActiveVariant: nothing of it is for sale.
    """
    product = await lock_product(session, product_id)
    if product.published_at is None:
        await _refuse_empty(session, product_id)
        product.published_at = product.listed_at = await now(session)
        product.hidden = False
        note_change(session, product_id, "listed")
    return product


async def show_product(session: AsyncSession, product_id: UUID) -> bool:
    """Show a hidden listing again; False when it was shown already. Lists show it after the commit.

    Raises:
        NoSuchProduct: there is no such listing.
        NeverApproved: it was never published.
        NoActiveVariant: nothing of it is for sale.
    """
    product = await lock_product(session, product_id)
    if not product.hidden:
        return False
    if product.published_at is None:
        raise NeverApproved
    await _refuse_empty(session, product_id)
    product.hidden = False
    note_change(session, product_id, "shown")
    return True


async def hide_product(session: AsyncSession, product_id: UUID) -> bool:
    """Take a listing off; False when it was off already. Lists and carts know it after the commit.

    Raises:
        NoSuchProduct: there is no such listing.
    """
    product = await lock_product(session, product_id)
    if product.hidden:
        return False
    product.hidden = True
    note_change(session, product_id, "hidden")
    return True


async def lock_product(session: AsyncSession, product_id: UUID) -> Product:
    """The listing with its row locked until the commit, read anew; orders of it may go on meanwhile.

    Raises:
        NoSuchProduct: there is no such listing.
    """
    await session.flush()  # what this transaction wrote before must not be read over
    product: Product | None = await session.scalar(
        select(Product)
        .where(Product.id == product_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if product is None:
        raise NoSuchProduct
    return product


async def _refuse_empty(session: AsyncSession, product_id: UUID) -> None:
    if not await session.scalar(select(Variant.id).where(Variant.product_id == product_id, Variant.active).limit(1)):
        raise NoActiveVariant
