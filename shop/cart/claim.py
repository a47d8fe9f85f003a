"""Find a basket for its holder; a guest's basket becomes its holder's on the first look after sign-in."""

from uuid import UUID

from sqlalchemy import delete, func, literal, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.errors import CartUnknown
from shop.cart.models import Cart, CartLine
from shop.cart.rules import MAX_PIECES
from shop.core.actor import Actor


async def claim_cart(session: AsyncSession, cart_id: UUID, actor: Actor, *, lock: bool = False) -> Cart:
    """The basket `cart_id`, for whoever holds it. With `lock` its row stays locked until the commit.

    A signed-in person who comes with a guest's basket gets it, with the lines of the one they had: that
    one's id ends. Safe to repeat.

    Raises:
        CartUnknown: there is none, or it belongs to somebody else.
    """
    wanted = select(Cart).where(Cart.id == cart_id)
    cart = await session.scalar(wanted.with_for_update() if lock else wanted)
    if cart is None or cart.person_id not in {None, actor.person_id}:
        raise CartUnknown
    if cart.person_id is None and actor.person_id is not None and not cart.ordered:
        await _merge(session, cart_id, actor.person_id)
        await session.refresh(cart)
    return cart


async def _merge(session: AsyncSession, cart_id: UUID, person_id: UUID) -> None:
    """Give the basket to the person. Both baskets are locked in id order, so two tabs cannot deadlock."""
    baskets = await session.scalars(
        select(Cart)
        .where((Cart.id == cart_id) | ((Cart.person_id == person_id) & Cart.ordered.is_(False)))
        .order_by(Cart.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = list(baskets)
    mine = next(row for row in rows if row.id == cart_id)
    if mine.person_id not in {None, person_id}:
        raise CartUnknown
    for other in rows:
        if other.id == cart_id:
            continue
        await session.execute(_lines_into(cart_id, other.id))
        await session.execute(delete(Cart).where(Cart.id == other.id))
    mine.person_id = person_id
    await session.flush()  # the caller reads the row again


def _lines_into(cart_id: UUID, other_id: UUID) -> Insert:
    theirs = select(
        literal(cart_id, CartLine.cart_id.type), CartLine.variant_id, CartLine.quantity, CartLine.place_id
    ).where(CartLine.cart_id == other_id)
    moved = insert(CartLine).from_select(["cart_id", "variant_id", "quantity", "place_id"], theirs)
    together = func.least(MAX_PIECES, CartLine.quantity + moved.excluded.quantity)
    return moved.on_conflict_do_update(index_elements=["cart_id", "variant_id"], set_={"quantity": together})
