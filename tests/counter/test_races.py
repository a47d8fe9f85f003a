"""Everything runs concurrently with itself: real transactions on real connections."""

import asyncio

from sqlalchemy import func, select

from shop.core.errors import Refusal
from shop.counter.close_drawer import count_drawer
from shop.counter.collect import collect_order
from shop.counter.models import CashMovement, CashShift
from shop.counter.open_drawer import open_drawer
from shop.counter.sell import sell
from shop.counter.take_back import take_back
from shop.orders.audit import audit_books
from tests.counter.test_drawer import handed_over
from tests.make.counter import FLOAT, brought, fresh_key, sale_of, sold, till
from tests.make.inventory import level


async def test_the_last_pieces_are_sold_once_whatever_many_tills_want_them(sessions):
    at = await begun(sessions, 3)

    said = await together(
        *(act(sessions, sell, at.clerk, at.point, sale_of((at.goods, 1)), fresh_key()) for _ in range(8))
    )

    assert sorted(said) == ["done"] * 3 + ["out_of_stock"] * 5
    await agree(sessions, at, stock=0, cash=FLOAT + 3 * at.goods.price)


async def test_a_sale_sent_five_times_at_once_is_one_sale(sessions):
    at, key = await begun(sessions, 5), fresh_key()

    said = await together(*(act(sessions, sell, at.clerk, at.point, sale_of((at.goods, 1)), key) for _ in range(5)))

    assert said == ["done"] * 5
    await agree(sessions, at, stock=4, cash=FLOAT + at.goods.price)


async def test_of_many_tills_that_take_back_the_same_piece_one_does(sessions):
    at = await begun(sessions, 5)
    async with sessions() as session, session.begin():
        code = (await sold(session, at, 2)).code

    said = await together(
        *(act(sessions, take_back, at.clerk, code, brought(at.goods, 2), fresh_key()) for _ in range(5))
    )

    assert sorted(said) == ["done"] + ["return_too_much"] * 4
    await agree(sessions, at, stock=5, cash=FLOAT)


async def test_of_many_who_open_the_drawer_one_does(sessions):
    async with sessions() as session, session.begin():
        at = await till(session, 5, float_=None)

    said = await together(*(act(sessions, open_drawer, at.clerk, at.point, FLOAT, fresh_key()) for _ in range(5)))

    assert sorted(said) == ["done"] + ["drawer_open"] * 4
    await agree(sessions, at, stock=5, cash=FLOAT)


async def test_news_of_one_order_heard_many_times_at_once_is_written_once(sessions):
    async with sessions() as session, session.begin():
        at = await till(session, 5, float_=None)
        order_id = await handed_over(session, at, told=False)

    said = await together(*(act(sessions, collect_order, order_id) for _ in range(5)))

    assert said == ["done"] * 5
    await agree(sessions, at, stock=4, cash=at.goods.price)


async def test_a_drawer_closed_while_others_sell_has_in_its_book_what_it_was_counted_with(sessions):
    at = await begun(sessions, 30)

    async def count():
        async with sessions() as session, session.begin():
            return await count_drawer(
                session, at.clerk, at.point, FLOAT, fresh_key(), reason="đếm giữa chừng", alone_up_to=10**9
            )

    said = await together(
        *(act(sessions, sell, at.clerk, at.point, sale_of((at.goods, 1)), fresh_key()) for _ in range(8)), count()
    )

    assert set(said[:-1]) <= {"done", "drawer_closed"}
    async with sessions() as session:
        assert await level(session, at.goods) == (30 - said[:-1].count("done"), 0)
        assert await session.scalar(select(func.count()).where(CashShift.closed_at.is_not(None))) == 1
        assert await audit_books(session) == []


async def begun(sessions, pieces):
    async with sessions() as session, session.begin():
        return await till(session, pieces)


async def act(sessions, use_case, *asked):
    try:
        async with sessions() as session, session.begin():
            await use_case(session, *asked)
    except Refusal as refusal:
        return refusal.code
    return "done"


async def together(*acts):
    return list(await asyncio.gather(*acts))


async def agree(sessions, at, *, stock, cash):
    """The shelf, the drawer and the auditor say the same."""
    async with sessions() as session:
        assert await level(session, at.goods) == (stock, 0)
        assert await session.scalar(select(func.sum(CashMovement.amount))) == cash
        assert await audit_books(session) == []
