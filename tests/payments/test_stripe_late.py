"""Paid by card after its time: the order is held again, or everything goes back."""

from sqlalchemy import select, text

from shop.core.db import short
from shop.inventory.models import StockLevel
from shop.orders.expire import expire_holds
from shop.orders.models import Order, OrderStatus
from shop.orders.settle import settle_order
from shop.payments.models import PaymentState, RefundState
from tests.make.inventory import goods
from tests.make.orders import placed
from tests.payments.played import CARD, begun, given_back, pay, refunds, stands


async def _order(sessions, stock, pieces=2):
    async with short(sessions) as session:
        wares = await goods(session, stock)
        shown = await placed(session, wares, quantity=pieces, payment=CARD)
        order = (await session.scalars(select(Order).where(Order.code == shown.code))).one()
    return wares, order


async def _expire(sessions, order):
    async with short(sessions) as session:
        await session.execute(
            text("UPDATE shop_order SET hold_expires_at = shop_now() - interval '1 second' WHERE id = :id"),
            {"id": order.id},
        )
    async with short(sessions) as session:
        assert await expire_holds(session) == 1


async def _settled(sessions, order):
    async with short(sessions) as session:
        await settle_order(session, order.id)
    async with sessions() as session:
        return (await session.get_one(Order, order.id)).status


async def test_paid_after_its_time_an_order_is_held_again(sessions, gate, hear, send):
    _, order = await _order(sessions, stock=5)
    _, _, intent = await begun(sessions, gate, reference=order.id)
    await _expire(sessions, order)

    await pay(gate, intent)
    await hear()

    assert await _settled(sessions, order) is OrderStatus.CONFIRMED
    assert await send() == 0
    assert await stands(sessions, order.id) == (PaymentState.PAID, order.total, 0)


async def test_paid_without_stock_everything_goes_back(sessions, gate, hear, send):
    wares, order = await _order(sessions, stock=2)
    _, _, intent = await begun(sessions, gate, reference=order.id)
    await _expire(sessions, order)
    async with short(sessions) as session:
        await session.execute(
            text("UPDATE stock_level SET on_hand = 1 WHERE variant_id = :id"), {"id": wares.variant_id}
        )

    await pay(gate, intent)
    await hear()

    assert await _settled(sessions, order) is OrderStatus.EXPIRED
    assert await send() == 1
    await hear()
    assert await given_back(gate) == [order.total]
    assert [one.state for one in await refunds(sessions)] == [RefundState.PAID]
    assert await _settled(sessions, order) is OrderStatus.EXPIRED
    async with sessions() as session:
        assert await session.scalar(select(StockLevel.held).where(StockLevel.variant_id == wares.variant_id)) == 0
