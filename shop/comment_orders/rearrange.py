"""Change or take back what somebody ordered in a session: cancelled and placed anew at once, or not at all."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.comment_orders.answer import own_wish
from shop.comment_orders.ask import plan_in
from shop.comment_orders.errors import NothingHeld, OtherWay, PackedAlready
from shop.comment_orders.models import CommentWish, GuestPurchase, WishState
from shop.comment_orders.queries import Buyer, HeldOrder, RoomGoods, goods_of_room, held_of, orders_of_buyer
from shop.comment_orders.rules import Plan, rearranged, touched
from shop.core.actor import Actor
from shop.core.errors import Refusal
from shop.core.i18n import DEFAULT, known_locale, say
from shop.core.key_batch import claim_of
from shop.core.request_id import current_request_id
from shop.delivery.choose import DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.livestream.models import Comment, Pin
from shop.livestream.rules import given_name, mask_code
from shop.orders.cancel import cancel_order
from shop.orders.models import Order
from shop.orders.place_many import place_many
from shop.orders.terms import OrderTerms
from shop.orders.wish import Ask, Contact, Placed, PlaceOrder, WishedLine
from shop.payments.models import PaymentMethod
from shop.places.models import Place

ROUTE = "comment_orders.rearrange"


async def rearrange(session: AsyncSession, wish: CommentWish, terms: OrderTerms) -> None:
    """Do what a wish changes or takes back; it is locked and pending in its buyer's turn. Orders are locked by id.

    An order is taken back wholly; what is left of it, and what is wished beside, is placed anew in the same
    transaction. A refusal takes all of it back: the old order stands.

    Raises:
        NothingHeld: there is none of it. PackedAlready: it is packed. OtherWay: only the whole order can go.
        And what placing refuses.
    """
    room = await goods_of_room(session, wish.session_id)
    plan = plan_in(wish)
    mine = await orders_of_buyer(session, wish.session_id, Buyer(wish.person_id, wish.buyer_key), lock=True)
    going = _going(mine, plan, room)
    held = held_of(going, room)
    after = rearranged(plan, held)
    if after == held and len(going) == 1:
        wish.state, wish.order_id = WishState.CHANGED, going[0].order.id
        return
    for one in going:
        await cancel_order(session, one.order.id, "buyer")
    if not after:
        wish.state, wish.order_id = WishState.CANCELLED, going[-1].order.id
        what = _said(held, room)
        await _answer(session, wish, going[-1].order, "cancelled", what)
        return
    new = await _placed_anew(session, wish, room, going=going, after=after, terms=terms)
    wish.state, wish.order_id = WishState.CHANGED, new.id
    await _answer(session, wish, new, "changed", _said(after, room))


async def undo_wish(session: AsyncSession, session_id: UUID, wish_id: UUID, buyer: Buyer) -> CommentWish:
    """Take back the order that came of a comment, as one tap does. Safe to repeat.

    Raises:
        WishUnknown: there is no such wish, or it is somebody else's. PackedAlready: it is packed.
    """
    wish = await own_wish(session, session_id, wish_id, buyer)
    if wish.state not in {WishState.PLACED, WishState.CHANGED} or wish.order_id is None:
        return wish
    room = await goods_of_room(session, wish.session_id)
    mine = await orders_of_buyer(session, wish.session_id, buyer, lock=True)
    going = [one for one in mine if one.order.id == wish.order_id]
    if any(not one.may_change for one in going):
        raise PackedAlready
    wish.state = WishState.CANCELLED
    for one in going:
        what = _said(held_of([one], room), room)
        await cancel_order(session, one.order.id, "buyer")
        await _answer(session, wish, one.order, "cancelled", what)
    return wish


def _going(mine: Sequence[HeldOrder], plan: Plan, room: RoomGoods) -> list[HeldOrder]:
    """The orders that a plan takes back."""
    codes = touched(plan)
    variants = {one.variant_id for one in room.goods if one.code in codes}
    meant = [one for one in mine if plan.everything or any(line.variant_id in variants for line in one.lines)]
    going = [one for one in meant if one.may_change]
    if not going:
        raise PackedAlready if meant else NothingHeld
    lacking = codes - set(held_of(going, room))
    if lacking and not plan.everything:
        raise NothingHeld
    return going


async def _placed_anew(
    session: AsyncSession,
    wish: CommentWish,
    room: RoomGoods,
    *,
    going: Sequence[HeldOrder],
    after: dict[str, int],
    terms: OrderTerms,
) -> Order:
    """The order that stands instead of those that go."""
    if any(
        one.order.delivery is not DeliveryMethod.PICKUP or one.order.payment_method is not PaymentMethod.COD
        for one in going
    ):
        raise OtherWay
    sold = {goods.variant_id for goods in room.goods}
    if any(line.variant_id not in sold for one in going for line in one.lines):  # it would be lost on the way
        raise OtherWay
    request = await _anew(session, wish, room, going=going, after=after)
    actor = Actor(person_id=wish.person_id)
    claim = claim_of(f"wish:{wish.id}", ROUTE, str(wish.comment_id), request)
    ask = Ask(request=request, actor=actor, claim=claim, request_id=current_request_id())
    [answer] = await place_many(session, [ask], terms)
    if isinstance(answer, Refusal):
        raise answer
    assert isinstance(answer, Placed)
    new = (await session.scalars(select(Order).where(Order.code == answer.order.code))).one()
    if wish.buyer_key is not None:
        session.add(GuestPurchase(session_id=wish.session_id, order_id=new.id, buyer_key=wish.buyer_key))
    return new


async def _anew(
    session: AsyncSession, wish: CommentWish, room: RoomGoods, *, going: Sequence[HeldOrder], after: dict[str, int]
) -> PlaceOrder:
    """What is ordered instead, by the contact of the newest order that goes."""
    old = going[-1].order
    place = await session.scalar(select(Place.slug).where(Place.id == old.place_id))
    prices = await _prices(session, wish.session_id, going)
    contact = Contact(name=old.contact_name, phone=old.contact_phone, email=old.contact_email)
    return PlaceOrder(
        lines=tuple(
            WishedLine(
                variant=goods.variant_id, quantity=pieces, sales_point=place, campaign_id=prices.get(goods.variant_id)
            )
            for code, pieces in after.items()
            if (goods := room.by_code(code)) is not None
        ),
        contact=contact,
        delivery=DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=place),
        expected_total=None,
        locale=known_locale(wish.locale),
        session_id=wish.session_id,
        age_confirmed=wish.age_confirmed or any(one.order.confirmed_age for one in going),
    )


async def _prices(session: AsyncSession, session_id: UUID, going: Sequence[HeldOrder]) -> dict[UUID, UUID]:
    """Variant -> the campaign whose price it keeps: that of the old order, else that of the open pin.

    A price that is over refuses the change: who takes back one of three does not pay more for the other two.
    """
    pinned = await session.execute(
        select(Pin.variant_id, Pin.campaign_id).where(Pin.session_id == session_id, Pin.unpinned_at.is_(None))
    )
    found = {variant: campaign for variant, campaign in pinned if campaign is not None}
    kept = {line.variant_id: line.campaign_id for one in going for line in one.lines if line.campaign_id is not None}
    return found | kept


def _said(pieces: dict[str, int], room: RoomGoods) -> str:
    named = ((room.by_code(code), count) for code, count in pieces.items())
    return ", ".join(f"{count} × {goods.name}" for goods, count in named if goods is not None)


async def _answer(session: AsyncSession, wish: CommentWish, order: Order, did: str, what: str) -> None:
    """The line of the room that says what became of it, as the one about a new order does."""
    line = {
        "session_id": wish.session_id,
        "client_id": f"wish {wish.id} {did}",
        "person_id": wish.person_id,
        "guest_key": wish.guest_key,
        "shadow": wish.shadow,
        "name": given_name(order.contact_name),
        "text": say(DEFAULT, f"comment_orders.{did}", what=what, code=mask_code(order.code)),
        "order_code": order.code,
    }
    await session.execute(insert(Comment).values(line))
