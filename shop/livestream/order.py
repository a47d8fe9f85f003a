"""Buy in a room, at the price of the pin: one buyer or a crowd, in one transaction."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import Refusal
from shop.core.i18n import DEFAULT, Locale, say
from shop.core.key_batch import Claim, claim_of
from shop.core.money import Dong
from shop.core.request_id import current_request_id
from shop.delivery.choose import DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.livestream.errors import NotPinned
from shop.livestream.models import Comment, Pin
from shop.livestream.rules import given_name, mask_code
from shop.markets.errors import NotOnAir
from shop.markets.models import SessionState
from shop.markets.queries import Stall, stall_by_slug
from shop.orders.place_many import place_many
from shop.orders.shown import OrderShown
from shop.orders.terms import OrderTerms
from shop.orders.wish import Ask, Contact, Placed, PlaceOrder, WishedLine

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


class RoomAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A buyer in a room, and the key under which the order is made once."""

    wish: RoomOrder
    actor: Actor
    claim: Claim
    request_id: str


def room_ask(actor: Actor, wish: RoomOrder, key: str) -> RoomAsk:
    """`wish` of this request, ready to stand among others. The language is no part of what the key stands for."""
    scope = f"person:{actor.person_id}" if actor.signed_in else "guest"
    claim = claim_of(scope, ROUTE, key, msgspec.structs.replace(wish, locale=DEFAULT))
    return RoomAsk(wish=wish, actor=actor, claim=claim, request_id=current_request_id())


async def order_in_rooms(session: AsyncSession, asks: Sequence[RoomAsk], terms: OrderTerms) -> list[Placed | Refusal]:
    """Place orders for pinned variants from the stock of their stalls, and answer them in the rooms.

    An order or a refusal for each of `asks`. Safe to repeat: the earlier order of a key comes back, whatever was
    pinned, priced or ended since. Sessions are read, never locked, so buyers wait for one another at the stock alone.

    Refusals: NotOnAir; NotPinned, the variant was never pinned here; PriceChanged, it is pinned no more or at another
    price than `expected_total` says; and those of `place_many`.
    """
    stalls = {slug: await _stall(session, slug) for slug in dict.fromkeys(ask.wish.slug for ask in asks)}
    campaigns = await _campaigns(session, asks, stalls)
    answers = await place_many(session, [_ask(one, stalls[one.wish.slug], campaigns) for one in asks], terms)
    said = [
        _answer(stall.live.id, ask.actor, answer.order)
        for ask, answer in zip(asks, answers, strict=True)
        if isinstance(answer, Placed) and not answer.replayed and isinstance(stall := stalls[ask.wish.slug], Stall)
    ]
    if said:
        await session.execute(insert(Comment), said)
    return answers


async def _stall(session: AsyncSession, slug: str) -> Stall | Refusal:
    try:
        stall = await stall_by_slug(session, slug)
    except Refusal as refusal:
        return refusal
    return stall if stall.live.state is SessionState.ON_AIR else NotOnAir()


def _ask(one: RoomAsk, stall: Stall | Refusal, campaigns: dict[tuple[UUID, UUID], UUID]) -> Ask:
    request = stall if isinstance(stall, Refusal) else _request(one.wish, stall, campaigns)
    return Ask(request=request, actor=one.actor, claim=one.claim, request_id=one.request_id)


def _request(wish: RoomOrder, stall: Stall, campaigns: dict[tuple[UUID, UUID], UUID]) -> PlaceOrder | Refusal:
    campaign = campaigns.get((stall.live.id, wish.variant))
    if campaign is None:
        return NotPinned(field="variant")
    line = WishedLine(variant=wish.variant, quantity=wish.quantity, sales_point=stall.place_slug, campaign_id=campaign)
    return PlaceOrder(
        lines=(line,),
        contact=wish.contact,
        delivery=wish.delivery or DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=stall.place_slug),
        expected_total=wish.expected_total,
        locale=wish.locale,
        session_id=stall.live.id,
        age_confirmed=wish.age_confirmed,
    )


async def _campaigns(
    session: AsyncSession, asks: Sequence[RoomAsk], stalls: dict[str, Stall | Refusal]
) -> dict[tuple[UUID, UUID], UUID]:
    """(session, variant) -> the campaign of its newest pin, open or not: placing refuses one that has ended."""
    wanted = {(stall.live.id, ask.wish.variant) for ask in asks if isinstance(stall := stalls[ask.wish.slug], Stall)}
    if not wanted:
        return {}
    rows = await session.execute(
        select(Pin.session_id, Pin.variant_id, Pin.campaign_id)
        .where(tuple_(Pin.session_id, Pin.variant_id).in_(list(wanted)))
        .order_by(Pin.unpinned_at.is_(None), Pin.id)
    )
    return {(row[0], row[1]): row[2] for row in rows if row[2] is not None}


def _answer(session_id: UUID, actor: Actor, order: OrderShown) -> dict[str, object]:
    """A line of the room that says that the order stands: a first name, and a code only its owner knows again.

    Its `client_id` holds a space, which no sender's may.
    """
    what = ", ".join(f"{line.quantity} × {line.product.name}" for line in order.lines)
    return {
        "session_id": session_id,
        "client_id": f"order {order.code}",
        "person_id": actor.person_id,
        "name": given_name(order.contact.name),
        "text": say(DEFAULT, "livestream.order_answered", what=what, code=mask_code(order.code)),
        "order_code": order.code,
    }
