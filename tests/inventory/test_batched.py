"""Goods of known batches: best before first out, and none that may not be sold."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from shop.batches.recall_batch import recall_batch
from shop.catalog.models import Variant
from shop.core.clock import today
from shop.inventory.adjust import Correction, adjust_stock
from shop.inventory.consume import consume_stock
from shop.inventory.count import Count, count_stock
from shop.inventory.counter import return_at_counter, sell_at_counter
from shop.inventory.errors import GoodsBlocked, NotHeldBack, OutOfStock
from shop.inventory.give_back import return_stock
from shop.inventory.hold import hold_stock
from shop.inventory.models import Movement, MovementKind, StockBatch, StockLevel
from shop.inventory.queries import available
from shop.inventory.receive import Arrival, receive_all
from shop.inventory.settle import settle_batches
from tests.make.batches import batch
from tests.make.inventory import crooked, goods, level


async def stocked(session, *lasts, pieces=3, loose=0):
    """Goods with `pieces` of a batch for each of `lasts` (days), and `loose` of none; the later batches came first."""
    bowl = await goods(session, loose)
    variant = await session.get(Variant, bowl.variant_id)
    lots = [await batch(session, variant, age=100, lasts=days) for days in lasts]
    for lot in lots:
        await receive_all(session, [Arrival(bowl.variant_id, bowl.place_id, pieces, lot.id)], "test")
    return (bowl, *lots)


async def standing(session, *lots):
    found = await session.execute(select(StockBatch.batch_id, StockBatch.on_hand))
    pieces = {row.batch_id: row.on_hand for row in found}
    return tuple(pieces.get(lot.id, 0) for lot in lots)


def pair(bowl):
    return (bowl.variant_id, bowl.place_id)


async def test_best_before_first_out_and_goods_of_no_batch_last(session):
    bowl, late, soon = await stocked(session, 400, 200, loose=2)
    order = uuid4()
    await hold_stock(session, order, {pair(bowl): 7})

    await consume_stock(session, [order], "test")

    assert await standing(session, late, soon) == (0, 0)
    lines = select(Movement.batch_id, Movement.on_hand, Movement.held).where(Movement.kind == MovementKind.SELL)
    gone = (await session.execute(lines.order_by(Movement.id))).all()
    assert sorted(gone, key=str) == sorted([(soon.id, -3, -7), (late.id, -3, 0), (None, -1, 0)], key=str)
    assert await crooked(session) == []


async def test_two_orders_share_the_batches_of_a_level(session):
    bowl, soon, late = await stocked(session, 200, 400)
    first, second = uuid4(), uuid4()
    await hold_stock(session, first, {pair(bowl): 2})
    await hold_stock(session, second, {pair(bowl): 2})

    await consume_stock(session, [first, second], "test", MovementKind.SHIP)

    assert await standing(session, soon, late) == (0, 2)
    assert await level(session, bowl) == (2, 0)


async def test_what_comes_back_goes_into_its_batch(session):
    bowl, soon, late = await stocked(session, 200, 400)
    order, sale = uuid4(), uuid4()
    await hold_stock(session, order, {pair(bowl): 2})
    await consume_stock(session, [order], "test")
    await sell_at_counter(session, sale, {pair(bowl): 2}, "test")

    await return_stock(session, [order], "test")
    await return_at_counter(session, uuid4(), {pair(bowl): 2}, "test", sale=sale)
    await return_at_counter(session, sale, {pair(bowl): 1}, "test")

    assert await standing(session, soon, late) == (3, 3)
    assert await level(session, bowl) == (7, 0)
    assert await crooked(session) == []


async def test_a_batch_past_its_best_before_is_not_free_and_cannot_leave(session):
    bowl, _old, _good = await stocked(session, 99, 400)
    order = uuid4()

    assert await _free(session, bowl) == 3
    with pytest.raises(OutOfStock):
        await hold_stock(session, order, {pair(bowl): 4})
    with pytest.raises(OutOfStock):
        await sell_at_counter(session, uuid4(), {pair(bowl): 4}, "test")


async def test_a_day_later_the_sweep_takes_it_off_sale(session):
    bowl, lot = await stocked(session, 200)
    await session.execute(text("UPDATE batch SET best_before = shop_today() - 1"))

    settled = [await settle_batches(session, 10), await settle_batches(session, 10)]

    assert settled == [1, 0]
    assert await _free(session, bowl) == 0
    assert await today(session) > lot.produced_on + timedelta(days=1)
    assert await crooked(session) == []


async def test_a_recall_acts_with_its_commit_and_held_goods_stay_where_they_are(session):
    bowl, lot, other = await stocked(session, 200, 400)
    order = uuid4()
    await hold_stock(session, order, {pair(bowl): 4})

    await recall_batch(session, lot.made_by, lot.code, "men bong")

    assert await _free(session, bowl) == 0
    with pytest.raises(GoodsBlocked):
        await consume_stock(session, [order], "test")
    assert await standing(session, lot, other) == (3, 3)


async def test_recalled_goods_are_thrown_away_by_their_batch(session):
    bowl, lot, _other = await stocked(session, 200, 400)
    await recall_batch(session, lot.made_by, lot.code, "men bong")

    await adjust_stock(session, [Correction(*pair(bowl), -3, lot.id)], "test", reason="recalled")

    assert (await level(session, bowl), await _free(session, bowl)) == ((3, 0), 3)
    assert await crooked(session) == []


async def test_more_than_a_batch_has_is_refused(session):
    bowl, lot = await stocked(session, 200, loose=5)

    with pytest.raises(NotHeldBack):
        await adjust_stock(session, [Correction(*pair(bowl), -4, lot.id)], "test", reason="broken")


async def test_a_loss_is_first_of_goods_of_no_batch(session):
    bowl, lot = await stocked(session, 200, loose=2)

    await adjust_stock(session, [Correction(*pair(bowl), -3)], "test", reason="lost")

    assert await standing(session, lot) == (2,)


async def test_a_count_says_what_is_of_each_batch(session):
    bowl, soon, late = await stocked(session, 200, 400, loose=2)

    await count_stock(session, [Count(*pair(bowl), 6, batches=((soon.id, 1), (late.id, 4)))], "test")

    assert await standing(session, soon, late) == (1, 4)
    assert await level(session, bowl) == (6, 0)
    assert await crooked(session) == []


async def test_a_count_with_more_in_batches_than_in_all_is_refused(session):
    bowl, soon = await stocked(session, 200)

    with pytest.raises(NotHeldBack):
        await count_stock(session, [Count(*pair(bowl), 2, batches=((soon.id, 3),))], "test")


async def test_the_database_refuses_batches_beyond_what_stands_there(session):
    await stocked(session, 200)

    for statement in (
        "UPDATE stock_batch SET on_hand = on_hand + 1",
        "UPDATE stock_level SET on_hand = on_hand - 1",
        "UPDATE stock_level SET batched = 0, blocked = 1",
    ):
        with pytest.raises(DBAPIError, match=r"batched_within_on_hand|blocked_within_batched"):
            async with session.begin_nested():
                await session.execute(text(statement))


async def test_recall_and_sale_at_once_end_in_one_story(sessions):
    async with sessions() as session, session.begin():
        bowl, lot = await stocked(session, 200)

    async def sell():
        async with sessions() as session, session.begin():
            await sell_at_counter(session, uuid4(), {pair(bowl): 1}, "test")

    async def recall():
        async with sessions() as session, session.begin():
            await recall_batch(session, lot.made_by, lot.code, "men bong")

    ends = await asyncio.gather(sell(), recall(), sell(), return_exceptions=True)

    async with sessions() as session:
        assert await crooked(session) == []
        row = (await session.execute(select(StockLevel.on_hand, StockLevel.blocked))).one()
    assert ends[1] is None
    assert row.on_hand == row.blocked


async def _free(session, bowl):
    return (await available(session, [bowl.variant_id]))[bowl.variant_id][0].available
