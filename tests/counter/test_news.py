"""What the counter hears of orders, and what is left of it when samples go."""

from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import func, select

from shop.catalog.grade import keep_grades
from shop.core.outbox import OutboxEvent
from shop.counter.models import CashMovement, CashShift, CounterReturn, CounterSale
from shop.models import metadata
from shop.orders.audit import audit_books
from shop.orders.events import OrderDelivered, OrderHandedOver
from shop.samples.purge import purge_samples
from tests.counter.test_drawer import handed_over
from tests.make.counter import FLOAT, sold, till, took_back
from tests.make.inventory import level
from workers.outbox import SUBSCRIPTIONS, find_subscriber


@pytest.mark.parametrize("event", [OrderHandedOver, OrderDelivered])
def test_the_counter_hears_of_every_order_that_was_paid(event):
    assert "counter.collect" in {subscriber.name for subscriber in SUBSCRIPTIONS[event].work}


async def test_the_news_of_a_hand_over_puts_its_cash_into_the_drawer_once(session):
    at = await till(session)
    order_id = await handed_over(session, at, told=False)
    payload = await session.scalar(select(OutboxEvent.payload).where(OutboxEvent.kind == OrderHandedOver.kind))
    collect = find_subscriber(OrderHandedOver.kind, "counter.collect")

    for _ in range(2):
        await collect.run(session, uuid4(), msgspec.convert(payload, OrderHandedOver))

    found = await session.execute(
        select(CashMovement.order_id, CashMovement.amount).where(CashMovement.kind == "order")
    )
    assert [tuple(row) for row in found] == [(order_id, at.goods.price)]


async def test_news_of_an_order_that_was_purged_changes_nothing(session):
    at = await till(session)
    await handed_over(session, at, told=False)
    payload = await session.scalar(select(OutboxEvent.payload).where(OutboxEvent.kind == OrderHandedOver.kind))
    gone = msgspec.structs.replace(msgspec.convert(payload, OrderHandedOver), order_id=uuid4())

    await find_subscriber(OrderHandedOver.kind, "counter.collect").run(session, uuid4(), gone)

    assert await session.scalar(select(func.sum(CashMovement.amount))) == FLOAT


async def test_sales_of_samples_go_with_their_drawer_and_real_ones_stay(session):
    at = await till(session)
    await took_back(session, at, await sold(session, at, 2))
    await handed_over(session, at)
    real = await till(session, 5, name="Nón Chuông", point="quay-ha-dong", sample=False, producer=None)
    kept = await sold(session, real, 2)
    await session.flush()

    await purge_samples(session, metadata)

    assert list(await session.scalars(select(CounterSale.code))) == [kept.code]
    assert await session.scalar(select(func.count()).select_from(CounterReturn)) == 0
    assert list(await session.scalars(select(CashShift.place_id))) == [real.goods.place_id]
    assert await session.scalar(select(func.sum(CashMovement.amount))) == FLOAT + 2 * real.goods.price
    assert await level(session, real.goods) == (3, 0)
    await keep_grades(session)  # the sweep that follows certificates
    assert await audit_books(session) == []
