"""Buy again what an order held: what is on sale goes into a basket at today's prices."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.claim import claim_cart
from shop.cart.errors import CartUnknown, NotOnSale, TooManyLines
from shop.cart.keep_line import keep_line
from shop.cart.open_cart import open_cart
from shop.cart.queries import open_cart_of, wants_of
from shop.cart.rules import MAX_PIECES, Want
from shop.catalog.queries import Offer, offers
from shop.core.actor import Actor
from shop.core.money import Dong
from shop.orders.models import OrderLine


class LineAgain(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an order as it could be bought today; prices in đồng, `price` None while it is not on sale."""

    product: str
    slug: str | None
    variant: str
    image: str
    unit: str
    quantity: int
    price_then: Dong
    price: Dong | None


class Again(msgspec.Struct, frozen=True):
    """The basket, and the names of what could not go into it: not on sale any more, or no room for it."""

    cart_id: UUID
    left_out: tuple[str, ...]


async def buy_again(session: AsyncSession, actor: Actor, order_id: UUID, cart_id: UUID | None) -> Again:
    """Make the basket hold at least what the order held of each variant; without one a new basket is opened.

    Prices are today's, places are chosen anew at checkout. Safe to repeat: what is in the basket already is not
    added again. The caller has checked who asks for the order.
    """
    lines = await _lines(session, order_id)
    pieces: dict[UUID, int] = {}
    for line in lines:
        pieces[line.variant_id] = min(pieces.get(line.variant_id, 0) + line.quantity, MAX_PIECES)
    known = await offers(session, pieces)
    basket = await _open_basket(session, actor, cart_id)
    left_out = set()
    for variant_id, quantity in sorted(pieces.items()):
        offer = known.get(variant_id)
        if offer is None or not offer.on_sale or not await _put(session, actor, basket, variant_id, quantity):
            left_out.add(variant_id)
    return Again(basket, tuple(dict.fromkeys(_name(line) for line in lines if line.variant_id in left_out)))


async def lines_again(session: AsyncSession, order_id: UUID) -> list[LineAgain]:
    """What an order held, at today's prices. The caller has checked who asks for it."""
    lines = await _lines(session, order_id)
    known = await offers(session, [line.variant_id for line in lines])
    return [_line(line, known.get(line.variant_id)) for line in lines]


def _line(line: OrderLine, offer: Offer | None) -> LineAgain:
    return LineAgain(
        product=line.product_name,
        slug=offer.product_slug if offer else None,
        variant=line.variant_name,
        image=offer.image if offer else "",
        unit=line.unit,
        quantity=line.quantity,
        price_then=line.price,
        price=offer.price if offer is not None and offer.on_sale else None,
    )


async def _lines(session: AsyncSession, order_id: UUID) -> Sequence[OrderLine]:
    rows = await session.scalars(select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.id))
    return rows.all()


async def _open_basket(session: AsyncSession, actor: Actor, cart_id: UUID | None) -> UUID:
    if cart_id is None and actor.person_id is not None:
        cart_id = await open_cart_of(session, actor.person_id)
    if cart_id is not None:
        try:
            cart = await claim_cart(session, cart_id, actor, lock=True)
        except CartUnknown:
            return await open_cart(session, actor)
        if not cart.ordered:
            return cart_id
    return await open_cart(session, actor)


async def _put(session: AsyncSession, actor: Actor, cart_id: UUID, variant_id: UUID, quantity: int) -> bool:
    """Whether the basket now holds so many; it keeps more where it held more."""
    held = {want.variant_id: want for want in await wants_of(session, cart_id)}.get(variant_id)
    if held is not None and held.quantity >= quantity:
        return True
    place_id = held.place_id if held is not None else None
    try:
        await keep_line(session, cart_id, actor, Want(variant_id=variant_id, quantity=quantity, place_id=place_id))
    except (NotOnSale, TooManyLines):
        return False
    return True


def _name(line: OrderLine) -> str:
    return f"{line.product_name}, {line.variant_name}" if line.variant_name else line.product_name
