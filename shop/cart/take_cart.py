"""A basket becomes an order."""

from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.errors import CartOrdered, CartUnknown
from shop.cart.models import Cart
from shop.cart.queries import wants_of
from shop.cart.rules import Want
from shop.core.actor import Actor

_CARTS = Cart.metadata.tables[Cart.__tablename__]
_MINE = and_(
    _CARTS.c.id == bindparam("cart"),
    or_(_CARTS.c.person_id.is_(None), _CARTS.c.person_id == bindparam("person", type_=Uuid)),
)
_FIND = select(_CARTS.c.id).where(_MINE)
_TAKE = (  # built once: every order of a basket asks for it
    update(_CARTS).where(_MINE, _CARTS.c.ordered.is_(False)).values(ordered=True).returning(_CARTS.c.id)
)


async def take_cart(session: AsyncSession, cart_id: UUID, actor: Actor) -> list[Want]:
    """Mark the basket as ordered and return its lines. The guard in the UPDATE lets one of two orders through.

    Raises:
        CartUnknown: there is none, or it belongs to somebody else.
        CartOrdered: it was ordered before.
    """
    asked = {"cart": cart_id, "person": actor.person_id}
    taken = await session.execute(_TAKE, asked)
    if taken.scalar_one_or_none() is None:
        if (await session.execute(_FIND, asked)).scalar_one_or_none() is not None:
            raise CartOrdered
        raise CartUnknown(field="cart")
    return await wants_of(session, cart_id)
