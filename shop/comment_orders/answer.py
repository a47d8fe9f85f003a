"""A writer answers what they were asked about their comment, or thinks better of it."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.phone import normalise_phone
from shop.comment_orders.ask import asked_of, plan_in, settle_next, write_plan
from shop.comment_orders.errors import WishLapsed, WishUnknown
from shop.comment_orders.models import CommentWish, WishState
from shop.comment_orders.queries import Buyer, goods_of_room
from shop.comment_orders.rules import Asked, Choice, Plan, answered
from shop.core.clock import now
from shop.core.errors import Invalid
from shop.orders.errors import AgeUnconfirmed


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody taps or types: `step` is the question it answers. `drop`: nothing shall come of it."""

    step: int
    choice: int | None = None
    name: str = ""
    phone: str = ""
    age_confirmed: bool = False
    drop: bool = False


async def answer_wish(
    session: AsyncSession, session_id: UUID, wish_id: UUID, buyer: Buyer, reply: Reply
) -> CommentWish:
    """Take an answer; the wish may then be pending. Its row is locked and a question answered once: safe to repeat.

    Raises:
        WishUnknown: there is none, or it is somebody else's.
        WishLapsed: too late.
        Invalid, BadPhone, AgeUnconfirmed: this is no answer to what is asked.
    """
    wish = await own_wish(session, session_id, wish_id, buyer)
    if wish.state is not WishState.ASKED or reply.step != wish.step:
        return wish
    assert wish.ask_until is not None, "asked in time"
    if wish.ask_until <= await now(session):
        raise WishLapsed
    if reply.drop:
        wish.state, wish.ask_until = WishState.DROPPED, None
        return wish
    room = await goods_of_room(session, wish.session_id)
    asked = asked_of(wish, room)
    if asked is Asked.PHONE:
        wish.phone = normalise_phone(reply.phone, field="phone")
        wish.name = reply.name or wish.name
    elif asked is Asked.AGE:
        if not reply.age_confirmed:
            raise AgeUnconfirmed(field="age_confirmed", age=18)
        wish.age_confirmed = True
    else:
        write_plan(wish, _chosen(plan_in(wish), reply.choice))
    wish.step += 1
    await settle_next(session, wish, room, 0)
    return wish


async def own_wish(session: AsyncSession, session_id: UUID, wish_id: UUID, buyer: Buyer) -> CommentWish:
    """The wish, locked until the commit, for whoever wrote it.

    Raises:
        WishUnknown: there is none, or it is somebody else's.
    """
    if buyer == Buyer():
        raise WishUnknown
    wish: CommentWish | None = await session.scalar(
        select(CommentWish)
        .where(CommentWish.id == wish_id, CommentWish.session_id == session_id, buyer.wrote())
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if wish is None:
        raise WishUnknown
    return wish


def _chosen(plan: Plan, choice: int | None) -> Plan:
    taps: tuple[Choice, ...] = plan.open[0].choices
    if choice is None or not 0 <= choice < len(taps):
        raise Invalid(field="choice")
    return answered(plan, choice)
