"""A basket becomes an order."""

from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.errors import CartOrdered, CartUnknown
from shop.cart.models import Cart
from shop.cart.queries import wants_of
from shop.cart.rules import Want
from shop.core.actor import Actor


async def take_cart(session: AsyncSession, cart_id: UUID, actor: Actor) -> list[Want]:
    """Mark the basket as ordered and return its lines. The guard in the UPDATE lets one of two orders through.

    Raises:
        CartUnknown: there is none, or it belongs to somebody else.
        CartOrdered: it was ordered before.
    """
    holder = or_(Cart.person_id.is_(None), Cart.person_id == actor.person_id)
    taken = await session.scalar(
        update(Cart).where(Cart.id == cart_id, holder, Cart.ordered.is_(False)).values(ordered=True).returning(Cart.id)
    )
    if taken is None:
        if await session.scalar(select(Cart.id).where(Cart.id == cart_id, holder)):
            raise CartOrdered
        raise CartUnknown(field="cart")
    return await wants_of(session, cart_id)
