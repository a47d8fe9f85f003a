"""What a wish waits for: an answer, a telephone, an age; or nothing more."""

from datetime import timedelta

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.comment_orders.models import CommentWish, WishState
from shop.comment_orders.queries import RoomGoods
from shop.comment_orders.rules import Asked, Plan, Want, ages
from shop.comments.meaning import Act
from shop.core.clock import now
from shop.core.errors import Refusal
from shop.core.i18n import known_locale
from shop.http.problems import describe


def plan_in(wish: CommentWish) -> Plan:
    """What is to be done, and what is asked."""
    return msgspec.json.decode(wish.plan, type=Plan)


def write_plan(wish: CommentWish, plan: Plan) -> None:
    """Keep the plan with its wish."""
    wish.plan = msgspec.json.encode(plan).decode()


def asked_of(wish: CommentWish, room: RoomGoods) -> Asked | None:
    """What the writer is asked next; None: nothing is missing."""
    plan = plan_in(wish)
    if plan.open:
        return plan.open[0].asked
    if not plan.places:
        return None
    if wish.phone is None and not plan.rearranges:
        return Asked.PHONE
    return Asked.AGE if ages(plan, room.goods) and not wish.age_confirmed else None


async def settle_next(session: AsyncSession, wish: CommentWish, room: RoomGoods, minutes: int) -> None:
    """Say whether the wish waits for its writer, for at most `minutes` from its first question on, or is worked."""
    if asked_of(wish, room) is None:
        wish.state, wish.ask_until = WishState.PENDING, None
        return
    wish.state = WishState.ASKED
    wish.ask_until = wish.ask_until or await now(session) + timedelta(minutes=minutes)


def refuse(wish: CommentWish, refusal: Refusal) -> None:
    """Note that a wish cannot be done, with the sentence for its writer."""
    told = describe(refusal, known_locale(wish.locale))
    wish.state, wish.why, wish.told, wish.ask_until = WishState.REFUSED, told.code, told.detail, None


def placed_wants(wish: CommentWish) -> tuple[Want, ...]:
    """What a wish orders, as far as it is clear."""
    return tuple(want for want in plan_in(wish).wants if want.act is not Act.CANCEL)
