"""From a comment to its answer: what is written is committed first, and nobody holds a connection while they wait."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.comment_orders.answer import Reply, answer_wish
from shop.comment_orders.ask import plan_in, refuse
from shop.comment_orders.models import CommentWish, WishState
from shop.comment_orders.place import ask_of
from shop.comment_orders.queries import Buyer
from shop.comment_orders.read import Terms, read_comment
from shop.comment_orders.rearrange import rearrange, undo_wish
from shop.core.actor import Actor
from shop.core.db import Sessions, short
from shop.core.driver import sqlstate_of
from shop.core.errors import Refusal
from shop.livestream.comment import Said, post_comment
from shop.livestream.drop import RoomDrop
from shop.livestream.models import Comment
from shop.livestream.order import RoomAsk
from shop.orders.terms import OrderTerms, order_terms

_LOST_RACES = frozenset({"40001", "40P01"})
_TRIES = 4  # of a change that lost a race for rows


Allow = Callable[[str], Awaitable[None]]
"""Counts an order of a telephone against its limits; refuses one too many."""


class Taken(msgspec.Struct, frozen=True):
    """A comment that was taken, and the wish it has or answers."""

    comment: Comment
    wish_id: UUID | None


class Work(msgspec.Struct, frozen=True):
    """What turns comments of one process into orders."""

    sessions: Sessions
    drop: RoomDrop
    terms: Terms
    orders: OrderTerms
    allow: Allow

    @classmethod
    def of(cls, settings: Settings, sessions: Sessions, drop: RoomDrop, allow: Allow) -> "Work":
        """As the installation has settled it."""
        terms = Terms(settings.comment_order_most, settings.comment_ask_minutes)
        return cls(sessions, drop, terms, order_terms(settings), allow)

    async def take(self, actor: Actor, slug: str, said: Said, key: bytes | None) -> Taken:
        """Say something in a room, and order what it orders. The same `client_id` is one comment and one order.

        Refusals of the comment are those of `post_comment`; what comes of its wish stands with it.
        """
        async with short(self.sessions) as session:
            comment = await post_comment(session, actor, slug, said)
            wish = await read_comment(session, actor, comment, key, terms=self.terms, locale=said.locale)
        if wish is None:
            return Taken(comment, None)
        await self.carry_out(wish.id)
        return Taken(comment, wish.id)

    async def answer(self, session_id: UUID, wish_id: UUID, buyer: Buyer, reply: Reply) -> None:
        """Take an answer, and order what is then clear. Refusals are those of `answer_wish`."""
        async with short(self.sessions) as session:
            await answer_wish(session, session_id, wish_id, buyer, reply)
        await self.carry_out(wish_id)

    async def undo(self, session_id: UUID, wish_id: UUID, buyer: Buyer) -> None:
        """Take back what came of a comment. Refusals are those of `undo_wish`."""

        async def undone(session: AsyncSession) -> None:
            await buyer.take_turn(session, session_id)
            await undo_wish(session, session_id, wish_id, buyer)

        await self._again(undone)

    async def carry_out(self, wish_id: UUID) -> None:
        """Work a wish if it is pending; what comes of it is written with it. Safe to repeat, also at once."""
        ask: RoomAsk | None = None
        async with short(self.sessions) as session:
            wish = await _pending(session, wish_id)
            if wish is None:
                return
            rearranges = plan_in(wish).rearranges
            if not rearranges:
                ask = await ask_of(session, wish)
        if ask is not None:
            await self._place(wish_id, ask)
        elif rearranges:
            await self._rearrange(wish.session_id, wish_id, Buyer(wish.person_id, wish.buyer_key))

    async def _place(self, wish_id: UUID, ask: RoomAsk) -> None:
        """Have it placed. Why it was refused stands in the wish; what is not known in time the sweep asks again."""
        try:
            await self.allow(ask.wish.contact.phone)
        except Refusal as refusal:
            await self._refuse(wish_id, refusal)
            return
        with suppress(Refusal):
            await self.drop.submit(ask)

    async def _rearrange(self, session_id: UUID, wish_id: UUID, buyer: Buyer) -> None:
        async def done(session: AsyncSession) -> None:
            await buyer.take_turn(session, session_id)
            wish = await _pending(session, wish_id)
            if wish is not None:
                await rearrange(session, wish, self.orders)

        try:
            await self._again(done)
        except Refusal as refusal:
            await self._refuse(wish_id, refusal)

    async def _refuse(self, wish_id: UUID, refusal: Refusal) -> None:
        async with short(self.sessions) as session:
            wish = await _pending(session, wish_id)
            if wish is not None:
                refuse(wish, refusal)

    async def _again(self, act: Callable[[AsyncSession], Awaitable[None]]) -> None:
        """Do it in a transaction of its own, and anew where others' locks stood in a circle with its own."""
        for last in [*[False] * (_TRIES - 1), True]:
            try:
                async with short(self.sessions) as session:
                    await act(session)
            except DBAPIError as error:
                if last or sqlstate_of(error) not in _LOST_RACES:
                    raise
            else:
                return


async def _pending(session: AsyncSession, wish_id: UUID) -> CommentWish | None:
    wish: CommentWish | None = await session.scalar(
        select(CommentWish)
        .where(CommentWish.id == wish_id, CommentWish.state == WishState.PENDING)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return wish
