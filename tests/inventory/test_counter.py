"""The counter sells from what stands there; what is kept for it is never ordered away."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import select

from shop.catalog.models import Shelf
from shop.core.errors import Refusal
from shop.inventory.consume import consume_stock
from shop.inventory.counter import return_at_counter, sell_at_counter
from shop.inventory.errors import NotHeldBack, OutOfStock
from shop.inventory.hold import hold_first_come, hold_stock
from shop.inventory.keep import keep_for_counter
from shop.inventory.models import Movement, MovementKind, StockLevel
from shop.inventory.move import Change, move_stock
from shop.inventory.queries import available
from shop.inventory.receive import receive_stock
from tests.make import catalog
from tests.make.inventory import crooked, goods, level
from tests.make.orders import placed


def pair(bowl):
    return (bowl.variant_id, bowl.place_id)


async def test_the_counter_sells_and_takes_back(session):
    bowl, sale = await goods(session, 5), uuid4()

    await sell_at_counter(session, sale, {pair(bowl): 3}, "chị Hoa")
    await return_at_counter(session, sale, {pair(bowl): 1}, "chị Hoa", "sứt miệng")

    assert await level(session, bowl) == (3, 0)
    lines = await session.execute(select(Movement.kind, Movement.on_hand, Movement.reason).order_by(Movement.id))
    assert lines.all()[1:] == [(MovementKind.SELL, -3, None), (MovementKind.RETURN, 1, "sứt miệng")]
    assert await crooked(session) == []


async def test_the_counter_never_sells_what_is_held(session):
    bowl = await goods(session, 5)
    await hold_stock(session, uuid4(), {pair(bowl): 4})

    with pytest.raises(OutOfStock) as refusal:
        await sell_at_counter(session, uuid4(), {pair(bowl): 2}, "chị Hoa")

    assert refusal.value.extra["available"] == 1
    assert await level(session, bowl) == (5, 4)


async def test_the_counter_may_sell_what_is_kept_for_it(session):
    bowl = await goods(session, 5)
    await keep_for_counter(session, *pair(bowl), 4)
    await hold_stock(session, uuid4(), {pair(bowl): 1})

    await sell_at_counter(session, uuid4(), {pair(bowl): 4}, "chị Hoa")

    assert await level(session, bowl) == (1, 1)


async def test_a_counter_sale_takes_all_or_nothing(session):
    bowl, tea = await goods(session, 5), await goods(session, 1, name="Chè sen")

    with pytest.raises(OutOfStock):
        await sell_at_counter(session, uuid4(), {pair(bowl): 1, pair(tea): 2}, "chị Hoa")

    assert (await level(session, bowl), await level(session, tea)) == ((5, 0), (1, 0))


async def test_online_buyers_see_and_get_only_what_is_not_kept(session):
    bowl = await goods(session, 5)
    await keep_for_counter(session, *pair(bowl), 3)

    with pytest.raises(OutOfStock) as refusal:
        await hold_stock(session, uuid4(), {pair(bowl): 3})

    assert refusal.value.extra["available"] == 2
    assert (await available(session, [bowl.variant_id]))[bowl.variant_id][0].available == 2


async def test_the_guard_of_a_hold_stands_in_the_update(session):
    bowl = await goods(session, 5)
    await keep_for_counter(session, *pair(bowl), 3)
    level_id = await session.scalar(select(StockLevel.id))

    with pytest.raises(NotHeldBack):
        await move_stock(session, [Change(level_id, uuid4(), held=3)], MovementKind.HOLD, "careless")


async def test_the_quota_takes_goods_off_the_shelf_and_puts_them_back(session):
    bowl = await goods(session, 2)

    await keep_for_counter(session, *pair(bowl), 2)
    kept = await _on_shelf(session, bowl)
    await keep_for_counter(session, *pair(bowl), 1)

    assert (kept, await _on_shelf(session, bowl)) == (False, True)
    assert await crooked(session) == []


async def test_goods_that_arrive_fill_the_counter_first(session):
    bowl = await goods(session, 1)
    await keep_for_counter(session, *pair(bowl), 3)

    await receive_stock(session, *pair(bowl), 2, "test")
    full = await _on_shelf(session, bowl)
    await receive_stock(session, *pair(bowl), 1, "test")

    assert (full, await _on_shelf(session, bowl)) == (False, True)


async def test_a_quota_set_late_leaves_what_was_promised(session):
    bowl, order = await goods(session, 5), uuid4()
    await hold_stock(session, order, {pair(bowl): 4})

    await keep_for_counter(session, *pair(bowl), 5)
    await consume_stock(session, [order], "test")

    assert await level(session, bowl) == (1, 0)


async def test_a_point_with_enough_serves_where_another_keeps_its_goods(session):
    """Medusa 14987 and 15132: the sum over all places was compared, or the first place's, and the order failed."""
    bowl = await goods(session, 5)
    other = await catalog.place(session, "diem-thu-hai")
    await receive_stock(session, bowl.variant_id, other.id, 2, "test")
    await keep_for_counter(session, *pair(bowl), 5)

    refused = await hold_first_come(
        session, {uuid4(): {pair(bowl): 2}, (second := uuid4()): {(bowl.variant_id, other.id): 2}}
    )

    assert second not in refused
    assert len(refused) == 1
    assert await level(session, bowl) == (5, 0)


async def test_an_order_to_fetch_cannot_drain_the_counter(session):
    """Saleor 9970: online orders locked the stock of a franchise's shop."""
    bowl = await goods(session, 3)
    await keep_for_counter(session, *pair(bowl), 2)
    await placed(session, bowl)

    with pytest.raises(Refusal) as refusal:
        await placed(session, bowl)

    assert refusal.value.code in {"out_of_stock", "quote_changed"}
    assert await level(session, bowl) == (3, 1)


async def test_counter_and_buyers_at_once_never_sell_a_piece_twice(sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 6)
        await keep_for_counter(session, *pair(bowl), 2)

    async def act(number):
        async with sessions() as session, session.begin():
            if number % 2:
                await sell_at_counter(session, uuid4(), {pair(bowl): 1}, "chị Hoa")
            else:
                await hold_stock(session, uuid4(), {pair(bowl): 1})

    ends = await asyncio.gather(*(act(number) for number in range(16)), return_exceptions=True)

    async with sessions() as session:
        on_hand, held = await level(session, bowl)
        assert await crooked(session) == []
    assert all(end is None or isinstance(end, OutOfStock) for end in ends)
    assert on_hand == held <= 4
    assert sum(end is None for end in ends) == 6


async def _on_shelf(session, bowl):
    found = select(Shelf.variant_id).where(Shelf.variant_id == bowl.variant_id, Shelf.place_id == bowl.place_id)
    return await session.scalar(found) is not None
