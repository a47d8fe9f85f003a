import pytest
from sqlalchemy import func, select

from shop.core.actor import GUEST
from shop.core.audit import AuditEntry
from shop.core.errors import Invalid, Unauthenticated
from shop.counter.errors import DrawerClosed, DrawerShort, ReturnTooMuch, SaleUnknown
from shop.counter.models import CounterReturn, Fate, PaidBy
from shop.counter.queries import sale_shown
from shop.counter.take_back import Brought, TakingBack, take_back
from shop.orders.audit import audit_books
from tests.counter.test_sell import drawer
from tests.make.counter import FLOAT, brought, fresh_key, sold, till, took_back
from tests.make.inventory import goods, level
from tests.make.orders import staff_of


async def test_goods_come_back_to_the_shelf_and_their_price_leaves_the_drawer(session):
    at = await till(session, 5)
    sale = await sold(session, at, 3)

    await took_back(session, at, sale, 2)

    shown = await sale_shown(session, sale.id)
    assert (shown.refunded, shown.lines[0].returned) == (500_000, 2)
    assert await level(session, at.goods) == (4, 0)
    assert await drawer(session, at) == FLOAT + 250_000
    await session.flush()
    act = await session.scalar(select(AuditEntry).where(AuditEntry.action == "counter.return"))
    assert (act.subject, act.detail) == (sale.code, {"total": 500_000, "paid_by": "cash"})
    assert await audit_books(session) == []


async def test_damaged_goods_are_paid_back_and_written_off(session):
    at = await till(session, 5)
    sale = await sold(session, at, 2)

    await took_back(session, at, sale, 1, fate=Fate.DAMAGED)

    assert await level(session, at.goods) == (3, 0)
    assert await drawer(session, at) == FLOAT + 250_000
    assert await audit_books(session) == []


async def test_nothing_comes_back_twice(session):
    at, key = await till(session, 5), fresh_key()
    sale = await sold(session, at, 2)

    for _ in range(2):
        await take_back(session, at.clerk, sale.code, brought(at.goods), key)
    await took_back(session, at, sale)
    with pytest.raises(ReturnTooMuch):
        async with session.begin_nested():
            await took_back(session, at, sale)

    assert await session.scalar(select(func.count()).select_from(CounterReturn)) == 2
    assert (await level(session, at.goods), await drawer(session, at)) == ((5, 0), FLOAT)
    assert await audit_books(session) == []


async def test_only_what_was_sold_comes_back(session):
    at, tea = await till(session, 5), await goods(session, 5, name="Chè sen")
    sale = await sold(session, at)
    twice = TakingBack(
        lines=[Brought(variant_id=at.goods.variant_id, pieces=1)] * 2, paid_by=PaidBy.CASH, reason="đổi ý"
    )

    for wrong, refusal in ((brought(tea), ReturnTooMuch), (brought(at.goods, 2), ReturnTooMuch), (twice, Invalid)):
        with pytest.raises(refusal):
            async with session.begin_nested():
                await take_back(session, at.clerk, sale.code, wrong, fresh_key())

    assert (await level(session, at.goods), await drawer(session, at)) == ((4, 0), FLOAT + 250_000)


async def test_the_drawer_gives_only_what_it_has(session):
    at = await till(session, 5, float_=0)
    sale = await sold(session, at, paid_by=PaidBy.TRANSFER)

    with pytest.raises(DrawerShort):
        async with session.begin_nested():
            await took_back(session, at, sale)
    await took_back(session, at, sale, paid_by=PaidBy.TRANSFER)

    assert (await level(session, at.goods), await drawer(session, at)) == ((5, 0), 0)
    assert await audit_books(session) == []


async def test_a_closed_drawer_gives_nothing(session):
    at = await till(session, 5, float_=None)
    sale = await sold(session, at, paid_by=PaidBy.TRANSFER)

    with pytest.raises(DrawerClosed):
        await took_back(session, at, sale)


async def test_sales_of_another_point_are_unknown(session):
    at = await till(session, 5)
    sale = await sold(session, at)
    stranger = await staff_of(session, (await goods(session, point="quay-ha-dong")).place_id)

    for code in (sale.code, "BQ-2222-2222", "không phải mã"):
        with pytest.raises(SaleUnknown):
            await take_back(session, stranger, code, brought(at.goods), fresh_key())
    with pytest.raises(Unauthenticated):
        await take_back(session, GUEST, sale.code, brought(at.goods), fresh_key())
