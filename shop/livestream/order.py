"""Buy in a room, at the price of the pin."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.i18n import DEFAULT, Locale, say
from shop.core.idempotency import claim_key, settle_key
from shop.core.money import Dong
from shop.delivery.choose import DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.livestream.errors import NotOnAir, NotPinned
from shop.livestream.models import Comment, LiveSession, Pin, SessionState
from shop.livestream.queries import stall_by_slug
from shop.livestream.rules import given_name, mask_code
from shop.orders.models import Order
from shop.orders.place import Contact, Placed, PlaceOrder, WishedLine, place_order
from shop.orders.queries import order_by_id
from shop.orders.shown import OrderShown
from shop.orders.terms import OrderTerms

ROUTE = "livestream.order"


class RoomOrder(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a pinned variant. Without `delivery` it is fetched at the stall's place.

    `expected_total` (đồng) is what the buyer saw, where the page sends it; without it the pin's price of
    this moment counts.
    """

    slug: str
    variant: UUID
    quantity: int
    contact: Contact
    delivery: DeliveryWish | None = None
    expected_total: Dong | None = None
    age_confirmed: bool = False
    locale: Locale = DEFAULT


async def order_in_room(session: AsyncSession, actor: Actor, wish: RoomOrder, key: str, terms: OrderTerms) -> Placed:
    """Place an order for a pinned variant from the stock of the stall's place, and answer it in the room.

    Safe to repeat with the same `key`: the earlier order comes back, whatever was pinned, priced or ended
    since. The session's row is read, never locked, so buyers do not wait for one another before the stock.

    Raises:
        NotOnAir: the session is not on air.
        NotPinned: the variant was never pinned here.
        PriceChanged: it is pinned no more, or at another price than `expected_total` says.
        NotOnSale, OutOfStock, InProgress, KeyReused and others: see `place_order`.
    """
    scope = f"person:{actor.person_id}" if actor.signed_in else "guest"
    earlier = await claim_key(session, scope, ROUTE, key, msgspec.structs.replace(wish, locale=DEFAULT))
    if earlier is not None:
        return await _again(session, earlier, terms)
    stall = await stall_by_slug(session, wish.slug)
    if stall.live.state is not SessionState.ON_AIR:
        raise NotOnAir
    request = PlaceOrder(
        lines=(
            WishedLine(
                variant=wish.variant,
                quantity=wish.quantity,
                sales_point=stall.place_slug,
                campaign_id=await _campaign(session, stall.live.id, wish.variant),
            ),
        ),
        contact=wish.contact,
        delivery=wish.delivery or DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=stall.place_slug),
        expected_total=wish.expected_total,
        locale=wish.locale,
        session_id=stall.live.id,
        age_confirmed=wish.age_confirmed,
    )
    placed = await place_order(session, request, actor, key, terms)
    await settle_key(session, scope, ROUTE, key, placed.order.code)
    _answer(session, stall.live, actor, placed.order)
    return placed


async def _campaign(session: AsyncSession, session_id: UUID, variant_id: UUID) -> UUID:
    """The campaign of the newest pin of the variant, open or not: placing refuses one that has ended."""
    found: UUID | None = await session.scalar(
        select(Pin.campaign_id)
        .where(Pin.session_id == session_id, Pin.variant_id == variant_id)
        .order_by(Pin.unpinned_at.is_(None).desc(), Pin.id.desc())
        .limit(1)
    )
    if found is None:
        raise NotPinned(field="variant")
    return found


async def _again(session: AsyncSession, code: str, terms: OrderTerms) -> Placed:
    order_id = (await session.scalars(select(Order.id).where(Order.code == code))).one()
    return Placed(await order_by_id(session, order_id, terms.secret, with_token=True), replayed=True)


def _answer(session: AsyncSession, live: LiveSession, actor: Actor, order: OrderShown) -> None:
    """Say in the room that the order stands: a first name, and a code only its owner knows again.

    Its `client_id` holds a space, which no sender's may.
    """
    what = ", ".join(f"{line.quantity} × {line.product.name}" for line in order.lines)
    session.add(
        Comment(
            session_id=live.id,
            client_id=f"order {order.code}",
            person_id=actor.person_id,
            name=given_name(order.contact.name),
            text=say(DEFAULT, "livestream.order_answered", what=what, code=mask_code(order.code)),
            order_code=order.code,
        )
    )
