"""Put a line into a basket, change it, take it out."""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.claim import claim_cart
from shop.cart.errors import CartOrdered, LivePriceOver, NotOnSale, TooManyLines
from shop.cart.models import CartLine
from shop.cart.rules import MAX_LINES, Want
from shop.catalog.errors import NoSuchVariant
from shop.catalog.queries import offers
from shop.core.actor import Actor
from shop.promotions.queries import live_prices


async def keep_line(session: AsyncSession, cart_id: UUID, actor: Actor, want: Want) -> None:
    """Make the basket hold exactly `want` of its variant. Safe to repeat.

    Raises:
        CartUnknown, CartOrdered: no such basket, or no longer one.
        NoSuchVariant: there is no such variant.
        NotOnSale: it may not be sold now.
        LivePriceOver: the live price named is over, and the line does not have it already.
        TooManyLines: the basket is full.
    """
    cart = await claim_cart(session, cart_id, actor, lock=True)
    if cart.ordered:
        raise CartOrdered
    offer = (await offers(session, [want.variant_id])).get(want.variant_id)
    if offer is None:
        raise NoSuchVariant(extra={"variant": str(want.variant_id)})
    if not offer.on_sale:
        raise NotOnSale(extra={"variant": str(want.variant_id)})
    await _check_price(session, cart_id, want)
    others = select(func.count()).where(CartLine.cart_id == cart_id, CartLine.variant_id != want.variant_id)
    if (await session.scalar(others) or 0) >= MAX_LINES:
        raise TooManyLines(MAX_LINES)
    line = insert(CartLine).values(
        cart_id=cart_id,
        variant_id=want.variant_id,
        quantity=want.quantity,
        place_id=want.place_id,
        campaign_id=want.campaign_id,
    )
    changed = {name: line.excluded[name] for name in ("quantity", "place_id", "campaign_id")}
    await session.execute(line.on_conflict_do_update(index_elements=["cart_id", "variant_id"], set_=changed))


async def _check_price(session: AsyncSession, cart_id: UUID, want: Want) -> None:
    """A line keeps a price that ends while it lies there: the basket says so, and its pieces can still be changed."""
    if want.campaign_id is None:
        return
    live = (await live_prices(session, [want.campaign_id])).get(want.campaign_id)
    if live is not None and live.variant_id == want.variant_id:
        return
    held = select(CartLine.campaign_id).where(CartLine.cart_id == cart_id, CartLine.variant_id == want.variant_id)
    if await session.scalar(held) != want.campaign_id:
        raise LivePriceOver(field="campaign")


async def drop_line(session: AsyncSession, cart_id: UUID, actor: Actor, variant_id: UUID) -> None:
    """Take a variant out of the basket; nothing happens when it is not in it.

    Raises:
        CartUnknown, CartOrdered: no such basket, or no longer one.
    """
    cart = await claim_cart(session, cart_id, actor, lock=True)
    if cart.ordered:
        raise CartOrdered
    await session.execute(delete(CartLine).where(CartLine.cart_id == cart_id, CartLine.variant_id == variant_id))
