"""Windows of pre-orders and pre-orders for tests."""

from datetime import timedelta
from itertools import count

from sqlalchemy import select

from shop.core.actor import GUEST
from shop.core.clock import today
from shop.core.pause import go_on
from shop.delivery.choose import DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.orders.place_preorder import place_preorder
from shop.orders.wish import Contact, PlaceOrder, WishedLine
from shop.preorders.models import PreorderClaim, PreorderWindow
from tests.make.accounts import person
from tests.make.inventory import Goods, goods
from tests.make.orders import TERMS

_numbers = count(1)


async def harvest(session, quantity=10, *, buyer_limit=None, pieces=0, **days) -> tuple[Goods, PreorderWindow]:
    """A variant of which `pieces` stand at its point, and its window: open for a week, shipping in twenty days."""
    goods_ = await goods(session, pieces, name="Vải thiều Thanh Hà", price=90_000)
    day = await today(session)
    span = {"starts_on": 0, "ends_on": 7, "ship_from": 20, "ship_until": 30} | days
    window = PreorderWindow(
        variant_id=goods_.variant_id,
        place_id=goods_.place_id,
        quantity=quantity,
        buyer_limit=buyer_limit,
        opened_by=(await person(session)).id,
        **{name: day + timedelta(days=ahead) for name, ahead in span.items()},
    )
    session.add(window)
    await session.flush()
    await session.refresh(window)
    return goods_, window


def wish(goods_, quantity=1, *, phone="0912 345 678", **changes) -> PlaceOrder:
    """What a buyer asks for who fetches it."""
    asked = {
        "lines": (WishedLine(variant=goods_.variant_id, quantity=quantity),),
        "contact": Contact(name="Trần Văn Minh", phone=phone),
        "delivery": DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=goods_.point),
        "expected_total": goods_.price * quantity,
    }
    return PlaceOrder(**asked | changes)


async def preordered(session, goods_, quantity=1, *, actor=GUEST, key=None, pause=go_on, **changes):
    """A pre-order that was placed; returns what the buyer got back."""
    asked = wish(goods_, quantity, **changes)
    made = key or f"preorder-{next(_numbers):08}"
    return (await place_preorder(session, asked, actor, made, TERMS, pause=pause)).order


async def stands(session, window):
    """(taken, shelved) of a window, and its claims' (pieces, state), the oldest first."""
    await session.flush()
    counted = select(PreorderWindow.taken, PreorderWindow.shelved).where(PreorderWindow.id == window.id)
    claims = await session.execute(
        select(PreorderClaim.pieces, PreorderClaim.state)
        .where(PreorderClaim.window_id == window.id)
        .order_by(PreorderClaim.id)
    )
    return tuple((await session.execute(counted)).one()), [(row.pieces, row.state.value) for row in claims]
