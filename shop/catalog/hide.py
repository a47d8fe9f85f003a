"""Take a listing out of the shop, or bring it back."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.errors import NoSuchProduct
from shop.catalog.models import Product


async def hide_product(session: AsyncSession, product_id: UUID) -> None:
    """Take a listing off; it can be neither seen nor bought. Safe to repeat.

    Raises:
        NoSuchProduct: no listing has this id.
    """
    await _set_hidden(session, product_id, hidden=True)


async def show_product(session: AsyncSession, product_id: UUID) -> None:
    """Bring a hidden listing back. Safe to repeat.

    Raises:
        NoSuchProduct: no listing has this id.
    """
    await _set_hidden(session, product_id, hidden=False)


async def _set_hidden(session: AsyncSession, product_id: UUID, *, hidden: bool) -> None:
    changed = await session.scalar(
        update(Product).where(Product.id == product_id).values(hidden=hidden).returning(Product.id)
    )
    if changed is None:
        raise NoSuchProduct
    note_change(session, product_id, "hidden" if hidden else "shown")
