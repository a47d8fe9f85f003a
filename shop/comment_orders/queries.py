"""Reads of what rooms sell, what somebody holds in one, and what was wished for."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.catalog.models import Product, Variant
from shop.comment_orders.models import CommentWish, GuestPurchase, WishState
from shop.comment_orders.rules import Goods
from shop.comments.line_up import Line, LineUp
from shop.core.actor import Actor
from shop.inventory.models import StockLevel
from shop.livestream.models import Comment, Pin
from shop.markets.models import LineUp as LineUpRow
from shop.markets.models import LiveSession
from shop.markets.speaker import Speaker
from shop.orders.models import Order, OrderLine, OrderStatus
from shop.promotions.models import Campaign

OPEN = frozenset({OrderStatus.HELD, OrderStatus.CONFIRMED})
"""Where an order may still be changed by comment."""
GOING = OPEN | {OrderStatus.PACKED, OrderStatus.SHIPPED}
OWN = 5  # newest wishes a writer is shown
DESK = 50


class Buyer(msgspec.Struct, frozen=True):
    """Who orders in a room: a person, or a guest known again by a key of their browser. Nobody has neither."""

    person_id: UUID | None = None
    key: bytes | None = None

    @classmethod
    def of(cls, actor: Actor, key: bytes | None) -> "Buyer":
        """The signed-in person, else the guest."""
        return cls(actor.person_id, None if actor.signed_in else key)

    def wrote(self) -> ColumnElement[bool]:
        """The wishes that are theirs."""
        if self.person_id is not None:
            return CommentWish.person_id == self.person_id
        return CommentWish.buyer_key == self.key

    def bought(self, session_id: UUID) -> ColumnElement[bool]:
        """The orders of a session that are theirs, by comment and by tap.

        Those of a guest are found first, as an array: else the planner may walk through all orders of the room.
        """
        if self.person_id is not None:
            return Order.person_id == self.person_id
        of_key = (GuestPurchase.buyer_key == self.key, GuestPurchase.session_id == session_id)
        return Order.id == func.any(func.array(select(GuestPurchase.order_id).where(*of_key).scalar_subquery()))

    async def take_turn(self, session: AsyncSession, session_id: UUID) -> None:
        """Wait until no other change of theirs in this room is under way; held until the commit, taken first."""
        await Speaker(person_id=self.person_id, guest_key=self.key).take_turn(session, session_id)


class RoomGoods(msgspec.Struct, frozen=True):
    """What a room sells now, in its order, and whose room it is; `pinned` is the code shown where it is one alone."""

    slug: str
    host_id: UUID
    goods: tuple[Goods, ...]
    pinned: str | None

    def by_code(self, code: str) -> Goods | None:
        """The line of this code."""
        return next((one for one in self.goods if one.code == code), None)

    @property
    def line_up(self) -> LineUp:
        """The same as the grammar reads it; compiled once."""
        return _compiled(tuple(Line(code=one.code, name=one.name, unit=one.unit) for one in self.goods))


@lru_cache(maxsize=128)
def _compiled(lines: tuple[Line, ...]) -> LineUp:
    return LineUp(lines)


_GOODS = (  # made once: every comment asks it
    select(LiveSession.slug, LiveSession.host_id, LineUpRow.code, Variant.id, Product.name, Variant.name)
    .add_columns(Variant.unit, Product.min_age, Pin.id.is_not(None), StockLevel.free)
    .add_columns(func.coalesce(Campaign.price, Variant.price))
    .outerjoin(LineUpRow, LineUpRow.session_id == LiveSession.id)
    .outerjoin(Variant, Variant.id == LineUpRow.variant_id)
    .outerjoin(Product, Product.id == Variant.product_id)
    .outerjoin(StockLevel, and_(StockLevel.variant_id == Variant.id, StockLevel.place_id == LiveSession.place_id))
    .outerjoin(Pin, and_(Pin.session_id == LiveSession.id, Pin.variant_id == Variant.id, Pin.unpinned_at.is_(None)))
    .outerjoin(Campaign, Campaign.id == Pin.campaign_id)
    .where(LiveSession.id == bindparam("session_id"))
    .order_by(LineUpRow.position, LineUpRow.id)
)


async def goods_of_room(session: AsyncSession, session_id: UUID) -> RoomGoods:
    """What the room sells at this moment, in one statement."""
    rows = (await session.execute(_GOODS, {"session_id": session_id})).all()
    goods = tuple(
        Goods(
            code=code,
            variant_id=variant,
            name=" · ".join(part for part in (product, pack) if part),
            unit=unit,
            price=price,
            min_age=min_age,
            pinned=pinned,
            available=free or 0,
        )
        for _, _, code, variant, product, pack, unit, min_age, pinned, free, price in rows
        if code is not None
    )
    shown = [one.code for one in goods if one.pinned]
    return RoomGoods(rows[0][0], rows[0][1], goods, shown[0] if len(shown) == 1 else None)


class HeldOrder(msgspec.Struct, frozen=True):
    """An order somebody placed in a session, with its lines."""

    order: Order
    lines: list[OrderLine]

    @property
    def may_change(self) -> bool:
        """Whether it is not packed yet."""
        return self.order.status in OPEN


async def orders_of_buyer(
    session: AsyncSession, session_id: UUID, buyer: Buyer, *, lock: bool = False
) -> list[HeldOrder]:
    """What a buyer ordered in a session and nobody took back, the oldest first; with `lock` until the commit."""
    if buyer == Buyer():
        return []
    wanted = (
        select(Order)
        .where(Order.session_id == session_id, Order.status.in_(GOING), buyer.bought(session_id))
        .order_by(Order.id)
        .execution_options(populate_existing=True)
    )
    orders = (await session.scalars(wanted.with_for_update() if lock else wanted)).all()
    lines: defaultdict[UUID, list[OrderLine]] = defaultdict(list)
    if orders:
        found = await session.scalars(
            select(OrderLine).where(OrderLine.order_id.in_([order.id for order in orders])).order_by(OrderLine.id)
        )
        for line in found:
            lines[line.order_id].append(line)
    return [HeldOrder(order, lines[order.id]) for order in orders]


def held_of(orders: Sequence[HeldOrder], room: RoomGoods) -> dict[str, int]:
    """What of the room's goods may still be changed: code -> pieces."""
    codes = {one.variant_id: one.code for one in room.goods}
    held: dict[str, int] = {}
    for one in orders:
        for line in one.lines if one.may_change else ():
            code = codes.get(line.variant_id)
            if code is not None:
                held[code] = held.get(code, 0) + line.quantity
    return held


class Wished(msgspec.Struct, frozen=True):
    """A wish with its comment, its order, and the newest line the room answered it with."""

    wish: CommentWish
    comment: Comment
    order: Order | None
    answer: Comment | None = None


async def wishes_of(session: AsyncSession, session_id: UUID, buyer: Buyer, limit: int = OWN) -> list[Wished]:
    """The newest wishes of somebody in a session, the oldest first; what was only asked of the host is none."""
    if buyer == Buyer():
        return []
    return await _wished(session, and_(buyer.wrote(), _orders_something(), _of(session_id)), limit)


async def wish_of(session: AsyncSession, wish_id: UUID) -> Wished:
    """A wish as it stands now."""
    [found] = await _wished(session, CommentWish.id == wish_id, 1)
    return found


async def wishes_of_room(session: AsyncSession, session_id: UUID, limit: int = DESK) -> list[Wished]:
    """The newest wishes of a room that would order something, the newest first."""
    return (await _wished(session, and_(_orders_something(), _of(session_id)), limit))[::-1]


async def questions_of_room(session: AsyncSession, session_id: UUID, limit: int = DESK) -> list[Wished]:
    """What is asked of the host and not answered, the oldest first."""
    waiting = and_(CommentWish.question, CommentWish.answered_at.is_(None), Comment.hidden_at.is_(None))
    return await _wished(session, and_(waiting, _of(session_id)), limit)


async def _wished(session: AsyncSession, which: ColumnElement[bool], limit: int) -> list[Wished]:
    line = aliased(Comment)
    newest = (
        select(line.id)
        .where(line.session_id == CommentWish.session_id, line.order_code == Order.code)
        .order_by(line.id.desc())
        .limit(1)
        .correlate(CommentWish, Order)
        .scalar_subquery()
    )
    answer = aliased(Comment)
    rows = await session.execute(
        select(CommentWish, Comment, Order, answer)
        .join(Comment, Comment.id == CommentWish.comment_id)
        .outerjoin(Order, Order.id == CommentWish.order_id)
        .outerjoin(answer, answer.id == newest)
        .where(which)
        .order_by(CommentWish.id.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [Wished(*row) for row in reversed(rows.all())]


def _of(session_id: UUID) -> ColumnElement[bool]:
    return CommentWish.session_id == session_id


def _orders_something() -> ColumnElement[bool]:
    return CommentWish.state != WishState.QUESTION
