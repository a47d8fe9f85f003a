"""Wishes as their writers and hosts see them, and what a writer may answer. Amounts are đồng, times UTC."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from shop.comment_orders.ask import asked_of, plan_in
from shop.comment_orders.models import WishState
from shop.comment_orders.queries import RoomGoods, Wished
from shop.comment_orders.rules import Asked, Choice, ages
from shop.comments.meaning import Act
from shop.core.masks import mask_phone, mask_phones
from shop.core.money import Dong
from shop.core.text import Body, Label
from shop.livestream.queries import seen
from shop.livestream.room import CommentSeen
from shop.livestream.rules import short_name
from shop.orders.models import OrderStatus
from shop.orders.rules import order_token

Typed = Annotated[str, Meta(min_length=0, max_length=20, pattern=r"^[0-9+(). \-]*$")]


class WantShown(msgspec.Struct, frozen=True, kw_only=True):
    """What one tap would do with a line. Without `quantity` all of it goes; `price` (đồng) is that of this moment."""

    act: Act
    code: str
    name: str
    unit: str
    quantity: int | None
    price: Dong


class ChoiceShown(msgspec.Struct, frozen=True, kw_only=True):
    """One tap; `choice` is what its answer names. `everything` takes back all that was ordered in the session."""

    choice: int
    wants: list[WantShown]
    everything: bool


class AskShown(msgspec.Struct, frozen=True, kw_only=True):
    """What a writer is asked until `until`. A telephone or an age (`min_age` years) is answered without a tap."""

    step: int
    asked: Asked
    choices: list[ChoiceShown]
    until: datetime
    min_age: int | None = None


class WishOrder(msgspec.Struct, frozen=True, kw_only=True):
    """The order that came of a wish, with the token that opens it. `may_undo`: it is not packed yet."""

    code: str
    token: str
    status: OrderStatus
    total: Dong
    may_undo: bool


class WishShown(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a comment, for its writer. `why` and `told` say why it was refused.

    `line` is what the room said about it, also where nobody else reads that.
    """

    id: UUID
    comment: UUID
    text: str
    state: WishState
    ask: AskShown | None
    order: WishOrder | None
    why: str | None
    told: str | None
    at: datetime
    line: CommentSeen | None = None


class OwnWishes(msgspec.Struct, frozen=True):
    """What a writer's newest comments wished for, the oldest first."""

    items: list[WishShown]


class AnswerBody(Body):
    """The answer to question `step`: a tap, or what was asked for. With `drop` nothing shall come of it."""

    step: Annotated[int, Meta(ge=0, le=100)]
    choice: Annotated[int, Meta(ge=0, le=100)] | None = None
    name: Label = ""
    phone: Typed = ""
    age_confirmed: bool = False
    drop: bool = False


class DeskWish(msgspec.Struct, frozen=True, kw_only=True):
    """A comment that orders something, for the host: names shortened, phones but for their end hidden."""

    id: UUID
    comment: UUID
    name: str
    phone: str | None
    text: str
    state: WishState
    asked: Asked | None
    order_code: str | None
    total: Dong | None
    why: str | None
    told: str | None
    question: bool
    at: datetime


class DeskQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question nobody has answered yet; one with an order stands among the orders too."""

    id: UUID
    comment: UUID
    name: str
    text: str
    at: datetime


class DeskWishes(msgspec.Struct, frozen=True):
    """Comments that order, the newest first, and questions, the oldest first."""

    wishes: list[DeskWish]
    questions: list[DeskQuestion]


def shown(found: Wished, room: RoomGoods, secret: str) -> WishShown:
    """A wish as its writer sees it."""
    wish, order = found.wish, found.order
    return WishShown(
        id=wish.id,
        comment=wish.comment_id,
        text=found.comment.text,
        state=wish.state,
        ask=_ask(found, room) if wish.state is WishState.ASKED else None,
        order=None
        if order is None
        else WishOrder(
            code=order.code,
            token=order_token(secret, order.id),
            status=order.status,
            total=order.total,
            may_undo=order.status in {OrderStatus.HELD, OrderStatus.CONFIRMED},
        ),
        why=wish.why,
        told=wish.told,
        at=wish.created_at,
        line=None if found.answer is None else seen(found.answer),
    )


def _ask(found: Wished, room: RoomGoods) -> AskShown | None:
    wish = found.wish
    asked = asked_of(wish, room)
    if asked is None or wish.ask_until is None:  # the goods it asked about have gone
        return None
    plan = plan_in(wish)
    return AskShown(
        step=wish.step,
        asked=asked,
        choices=_choices(plan.open[0].choices, room) if plan.open else [],
        until=wish.ask_until,
        min_age=ages(plan, room.goods) if asked is Asked.AGE else None,
    )


def _choices(choices: Sequence[Choice], room: RoomGoods) -> list[ChoiceShown]:
    """Those whose goods the room still has."""
    return [
        ChoiceShown(
            choice=number,
            wants=[
                WantShown(
                    act=want.act,
                    code=want.code,
                    name=goods.name,
                    unit=goods.unit,
                    quantity=want.quantity,
                    price=Dong(goods.price),
                )
                for want in choice.wants
                if (goods := room.by_code(want.code)) is not None
            ],
            everything=choice.everything,
        )
        for number, choice in enumerate(choices)
        if choice.everything or all(room.by_code(want.code) for want in choice.wants)
    ]


def desk_wish(found: Wished, room: RoomGoods) -> DeskWish:
    """A wish as its host sees it."""
    wish, order = found.wish, found.order
    return DeskWish(
        id=wish.id,
        comment=wish.comment_id,
        name=short_name(mask_phones(wish.name)),
        phone=None if wish.phone is None else mask_phone(wish.phone),
        text=mask_phones(found.comment.text),
        state=wish.state,
        asked=asked_of(wish, room) if wish.state is WishState.ASKED else None,
        order_code=None if order is None else order.code,
        total=None if order is None else order.total,
        why=wish.why,
        told=wish.told,
        question=wish.question,
        at=wish.created_at,
    )


def desk_question(found: Wished) -> DeskQuestion:
    """A question as its host sees it."""
    return DeskQuestion(
        id=found.wish.id,
        comment=found.wish.comment_id,
        name=mask_phones(found.comment.name),
        text=mask_phones(found.comment.text),
        at=found.wish.created_at,
    )
