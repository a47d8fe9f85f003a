"""Open a basket."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.errors import LineOfNothing
from shop.cart.keep_line import check_sellable
from shop.cart.models import Cart, CartLine
from shop.cart.rules import Want
from shop.catalog.errors import NoSuchVariant
from shop.core.actor import Actor


async def open_cart(session: AsyncSession, actor: Actor, wants: Sequence[Want] = ()) -> UUID:
    """Make a basket, a guest's or the signed-in person's, with its first lines; return its id.

    Raises:
        LineOfNothing: a line names none.
        NotOnSale: one of them may not be sold now.
    """
    try:
        await check_sellable(session, [want.variant_id for want in wants])
    except NoSuchVariant as unknown:
        raise LineOfNothing(unknown.extra) from None
    made = await session.execute(insert(Cart).values(person_id=actor.person_id).returning(Cart.id))
    cart_id = made.scalar_one()
    if wants:
        await session.execute(
            insert(CartLine),
            [
                {
                    "cart_id": cart_id,
                    "variant_id": want.variant_id,
                    "quantity": want.quantity,
                    "place_id": want.place_id,
                }
                for want in wants
            ],
        )
    return cart_id
