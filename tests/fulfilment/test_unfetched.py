"""Pickups that nobody fetches: reminders, then the goods are on the shelf again; never between two hands."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from shop.core.clock import shop_now
from shop.core.outbox import OutboxEvent
from shop.core.transitions import IllegalMove
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.pack import pack_order
from shop.fulfilment.release_unfetched import release_unfetched, remind_unfetched
from shop.orders.audit import audit_books
from shop.orders.confirm import confirm_order
from shop.orders.models import Order, OrderHistory, OrderStatus
from shop.payments.models import Payment, PaymentState
from tests.make.inventory import goods, level
from tests.make.orders import TERMS, placed, staff_of
from tests.orders.test_interleavings import Gate, alone

S = OrderStatus
DAYS = 5


async def ready(session, bowl, ago):
    """A pickup of one bowl that was packed `ago`: what its buyer got, its id, and a clerk of its point."""
    order = await placed(session, bowl)
    clerk = await staff_of(session, bowl.place_id)
    order_id = await session.scalar(select(Order.id).where(Order.code == order.code))
    await confirm_order(session, order_id)
    await pack_order(session, clerk, order.code)
    await session.flush()
    await wait(session, order_id, ago)
    return order, order_id, clerk


async def wait(session, order_id, ago):
    """Time goes on: the order has been ready since `ago`."""
    await session.flush()
    await session.execute(
        update(Order)
        .where(Order.id == order_id)
        .values(ready_at=shop_now() - ago)
        .execution_options(synchronize_session=False)
    )


async def stands(session, order_id):
    return await session.scalar(select(Order.status).where(Order.id == order_id))


async def told(session, kind):
    rows = await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == kind).order_by(OutboxEvent.id))
    return [row.payload for row in rows]


async def test_goods_nobody_fetched_are_on_the_shelf_again_and_the_buyer_owes_nothing(session):
    bowl = await goods(session, 2)
    _, late, _ = await ready(session, bowl, timedelta(days=DAYS))
    _, early, _ = await ready(session, bowl, timedelta(days=DAYS, seconds=-5))

    assert await release_unfetched(session, 100, DAYS) == 1
    await session.flush()

    assert (await stands(session, late), await stands(session, early)) == (S.REFUSED, S.PACKED)
    assert await level(session, bowl) == (2, 1)
    payment = (await session.scalars(select(Payment).where(Payment.reference == late))).one()
    assert (payment.state, payment.collected) == (PaymentState.REFUSED, 0)
    history = select(OrderHistory).where(OrderHistory.order_id == late).order_by(OrderHistory.id)
    last = (await session.scalars(history)).all()[-1]
    assert (last.actor, last.reason) == ("sweep", "not_fetched")
    assert [event["reason"] for event in await told(session, "orders.refused")] == ["not_fetched"]
    assert await audit_books(session) == []
    assert await release_unfetched(session, 100, DAYS) == 0


async def test_a_sweep_takes_no_more_than_its_limit_the_longest_waiting_first(session):
    bowl = await goods(session, 3)
    orders = [(await ready(session, bowl, timedelta(days=DAYS + more)))[1] for more in (1, 3, 2)]

    assert await release_unfetched(session, 2, DAYS) == 2
    await session.flush()

    assert [await stands(session, each) for each in orders] == [S.PACKED, S.REFUSED, S.REFUSED]


async def test_a_buyer_is_reminded_two_days_and_one_day_before_each_once(session):
    bowl = await goods(session, 1)
    _, order_id, _ = await ready(session, bowl, timedelta(days=2))

    for ago in (2, 3, 3, 4, 4):
        await wait(session, order_id, timedelta(days=ago))
        await remind_unfetched(session, 100, DAYS)

    assert [event["days_left"] for event in await told(session, "orders.waiting")] == [2, 1]


async def test_a_late_sweep_says_only_the_last_reminder(session):
    bowl = await goods(session, 1)
    await ready(session, bowl, timedelta(days=4, hours=2))

    assert await remind_unfetched(session, 100, DAYS) == 1
    assert await remind_unfetched(session, 100, DAYS) == 0
    assert [event["days_left"] for event in await told(session, "orders.waiting")] == [1]


@pytest.mark.parametrize(("days", "left"), [(1, []), (2, [1]), (3, [1, 2])])
async def test_a_short_wait_has_fewer_reminders(session, days, left):
    bowl = await goods(session, 1)
    _, order_id, _ = await ready(session, bowl, timedelta(0))
    for ago in range(days):
        await wait(session, order_id, timedelta(days=ago, hours=1))
        await remind_unfetched(session, 100, days)

    assert sorted(event["days_left"] for event in await told(session, "orders.waiting")) == left


async def test_who_comes_while_the_sweep_lets_go_waits_and_is_refused(sessions):
    gate = Gate("orders locked")
    bowl = await alone(sessions, lambda session: goods(session, 1))
    order, order_id, clerk = await alone(sessions, lambda session: ready(session, bowl, timedelta(days=DAYS)))

    swept, given = await gate.hold(
        sessions,
        lambda session: release_unfetched(session, 100, DAYS, pause=gate),
        lambda session: hand_over(session, clerk, order.code, order.pickup_code, TERMS),
    )

    assert swept == 1
    assert isinstance(given, IllegalMove)
    await books_agree(sessions, order_id, S.REFUSED, bowl, (1, 0))


async def test_a_sweep_passes_by_what_is_being_handed_over(sessions):
    bowl = await alone(sessions, lambda session: goods(session, 1))
    order, order_id, clerk = await alone(sessions, lambda session: ready(session, bowl, timedelta(days=DAYS)))

    async with sessions() as hand, hand.begin():
        await hand_over(hand, clerk, order.code, order.pickup_code, TERMS)
        await hand.flush()
        assert await alone(sessions, lambda session: release_unfetched(session, 100, DAYS)) == 0
    assert await alone(sessions, lambda session: release_unfetched(session, 100, DAYS)) == 0

    await books_agree(sessions, order_id, S.HANDED_OVER, bowl, (0, 0))


async def books_agree(sessions, order_id, status, bowl, there):
    async with sessions() as session:
        assert await audit_books(session) == []
        assert (await stands(session, order_id), await level(session, bowl)) == (status, there)
