"""The wish of a comment as an ask among others of the drop."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.comment_orders.ask import plan_in, refuse
from shop.comment_orders.errors import WishUnclear
from shop.comment_orders.models import CommentWish
from shop.comment_orders.queries import goods_of_room
from shop.comment_orders.rules import to_place
from shop.core.actor import Actor
from shop.core.i18n import known_locale
from shop.livestream.order import RoomAsk, RoomLine, RoomOrder, room_ask
from shop.orders.wish import Contact


async def ask_of(session: AsyncSession, wish: CommentWish) -> RoomAsk | None:
    """What a pending wish orders, under the key of its comment; None when it is refused: its goods have gone."""
    room = await goods_of_room(session, wish.session_id)
    found = [(room.by_code(code), pieces) for code, pieces in to_place(plan_in(wish).wants).items()]
    lines = tuple(
        RoomLine(variant=goods.variant_id, quantity=pieces, listed=True) for goods, pieces in found if goods is not None
    )
    if len(lines) < max(1, len(found)):
        refuse(wish, WishUnclear())
        return None
    assert wish.phone is not None, "asked before"
    order = RoomOrder(
        slug=room.slug,
        lines=lines,
        contact=Contact(name=wish.name, phone=wish.phone),
        age_confirmed=wish.age_confirmed,
        locale=known_locale(wish.locale),
        buyer=wish.buyer_key,
        comment=wish.comment_id,
        guest=wish.guest_key,
        shadow=wish.shadow,
    )
    return room_ask(Actor(person_id=wish.person_id), order, str(wish.comment_id))
