"""The books equal the shelf and the drawer after a whole day."""

from uuid import uuid4

from sqlalchemy import select

from shop.core.clock import today
from shop.counter.close_drawer import count_drawer
from shop.counter.day import day_shown
from shop.counter.models import Fate, PaidBy
from shop.counter.move_cash import move_cash
from shop.inventory.models import StockLevel
from shop.inventory.receive import receive_stock
from shop.orders.audit import audit_books
from shop.stockroom.count_room import Counted, Tally, count_room
from shop.stockroom.receive import Arrived, receive_transfer
from shop.stockroom.send import Sending, send_transfer
from tests.counter.test_drawer import handed_over
from tests.make import catalog
from tests.make.counter import FLOAT, fresh_key, sold, till, took_back
from tests.make.inventory import level
from tests.make.orders import placed, staff_of


async def test_the_books_equal_the_shelf_and_the_drawer_after_a_day(session):
    at = await till(session, 20)
    price, shelf, cash = at.goods.price, 20, FLOAT
    other = await catalog.place(session, "quay-ha-dong")
    receiver = await staff_of(session, other.id)

    await receive_stock(session, at.goods.variant_id, at.goods.place_id, 10, "sáng")
    shelf += 10
    first, second = await sold(session, at, 4), await sold(session, at, 3, paid_by=PaidBy.TRANSFER)
    shelf, cash = shelf - 7, cash + 4 * price
    await took_back(session, at, first, 2)
    await took_back(session, at, first, 1, fate=Fate.DAMAGED)
    await took_back(session, at, second, 1, paid_by=PaidBy.TRANSFER)
    shelf, cash = shelf + 3, cash - 3 * price
    for _ in range(2):
        await handed_over(session, at)
    shelf, cash = shelf - 2, cash + 2 * price
    await placed(session, at.goods, quantity=2)  # fetched tomorrow: it stands there still
    sending = Sending(from_slug=at.point, to_slug=other.slug, pieces={at.goods.variant_id: 5})
    box = await send_transfer(session, at.clerk, sending, fresh_key())
    await receive_transfer(session, receiver, box.code, Arrived(), fresh_key())
    shelf -= 5
    await move_cash(session, at.clerk, at.point, -100_000, reason="nộp ngân hàng", key=uuid4().hex)
    cash -= 100_000

    assert await level(session, at.goods) == (shelf, 2)
    seen = await session.scalar(select(StockLevel.on_hand).where(StockLevel.place_id == at.goods.place_id))
    line = Counted(variant_id=at.goods.variant_id, pieces=shelf - 1, seen=seen)
    await count_room(session, at.clerk, at.point, Tally(lines=[line], note="cuối ngày"), fresh_key())
    assert await count_drawer(session, at.clerk, at.point, cash, fresh_key(), reason="", alone_up_to=0)

    day = await day_shown(session, at.goods.place_id, await today(session))
    assert await level(session, at.goods) == (shelf - 1, 2)
    assert await audit_books(session) == []
    assert (day.cash_sales.total, day.transfer_sales.total) == (4 * price, 3 * price)
    assert (day.cash_returns.count, day.cash_returns.total, day.transfer_returns.total) == (2, 3 * price, price)
    assert (day.orders.count, day.orders.total) == (2, 2 * price)
    assert [(each.expected, each.counted, each.difference) for each in day.drawers] == [(cash, cash, 0)]
    assert [each.pieces for each in day.differences] == [-2]  # one written off, one missed by the count
