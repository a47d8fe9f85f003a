import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from shop.counter.close_drawer import confirm_count, count_drawer
from shop.counter.collect import collect_order
from shop.counter.errors import (
    DifferenceUnexplained,
    DrawerClosed,
    DrawerOpen,
    DrawerShort,
    DrawerUncounted,
    SecondPersonNeeded,
)
from shop.counter.models import CashKind, CashMovement, CashShift
from shop.counter.move_cash import move_cash
from shop.counter.open_drawer import open_drawer
from shop.counter.queries import drawer_shown
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.pack import pack_order
from shop.orders.audit import audit_books
from shop.orders.confirm import confirm_order
from shop.orders.models import Order
from tests.counter.test_sell import drawer
from tests.make.counter import FLOAT, fresh_key, sold, till, took_back
from tests.make.orders import TERMS, placed, staff_of

ALONE = 50_000


async def test_the_book_of_a_drawer_has_every_reason_for_its_cash(session):
    at = await till(session, 5)
    sale = await sold(session, at, 2)
    await took_back(session, at, sale)
    await move_cash(session, at.clerk, at.point, 100_000, reason="thêm tiền lẻ", key=fresh_key())
    await move_cash(session, at.clerk, at.point, -70_000, reason="mua túi giấy", key=fresh_key())
    await handed_over(session, at)

    shown = await drawer_shown(session, at.goods.place_id)

    told = [(line.kind, line.amount) for line in reversed(shown.lines)]
    assert told == [
        (CashKind.FLOAT, FLOAT),
        (CashKind.SALE, 500_000),
        (CashKind.RETURN, -250_000),
        (CashKind.PAID_IN, 100_000),
        (CashKind.PAID_OUT, -70_000),
        (CashKind.ORDER, 250_000),
    ]
    assert shown.expected == sum(amount for _, amount in told)
    assert await audit_books(session) == []


async def test_a_place_has_one_open_drawer(session):
    at, key = await till(session, float_=None), fresh_key()

    for _ in range(2):
        await open_drawer(session, at.clerk, at.point, FLOAT, key)
    with pytest.raises(DrawerOpen):
        await open_drawer(session, at.clerk, at.point, FLOAT, fresh_key())

    assert await drawer(session, at) == FLOAT


async def test_a_count_that_agrees_closes_the_drawer(session):
    at, key = await till(session), fresh_key()
    await sold(session, at)

    for _ in range(2):
        assert await counted(session, at, FLOAT + 250_000, key=key)

    with pytest.raises(DrawerClosed):
        await counted(session, at, FLOAT)
    assert await drawer_shown(session, at.goods.place_id) is None
    assert await audit_books(session) == []


async def test_a_small_difference_needs_a_reason(session):
    at = await till(session)

    with pytest.raises(DifferenceUnexplained):
        async with session.begin_nested():
            await counted(session, at, FLOAT - 5_000)
    assert await counted(session, at, FLOAT - 5_000, reason="thối nhầm")

    shift = await session.scalar(select(CashShift).execution_options(populate_existing=True))
    assert (shift.expected, shift.counted, shift.reason) == (FLOAT, FLOAT - 5_000, "thối nhầm")


async def test_a_large_difference_is_confirmed_by_somebody_else(session):
    at = await till(session)
    second = await staff_of(session, at.goods.place_id)

    with pytest.raises(DrawerUncounted):
        await confirm_count(session, second, at.point)
    assert not await counted(session, at, FLOAT - ALONE - 1, reason="thiếu, chưa rõ")
    with pytest.raises(SecondPersonNeeded):
        await confirm_count(session, at.clerk, at.point)
    await confirm_count(session, second, at.point)

    shift = await session.scalar(select(CashShift).execution_options(populate_existing=True))
    assert (shift.counted_by, shift.closed_by) == (at.clerk.person_id, second.person_id)


async def test_a_count_is_of_no_use_once_cash_has_moved(session):
    at = await till(session)
    second = await staff_of(session, at.goods.place_id)
    await counted(session, at, FLOAT - ALONE - 1, reason="thiếu, chưa rõ")

    await sold(session, at)

    with pytest.raises(DrawerUncounted):
        await confirm_count(session, second, at.point)


async def test_no_more_is_taken_out_than_is_there_and_a_key_moves_cash_once(session):
    at, key = await till(session), fresh_key()

    with pytest.raises(DrawerShort):
        await move_cash(session, at.clerk, at.point, -FLOAT - 1, reason="nộp ngân hàng", key=fresh_key())
    for _ in range(2):
        await move_cash(session, at.clerk, at.point, -FLOAT, reason="nộp ngân hàng", key=key)

    assert await drawer(session, at) == 0


async def test_the_cash_of_an_order_is_written_once_and_opens_a_drawer_that_somebody_takes_over(session):
    at = await till(session, float_=None)
    order_id = await handed_over(session, at)
    await collect_order(session, order_id)

    shown = await drawer_shown(session, at.goods.place_id)
    assert (shown.opened_by, shown.expected) == (None, 250_000)
    await open_drawer(session, at.clerk, at.point, FLOAT, fresh_key())

    assert await drawer(session, at) == FLOAT + 250_000
    assert (await drawer_shown(session, at.goods.place_id)).opened_by is not None
    assert await audit_books(session) == []


async def test_who_counts_finds_the_cash_whose_news_is_still_under_way(session):
    at = await till(session)
    await handed_over(session, at, told=False)

    assert await counted(session, at, FLOAT + 250_000)

    assert await audit_books(session) == []


async def test_the_book_of_a_drawer_is_append_only(session):
    await till(session)

    for change in ("UPDATE cash_movement SET amount = 1", "DELETE FROM cash_movement"):
        with pytest.raises(DBAPIError, match="never changed"):
            async with session.begin_nested():
                await session.execute(text(change))


@pytest.mark.parametrize(
    ("corruption", "check"),
    [
        ("UPDATE cash_movement SET amount = amount + 1 WHERE kind = 'sale'", "cash in drawers"),
        ("DELETE FROM cash_movement WHERE kind = 'return'", "cash in drawers"),
        ("UPDATE cash_movement SET amount = amount + 1 WHERE kind = 'order'", "cash in drawers"),
        ("UPDATE cash_movement SET amount = amount + 1 WHERE kind = 'float'", "cash in drawers"),
        ("UPDATE counter_sale_line SET returned = 0", "sales at the counter"),
        ("UPDATE counter_sale_line SET quantity = 4, total = 4 * price", "sales at the counter"),
        ("UPDATE counter_return SET total = total + 1", "sales at the counter"),
        (
            "DELETE FROM movement WHERE kind = 'sell' AND reference IN (SELECT id FROM counter_sale)",
            "sales at the counter",
        ),
    ],
)
async def test_a_seeded_corruption_is_found(session, corruption, check):
    at = await till(session)
    await took_back(session, at, await sold(session, at, 2))
    await handed_over(session, at)
    await counted(session, at, FLOAT + 500_000)
    assert await audit_books(session) == []
    for table in ("cash_movement", "movement"):
        await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))

    await session.execute(text(corruption))

    assert check in {difference.check for difference in await audit_books(session)}


async def handed_over(session, at, *, told=True):
    """A pickup of the till's goods, given for its code; `told`: the drawer has heard of it."""
    order = await placed(session, at.goods)
    order_id = await session.scalar(select(Order.id).where(Order.code == order.code))
    await confirm_order(session, order_id)
    await pack_order(session, at.clerk, order.code)
    await hand_over(session, at.clerk, order.code, order.pickup_code, TERMS)
    await session.flush()
    if told:
        await collect_order(session, order_id)
    assert (await session.scalar(select(CashMovement.id).where(CashMovement.order_id == order_id)) is not None) is told
    return order_id


async def counted(session, at, amount, *, reason="", key=None):
    return await count_drawer(session, at.clerk, at.point, amount, key or fresh_key(), reason=reason, alone_up_to=ALONE)
