"""Read a comment that was just written: what it wishes for is kept beside it, with what must be asked."""

from datetime import timedelta

import msgspec
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.accounts.phone import read_phone
from shop.comment_orders.ask import plan_in, refuse, settle_next, write_plan
from shop.comment_orders.errors import WishUnclear
from shop.comment_orders.models import CommentWish, WishState
from shop.comment_orders.queries import Buyer, RoomGoods, goods_of_room, held_of, orders_of_buyer
from shop.comment_orders.rules import UnclearError, plan_of
from shop.comments.meaning import Intent, Meaning
from shop.comments.parse import parse
from shop.core.actor import Actor
from shop.core.clock import shop_now
from shop.core.i18n import Locale
from shop.livestream.models import Comment
from shop.markets.speaker import Speaker

SAME_WITHIN = timedelta(seconds=60)  # the same words of the same speaker count once


class Terms(msgspec.Struct, frozen=True):
    """Pieces of one line that are ordered without asking, and minutes somebody has to answer."""

    most: int
    ask_minutes: int


async def read_comment(
    session: AsyncSession, actor: Actor, comment: Comment, key: bytes | None, *, terms: Terms, locale: Locale
) -> CommentWish | None:
    """Keep what `comment` wishes for; None where it wishes nothing. Safe to repeat: a comment has one wish.

    Runs in the transaction that wrote the comment, in its speaker's turn: so of the same words said twice at once
    the second sees the first. What a host says in their own room is no wish.
    """
    known = await session.scalar(select(CommentWish).where(CommentWish.comment_id == comment.id))
    if known is not None:
        return known
    room = await goods_of_room(session, comment.session_id)
    if actor.person_id == room.host_id:
        return None
    meaning = parse(comment.text, room.line_up, room.pinned, terms.most)
    if meaning.intent is Intent.NONE:
        return await _answer_by_phone(session, actor, comment, key, meaning)
    wish = CommentWish(
        session_id=comment.session_id,
        comment_id=comment.id,
        person_id=actor.person_id,
        buyer_key=Buyer.of(actor, key).key,
        guest_key=comment.guest_key,
        shadow=comment.shadow,
        meaning_key=meaning.key,
        locale=locale,
        state=WishState.QUESTION,
        plan="{}",
        name=comment.name,
        phone=None if meaning.phone is None else read_phone(meaning.phone),
        age_confirmed=False,
        question=meaning.question,
    )
    session.add(wish)
    if meaning.intent is not Intent.QUESTION:
        await _begin(session, wish, meaning, room, terms)
    await session.flush()  # its id is told
    return wish


async def _begin(session: AsyncSession, wish: CommentWish, meaning: Meaning, room: RoomGoods, terms: Terms) -> None:
    buyer = Buyer(wish.person_id, wish.buyer_key)
    await Speaker(person_id=wish.person_id, guest_key=wish.guest_key).take_turn(session, wish.session_id)
    if await _said_before(session, wish):
        wish.state = WishState.REPEATED
        return
    held = held_of(await orders_of_buyer(session, wish.session_id, buyer), room)
    try:
        plan = plan_of(meaning, room.goods, held)
    except UnclearError:
        refuse(wish, WishUnclear())
        return
    write_plan(wish, plan)
    wish.phone = wish.phone or await _known_phone(session, wish, buyer)
    await settle_next(session, wish, room, terms.ask_minutes)


async def _said_before(session: AsyncSession, wish: CommentWish) -> bool:
    """Whether the same speaker said the same a moment ago.

    Guests behind one address may be many: they are the same where their browser is, or where the words hold a
    telephone number.
    """
    same = CommentWish.person_id == wish.person_id
    if wish.person_id is None:
        same = CommentWish.guest_key == wish.guest_key
        if wish.phone is None:
            same = and_(same, CommentWish.buyer_key == wish.buyer_key)
    with session.no_autoflush:
        found = await session.scalar(
            select(CommentWish.id)
            .where(
                CommentWish.session_id == wish.session_id,
                CommentWish.meaning_key == wish.meaning_key,
                CommentWish.created_at > shop_now() - SAME_WITHIN,
                CommentWish.state.not_in((WishState.REPEATED, WishState.REFUSED, WishState.DROPPED, WishState.LAPSED)),
                same,
            )
            .limit(1)
        )
    return found is not None


async def _known_phone(session: AsyncSession, wish: CommentWish, buyer: Buyer) -> str | None:
    """The telephone of the account, or of what was said before in this session."""
    if wish.person_id is not None:
        of_account = await session.scalar(select(Person.phone).where(Person.id == wish.person_id))
        if of_account is not None:
            return of_account
    if buyer == Buyer():
        return None
    said: str | None = await session.scalar(
        select(CommentWish.phone)
        .where(CommentWish.session_id == wish.session_id, buyer.wrote(), CommentWish.phone.is_not(None))
        .order_by(CommentWish.id.desc())
        .limit(1)
    )
    return said


async def _answer_by_phone(
    session: AsyncSession, actor: Actor, comment: Comment, key: bytes | None, meaning: Meaning
) -> CommentWish | None:
    """A number alone answers whoever was asked for it."""
    phone = None if meaning.phone is None else read_phone(meaning.phone)
    buyer = Buyer.of(actor, key)
    if phone is None or buyer == Buyer():
        return None
    wish: CommentWish | None = await session.scalar(
        select(CommentWish)
        .where(
            CommentWish.session_id == comment.session_id,
            buyer.wrote(),
            CommentWish.state == WishState.ASKED,
            CommentWish.ask_until > shop_now(),
            CommentWish.phone.is_(None),
        )
        .order_by(CommentWish.id.desc())
        .limit(1)
        .with_for_update()
    )
    if wish is None or plan_in(wish).open:
        return None
    wish.phone = phone
    await settle_next(session, wish, await goods_of_room(session, comment.session_id), 0)
    return wish
