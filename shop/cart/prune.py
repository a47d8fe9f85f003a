"""Remove baskets nobody came back to."""

from datetime import timedelta

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.models import Cart, CartLine
from shop.core.clock import shop_now

ORDERED_KEPT = timedelta(days=7)
FORGOTTEN_KEPT = timedelta(days=60)


async def prune_carts(session: AsyncSession, limit: int) -> int:
    """Remove ordered and forgotten baskets with their lines. Safe to repeat.

    A basket counts as forgotten when nothing was put into it for so long; its age is that of its newest line.
    """
    touched = exists().where(CartLine.cart_id == Cart.id, CartLine.created_at >= shop_now() - FORGOTTEN_KEPT)
    old = (
        select(Cart.id)
        .where(
            Cart.created_at < shop_now() - ORDERED_KEPT,
            or_(Cart.ordered, (Cart.created_at < shop_now() - FORGOTTEN_KEPT) & ~touched),
        )
        .order_by(Cart.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = await session.scalars(delete(Cart).where(Cart.id.in_(old)).returning(Cart.id))
    return len(gone.all())
