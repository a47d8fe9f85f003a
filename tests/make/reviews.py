"""Received orders and reviews for tests."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from shop.catalog.models import Product
from shop.core.actor import GUEST, Actor
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from shop.producers.models import Producer
from shop.reviews.write_review import Wording, write_review
from tests.make import producers
from tests.make.inventory import Goods, goods
from tests.make.orders import placed


@dataclass(frozen=True)
class Received:
    """An order that was handed over, and its only line."""

    id: UUID
    code: str
    token: str
    line: UUID
    goods: Goods

    @property
    def headers(self):
        """What its buyer calls with."""
        return {"X-Order-Token": self.token}


async def received(session, bowl=None, *, actor=GUEST, status=OrderStatus.HANDED_OVER, **changes) -> Received:
    """An order of one piece that its buyer has; `status` for one that did not come so far."""
    bowl = bowl or await goods(session, 50)
    order = await placed(session, bowl, actor=actor, **changes)
    await session.flush()
    found = (await session.scalars(select(Order).where(Order.code == order.code))).one()
    ended = None if status is not OrderStatus.HELD else found.hold_expires_at
    await session.execute(update(Order).where(Order.id == found.id).values(status=status, hold_expires_at=ended))
    await session.execute(update(Parcel).where(Parcel.order_id == found.id).values(status=status))
    await session.refresh(found)
    line = (await session.scalars(select(OrderLine).where(OrderLine.order_id == found.id))).one()
    return Received(found.id, order.code, order.token, line.id, bowl)


async def review(session, order=None, points=5, words="Gốm dày dặn, men đẹp.", *, photos=(), actor=GUEST):
    """A review of a received order; returns it."""
    order = order or await received(session)
    said = Wording(points=points, words=words, photos=tuple(photos), locale="vi")
    written = await write_review(session, actor, order.id, order.line, said)
    await session.flush()
    return written


async def maker(session, bowl, *members) -> Producer:
    """The producer of these goods, with these members as owners."""
    made = await producers.producer(session, members=list(members))
    await session.execute(update(Product).where(Product.id == bowl.product_id).values(producer_id=made.id))
    return made


def as_actor(person) -> Actor:
    """The person, signed in."""
    return Actor(person_id=person.id, name=person.name)
