"""Open a basket."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.errors import LineOfNothing, LivePriceOver, NotOnSale
from shop.cart.quote import quote_lines
from shop.cart.rules import LineProblem, Want
from shop.cart.shown import CartShown, show_cart
from shop.core.actor import Actor
from shop.core.db import sql
from shop.core.money import Dong

_OPEN = text(sql("cart/open"))


async def open_cart(session: AsyncSession, actor: Actor, wants: Sequence[Want] = ()) -> UUID:
    """Make a basket, a guest's or the signed-in person's, with its first lines; return its id.

    Raises:
        LineOfNothing, NotOnSale, LivePriceOver: as `open_cart_shown`.
    """
    return (await open_cart_shown(session, actor, wants)).id


async def open_cart_shown(session: AsyncSession, actor: Actor, wants: Sequence[Want] = ()) -> CartShown:
    """Make a basket, a guest's or the signed-in person's, with its first lines, and show it.

    Raises:
        LineOfNothing: a line names no variant.
        NotOnSale: one of them may not be sold now.
        LivePriceOver: the live price named for one of them is over.
    """
    quote = await quote_lines(session, wants, None, Dong(0))
    for line in quote.lines:
        variant: dict[str, object] = {"variant": str(line.want.variant_id)}
        if line.offer is None:
            raise LineOfNothing(variant)
        if line.problem is LineProblem.NOT_ON_SALE:
            raise NotOnSale(field="lines", extra=variant)
        if line.price_gone:
            raise LivePriceOver(field="lines", extra=variant)
    made = await session.execute(
        _OPEN,
        {
            "person_id": actor.person_id,
            "variants": [want.variant_id for want in wants],
            "quantities": [want.quantity for want in wants],
            "places": [want.place_id for want in wants],
            "campaigns": [want.campaign_id for want in wants],
        },
    )
    return show_cart(made.scalar_one(), quote)
