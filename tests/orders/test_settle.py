"""A paid order: confirmed, held again after its time, or everything is owed back."""

import asyncio

import pytest
from sqlalchemy import func, select, text

from shop.core.outbox import OutboxEvent
from shop.inventory.models import StockLevel
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.expire import expire_holds
from shop.orders.models import Order, OrderStatus
from shop.orders.settle import settle_order
from shop.payments.models import Payment, PaymentMethod, PaymentState, Refund
from shop.payments.queries import payment_of
from shop.payments.receive import Money, receive_money
from tests.make.inventory import goods
from tests.make.orders import placed
from tests.make.promotions import voucher

M = PaymentMethod
LATER = """
    INSERT INTO clock_warp (singleton, anchor_real, anchor_shop, rate)
    VALUES (true, now(), now() + interval '1 hour', 1)
"""


async def _placed(session, stock=5, quantity=2):
    wares = await goods(session, stock)
    shown = await placed(session, wares, quantity=quantity, payment=M.VIETQR)
    order = await session.scalar(select(Order).where(Order.code == shown.code))
    return wares, order


async def _pay(session, order, amount=None):
    await receive_money(session, order.id, Money(M.VIETQR, f"ft-{order.code}", amount or order.total), "bank")


async def _expire(session, order):
    await session.execute(
        text("UPDATE shop_order SET hold_expires_at = shop_now() - interval '1 second' WHERE id = :id"),
        {"id": order.id},
    )
    assert await expire_holds(session) == 1


async def _status(session, order):
    await session.flush()
    return await session.scalar(select(Order.status).where(Order.id == order.id))


async def _held(session, wares):
    return await session.scalar(select(StockLevel.held).where(StockLevel.variant_id == wares.variant_id))


async def audited(session):
    """The subjects the auditor finds fault with."""
    return [(one.check, one.subject, one.expected, one.found) for one in await audit_books(session)]


async def _told(session):
    await session.flush()
    return list(await session.scalars(select(OutboxEvent.kind).order_by(OutboxEvent.id)))


async def test_a_prepaid_order_waits_for_its_money(session):
    _, order = await _placed(session)

    await settle_order(session, order.id)
    assert await _status(session, order) is OrderStatus.HELD
    await _pay(session, order)
    for _ in range(2):
        await settle_order(session, order.id)
        await session.flush()

    assert await _status(session, order) is OrderStatus.CONFIRMED
    assert (await _told(session)).count("orders.confirmed") == 1


async def test_money_in_the_last_moment_confirms_what_is_still_held(session):
    _, order = await _placed(session)
    await session.execute(
        text("UPDATE shop_order SET hold_expires_at = shop_now() - interval '1 second' WHERE id = :id"),
        {"id": order.id},
    )

    await _pay(session, order)
    await settle_order(session, order.id)

    assert await _status(session, order) is OrderStatus.CONFIRMED
    assert await expire_holds(session) == 0


async def test_money_after_the_time_holds_the_goods_again(session):
    wares, order = await _placed(session)
    await _expire(session, order)
    assert await _held(session, wares) == 0

    await _pay(session, order)
    for _ in range(2):
        await settle_order(session, order.id)
        await session.flush()

    assert await _status(session, order) is OrderStatus.CONFIRMED
    assert await _held(session, wares) == 2
    assert await session.scalar(select(func.count()).select_from(Refund)) == 0


async def test_money_after_the_goods_are_gone_is_owed_back_in_full_once(session):
    wares, order = await _placed(session, stock=2)
    await _expire(session, order)
    await placed(session, wares, quantity=1)

    await _pay(session, order)
    for _ in range(2):
        await settle_order(session, order.id)
        await session.flush()

    assert await _status(session, order) is OrderStatus.EXPIRED
    payment = await payment_of(session, order.id)
    assert (payment.state, payment.collected, payment.refunded) == (PaymentState.PAID, order.total, order.total)
    assert (await _told(session)).count("orders.unpaid") == 1
    assert await _held(session, wares) == 1


async def test_money_for_a_cancelled_order_is_owed_back_in_full(session):
    _, order = await _placed(session)
    await cancel_order(session, order.id, "buyer")

    await _pay(session, order)
    await settle_order(session, order.id)

    assert await _status(session, order) is OrderStatus.CANCELLED
    assert (await payment_of(session, order.id)).refunded == order.total


async def test_cancelling_a_paid_order_owes_its_money_back(session):
    _, order = await _placed(session)
    await _pay(session, order)
    await settle_order(session, order.id)

    await cancel_order(session, order.id, "buyer")

    [refund] = await session.scalars(select(Refund))
    assert (refund.amount, refund.reference) == (order.total, order.id)


async def test_settling_and_the_sweep_at_once_have_one_winner_and_lose_no_money(sessions):
    async with sessions() as session, session.begin():
        wares, order = await _placed(session, stock=2)
        await _pay(session, order)
        await session.execute(
            text("UPDATE shop_order SET hold_expires_at = shop_now() - interval '1 second' WHERE id = :id"),
            {"id": order.id},
        )

    async def settle():
        async with sessions() as session, session.begin():
            await settle_order(session, order.id)

    async def sweep():
        async with sessions() as session, session.begin():
            await expire_holds(session)

    await asyncio.gather(settle(), sweep(), settle(), sweep())
    await settle()

    async with sessions() as session:
        status = await _status(session, order)
        payment = await session.scalar(select(Payment).where(Payment.reference == order.id))
        if status is OrderStatus.CONFIRMED:
            assert (await _held(session, wares), payment.refunded) == (2, 0)
        else:
            assert (status, payment.refunded) == (OrderStatus.EXPIRED, payment.collected)


async def test_the_auditor_finds_money_that_stays_without_an_order(session):
    _, order = await _placed(session)
    await _expire(session, order)
    await _pay(session, order)
    await session.flush()
    fresh = await audited(session)

    await session.execute(text(LATER))

    assert fresh == []
    assert {subject for _, subject, *_ in await audited(session)} == {order.code}


@pytest.mark.parametrize(("quota", "status"), [(2, OrderStatus.CONFIRMED), (1, OrderStatus.EXPIRED)])
async def test_what_was_bought_with_a_voucher_is_had_again_only_with_it(session, quota, status):
    wares = await goods(session, 5)
    code = (await voucher(session, quota=quota)).code
    shown = await placed(session, wares, quantity=2, payment=M.VIETQR, vouchers=(code,))
    order = await session.scalar(select(Order).where(Order.code == shown.code))
    await _expire(session, order)
    await placed(session, wares, vouchers=(code,))

    await _pay(session, order)
    await settle_order(session, order.id)

    assert await _status(session, order) is status
    assert (await payment_of(session, order.id)).refunded == (0 if status is OrderStatus.CONFIRMED else order.total)
    assert await audited(session) == []
