"""Buy in a room, at the price of the pin: one buyer or a crowd, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, insert, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.clock import shop_now
from shop.core.errors import Refusal
from shop.core.i18n import DEFAULT, Locale, say
from shop.core.key_batch import Claim, claim_of
from shop.core.money import Dong
from shop.core.request_id import current_request_id
from shop.delivery.choose import DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.games.kept import kept_codes
from shop.livestream.errors import NotPinned
from shop.livestream.keeping import Bid, Kept, Offered, read_offered
from shop.livestream.models import Comment, Pin
from shop.livestream.rules import given_name, mask_code
from shop.markets.errors import NotOnAir
from shop.markets.models import SessionState
from shop.markets.queries import Stall, stall_by_slug
from shop.offers.finish_flash import finish_sold
from shop.orders.place_many import place_many
from shop.orders.shown import OrderShown
from shop.orders.terms import OrderTerms
from shop.orders.wish import Ask, Contact, Placed, PlaceOrder, WishedLine
from shop.payments.models import PaymentMethod

ROUTE = "livestream.order"
MEANT = timedelta(seconds=30)  # so long after a pin was closed a comment may still mean its price

Campaigns = dict[tuple[UUID, UUID, bool], UUID]
"""(session, variant, whether it may go at its list price) -> the campaign whose price it has."""


class RoomLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant of the line-up. `listed` ones go at their list price while nothing is pinned."""

    variant: UUID
    quantity: int
    listed: bool = False


class RoomOrder(msgspec.Struct, frozen=True, kw_only=True):
    """So many of some variants of a room. Without `delivery` it is fetched at the stall's place.

    `expected_total` (đồng) is what the buyer saw, where the page sends it; without it the pin's price of
    this moment counts. `buyer` is what knows a guest again, `comment` what was ordered by, and `guest` its writer;
    with `shadow` nobody but them reads the room's answer. `flash` buys from that flash drop, at its price, instead of
    from the pin. `voucher` is a code that was kept in the room; that of a person is known without it.
    """

    slug: str
    lines: tuple[RoomLine, ...]
    contact: Contact
    delivery: DeliveryWish | None = None
    expected_total: Dong | None = None
    payment: PaymentMethod = PaymentMethod.COD
    flash: UUID | None = None
    voucher: str | None = None
    age_confirmed: bool = False
    locale: Locale = DEFAULT
    buyer: bytes | None = None
    comment: UUID | None = None
    guest: bytes | None = None
    shadow: bool = False


class RoomAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A buyer in a room, and the key under which the order is made once."""

    wish: RoomOrder
    actor: Actor
    claim: Claim
    request_id: str


def room_ask(actor: Actor, wish: RoomOrder, key: str) -> RoomAsk:
    """`wish` of this request, ready to stand among others. The key stands for what is wished, not for who says so."""
    scope = f"person:{actor.person_id}" if actor.signed_in else "guest"
    plain = msgspec.structs.replace(wish, locale=DEFAULT, buyer=None, guest=None, shadow=False)
    claim = claim_of(scope, ROUTE, key, plain)
    return RoomAsk(wish=wish, actor=actor, claim=claim, request_id=current_request_id())


async def order_in_rooms(session: AsyncSession, asks: Sequence[RoomAsk], terms: OrderTerms) -> list[Placed | Refusal]:
    """Place orders for what rooms sell from the stock of their stalls, and answer them in the rooms.

    An order or a refusal for each of `asks`. A voucher its buyer kept in the room comes off where it counts. Safe to
    repeat: the earlier order of a key comes back, whatever was pinned, priced or ended since. Sessions are read, never
    locked, so buyers wait for one another at the stock alone.

    Refusals: NotOnAir; those of `Offered`; NotPinned, the variant was never pinned here, nor may it go at its list
    price; PriceChanged, it is pinned no more or at another price than `expected_total` says; and those of `place_many`.
    """
    stalls = {slug: await _stall(session, slug) for slug in dict.fromkeys(ask.wish.slug for ask in asks)}
    campaigns = await _campaigns(session, asks, stalls)
    offered = await read_offered(session, _bids(asks, stalls), terms)
    codes = await kept_codes(session, _keepers(asks, stalls))
    wished = [_ask(one, stalls[one.wish.slug], campaigns, offered, codes) for one in asks]
    answers = await place_many(session, wished, terms)
    await finish_sold(session, offered.flashes)
    said = [
        answer_line(stall.live.id, ask.actor, ask.wish, answer.order)
        for ask, answer in zip(asks, answers, strict=True)
        if isinstance(answer, Placed) and not answer.replayed and isinstance(stall := stalls[ask.wish.slug], Stall)
        if not answer.order.unheld  # nothing is theirs before they have paid
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


def _keepers(asks: Sequence[RoomAsk], stalls: dict[str, Stall | Refusal]) -> set[tuple[UUID, UUID]]:
    return {
        (stall.live.id, ask.actor.person_id)
        for ask in asks
        if ask.actor.person_id is not None and isinstance(stall := stalls[ask.wish.slug], Stall)
    }


def _ask(
    one: RoomAsk, stall: Stall | Refusal, campaigns: Campaigns, offered: Offered, codes: Mapping[tuple[UUID, UUID], str]
) -> Ask:
    request = stall if isinstance(stall, Refusal) else _request(one, stall, campaigns, offered)
    if isinstance(request, PlaceOrder) and isinstance(stall, Stall):
        own = None if one.actor.person_id is None else codes.get((stall.live.id, one.actor.person_id))
        request = msgspec.structs.replace(request, kept_voucher=one.wish.voucher or own)
    return Ask(request=request, actor=one.actor, claim=one.claim, request_id=one.request_id)


def _request(one: RoomAsk, stall: Stall, campaigns: Campaigns, offered: Offered) -> PlaceOrder | Refusal:
    wish = one.wish
    lines = [_line(line, wish.flash, stall, campaigns, offered) for line in wish.lines]
    kept = [_kept(line, one, stall, offered) for line in wish.lines]
    for refused in (*lines, *kept):
        if isinstance(refused, Refusal):
            return refused
    keepings = [each for each in kept if isinstance(each, Kept)]
    wished = [line for line in lines if isinstance(line, WishedLine)]
    minutes = [each.hold_minutes for each in keepings if each.hold_minutes is not None]
    return PlaceOrder(
        lines=tuple(
            msgspec.structs.replace(line, deposit=each.deposit) for line, each in zip(wished, keepings, strict=True)
        ),
        contact=wish.contact,
        payment=wish.payment,
        delivery=wish.delivery or DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=stall.place_slug),
        expected_total=wish.expected_total,
        locale=wish.locale,
        session_id=stall.live.id,
        age_confirmed=wish.age_confirmed,
        hold_minutes=min(minutes, default=None),  # of several goods the shortest
        unheld=any(each.unheld for each in keepings),
    )


def _line(
    line: RoomLine, flash: UUID | None, stall: Stall, campaigns: Campaigns, offered: Offered
) -> WishedLine | Refusal:
    campaign = campaigns.get((stall.live.id, line.variant, line.listed))
    if flash is not None:
        opened = offered.flash_for(stall.live.id, line.variant, flash)
        if isinstance(opened, Refusal):
            return opened
        campaign = opened
    if campaign is None and not line.listed:
        return NotPinned(field="variant")
    return WishedLine(variant=line.variant, quantity=line.quantity, sales_point=stall.place_slug, campaign_id=campaign)


def _kept(line: RoomLine, one: RoomAsk, stall: Stall, offered: Offered) -> Kept | Refusal:
    buyer = (one.wish.contact.phone, one.actor.person_id)
    return offered.keeping((stall.live.id, line.variant), one.wish.flash, one.wish.payment, buyer)


def _bids(asks: Sequence[RoomAsk], stalls: dict[str, Stall | Refusal]) -> list[Bid]:
    return [
        Bid(
            session_id=stall.live.id,
            variant=line.variant,
            flash=ask.wish.flash,
            buyer=(ask.wish.contact.phone, ask.actor.person_id),
        )
        for ask in asks
        if isinstance(stall := stalls[ask.wish.slug], Stall)
        for line in ask.wish.lines
    ]


async def _campaigns(session: AsyncSession, asks: Sequence[RoomAsk], stalls: dict[str, Stall | Refusal]) -> Campaigns:
    """The campaign of each variant's newest pin, open or not: placing refuses one that has ended.

    What may go at its list price has that of its open pin alone, or of one closed a moment ago: who wrote meanwhile
    saw its price.
    """
    wanted = {
        (stall.live.id, line.variant)
        for ask in asks
        if isinstance(stall := stalls[ask.wish.slug], Stall)
        for line in ask.wish.lines
    }
    if not wanted:
        return {}
    rows = await session.execute(
        select(Pin.session_id, Pin.variant_id, Pin.campaign_id, _still_meant())
        .where(tuple_(Pin.session_id, Pin.variant_id).in_(list(wanted)))
        .order_by(Pin.unpinned_at.is_(None), Pin.id)
    )
    found: Campaigns = {}
    for session_id, variant_id, campaign_id, meant in rows:
        if campaign_id is not None:
            found[session_id, variant_id, False] = campaign_id
            if meant:
                found[session_id, variant_id, True] = campaign_id
    return found


def _still_meant() -> ColumnElement[bool]:
    return or_(Pin.unpinned_at.is_(None), Pin.unpinned_at > shop_now() - MEANT)


def answer_line(session_id: UUID, actor: Actor, wish: RoomOrder, order: OrderShown) -> dict[str, object]:
    """A line of the room that says that the order stands: a first name, and a code only its owner knows again.

    Its `client_id` holds a space, which no sender's may.
    """
    what = ", ".join(f"{line.quantity} × {line.product.name}" for line in order.lines)
    return {
        "session_id": session_id,
        "client_id": f"order {order.code}",
        "person_id": actor.person_id,
        "guest_key": None if actor.signed_in else wish.guest,
        "shadow": wish.shadow,
        "name": given_name(order.contact.name),
        "text": say(DEFAULT, "livestream.order_answered", what=what, code=mask_code(order.code)),
        "order_code": order.code,
    }
