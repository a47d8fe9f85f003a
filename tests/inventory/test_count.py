from uuid import uuid4

import pytest
from sqlalchemy import select

from shop.inventory.adjust import Correction, adjust_stock
from shop.inventory.consume import consume_stock
from shop.inventory.count import Count, Difference, count_stock
from shop.inventory.errors import NotHeldBack, StockMoved
from shop.inventory.hold import hold_stock
from shop.inventory.models import Movement, MovementKind
from shop.orders.audit import audit_books
from tests.make.inventory import goods, level


async def test_a_count_writes_its_differences_and_returns_them(session):
    bowl, tea, print_ = [await goods(session, 5, name=name) for name in ("Bát", "Chè sen", "Tranh")]
    counts = [counted(bowl, 3), counted(tea, 5), counted(print_, 7)]

    found = await count_stock(session, counts, "mai", reason="kiểm kho tháng 11")

    place = bowl.place_id
    assert found == [Difference(bowl.variant_id, place, 5, 3), Difference(print_.variant_id, place, 5, 7)]
    lines = await session.execute(
        select(Movement.on_hand, Movement.actor, Movement.reason)
        .where(Movement.kind == MovementKind.COUNT)
        .order_by(Movement.on_hand)
    )
    assert lines.all() == [(-2, "mai", "kiểm kho tháng 11"), (2, "mai", "kiểm kho tháng 11")]
    assert await count_stock(session, counts, "mai") == []


async def test_orders_held_meanwhile_do_not_disturb_a_count(session):
    bowl, order = await goods(session, 5), uuid4()
    await hold_stock(session, order, {(bowl.variant_id, bowl.place_id): 2})

    await count_stock(session, [counted(bowl, 4, seen=5)], "mai")
    await consume_stock(session, [order], "mai")

    assert await level(session, bowl) == (2, 0)
    assert [each for each in await audit_books(session) if each.check == "ledger"] == []


async def test_what_is_promised_to_orders_cannot_be_counted_away(session):
    bowl, tea = await goods(session, 5), await goods(session, 5, name="Chè sen")
    await hold_stock(session, uuid4(), {(bowl.variant_id, bowl.place_id): 2})

    with pytest.raises(NotHeldBack) as refusal:
        await count_stock(session, [counted(tea, 1), counted(bowl, 1)], "mai")

    assert refusal.value.extra == {"variant": str(bowl.variant_id), "held": 2}
    assert await level(session, tea) == (5, 0)


async def test_goods_that_went_while_they_were_counted_are_counted_again(session):
    bowl = await goods(session, 5)
    await adjust_stock(session, [Correction(bowl.variant_id, bowl.place_id, -1)], "lan", reason="lost")

    with pytest.raises(StockMoved) as refusal:
        await count_stock(session, [counted(bowl, 5, seen=5)], "mai")
    await count_stock(session, [counted(bowl, 4, seen=4)], "mai")

    assert refusal.value.extra == {"variant": str(bowl.variant_id), "on_hand": 4}
    assert await level(session, bowl) == (4, 0)


def counted(goods, pieces, *, seen=None):
    return Count(goods.variant_id, goods.place_id, pieces, seen)
