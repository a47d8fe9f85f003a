"""Received parcels and returns for tests, made as people make them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from shop.catalog.models import Product
from shop.core.actor import GUEST, Actor
from shop.delivery.models import DeliveryMethod
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.pack import pack_order
from shop.orders.models import Order, OrderLine
from shop.returns.ask import Wish, WishedPieces, ask_return
from shop.returns.decide import Decision, Verdict, decide_return
from shop.returns.models import ReturnReason
from shop.returns.rules import ReturnTerms
from tests.make import producers
from tests.make.inventory import Goods, goods
from tests.make.orders import TERMS, placed, staff_of
from tests.make.parcels import confirmed

RULES = ReturnTerms(return_days=7, exit_days=30, decide_days=3, goods_days=14, refund_limit=2_000_000)


@dataclass(frozen=True)
class Bought:
    """A pickup that its buyer has: the order, its only line, the goods, and a clerk of the point."""

    id: UUID
    code: str
    token: str
    line: UUID
    goods: Goods
    clerk: Actor

    @property
    def headers(self):
        """What its buyer calls with."""
        return {"X-Order-Token": self.token}


async def bought(session, bowl=None, *, quantity=3, actor=GUEST, **changes) -> Bought:
    """An order of `quantity` pieces that was packed and handed over."""
    bowl = bowl or await goods(session, 10)
    order = await placed(session, bowl, quantity=quantity, actor=actor, **changes)
    await confirmed(session, order)
    clerk = await staff_of(session, bowl.place_id)
    await pack_order(session, clerk, order.code)
    if order.delivery.method is DeliveryMethod.PICKUP:
        await hand_over(session, clerk, order.code, order.pickup_code, TERMS)
    await session.flush()
    order_id = await session.scalar(select(Order.id).where(Order.code == order.code))
    line = await session.scalar(select(OrderLine.id).where(OrderLine.order_id == order_id))
    return Bought(order_id, order.code, order.token, line, bowl, clerk)


def wish(order, pieces=1, reason=ReturnReason.DAMAGED, words="Bát bị sứt miệng", photos=()):
    """Give `pieces` of the order back."""
    lines = (WishedPieces(line=order.line, pieces=pieces),)
    return Wish(parcel=1, lines=lines, reason=reason, words=words, photos=tuple(photos))


async def asked(session, order, pieces=1, *, key=None, **changes):
    """A return of `pieces` that the buyer asked for."""
    made = await ask_return(session, GUEST, order.id, wish(order, pieces, **changes), RULES, key=key)
    await session.flush()
    return made


async def accepted(session, order, pieces=1, **changes):
    """A return that the point accepted."""
    made = await asked(session, order, pieces, **changes)
    await decide_return(session, order.clerk, made.code, Decision(verdict=Verdict.ACCEPT), RULES)
    await session.flush()
    return made


async def maker(session, bowl, *members):
    """The producer of these goods, with these members as owners."""
    made = await producers.producer(session, members=list(members))
    await session.execute(update(Product).where(Product.id == bowl.product_id).values(producer_id=made.id))
    return made
