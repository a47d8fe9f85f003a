"""Wishes nobody came back for: those of which the outcome was not known in time, and those never answered."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.comment_orders.ask import plan_in, refuse
from shop.comment_orders.models import CommentWish, WishState
from shop.comment_orders.place import ask_of
from shop.comment_orders.rearrange import rearrange
from shop.comment_orders.settle import order_and_settle
from shop.core.clock import shop_now
from shop.core.errors import Refusal
from shop.orders.terms import OrderTerms

_LEFT = timedelta(seconds=30)  # a request that works a wish has ended by then


async def lapse_wishes(session: AsyncSession, limit: int) -> int:
    """Let go what nobody answered in time; nothing was held for it."""
    late = (
        select(CommentWish.id)
        .where(CommentWish.state == WishState.ASKED, CommentWish.ask_until <= shop_now())
        .order_by(CommentWish.ask_until)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = await session.scalars(
        update(CommentWish)
        .where(CommentWish.id.in_(late))
        .values(state=WishState.LAPSED, ask_until=None)
        .returning(CommentWish.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


async def finish_wish(session: AsyncSession, terms: OrderTerms) -> int:
    """Work one wish that was left pending, under the same key: what was placed is found. 1 where there was one."""
    wish: CommentWish | None = await session.scalar(
        select(CommentWish)
        .where(CommentWish.state == WishState.PENDING, CommentWish.created_at < shop_now() - _LEFT)
        .order_by(CommentWish.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if wish is None:
        return 0
    if plan_in(wish).rearranges:
        try:
            async with session.begin_nested():
                await rearrange(session, wish, terms)
        except Refusal as refusal:
            await session.refresh(wish)
            refuse(wish, refusal)
        return 1
    ask = await ask_of(session, wish)
    if ask is not None:
        await session.flush()
        await order_and_settle(session, [ask], terms)
    return 1
