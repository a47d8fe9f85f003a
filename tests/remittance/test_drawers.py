"""What lay in a drawer for orders is handed in when the drawer is closed."""

from sqlalchemy import select

from shop.core.outbox import OutboxEvent
from shop.counter.close_drawer import count_drawer
from shop.counter.collect import collect_order
from shop.counter.hand_in import hand_in_drawer
from shop.counter.queries import drawer_shown
from shop.orders.models import Order
from shop.payments.models import Payment, PaymentState
from shop.remittance.models import CashState, Holder, Remittance
from shop.remittance.settle import settle_remittance
from tests.counter.test_drawer import handed_over
from tests.make.counter import fresh_key, sold, till
from tests.make.remittance import cash_of, officer


async def test_cash_of_a_pickup_is_remitted_with_its_drawer_and_settled_at_the_bank(session):
    at = await till(session, 5)
    await sold(session, at, 1)
    await handed_over(session, at)
    order = (await session.scalars(select(Order))).one()
    await session.flush()
    held = await cash_of(session, order)

    expected = (await drawer_shown(session, at.goods.place_id)).expected
    await count_drawer(session, at.clerk, at.point, expected, fresh_key(), reason="", alone_up_to=0)
    await session.flush()
    told = (await session.scalars(select(OutboxEvent.payload).where(OutboxEvent.kind == "counter.handed_in"))).one()
    for _ in range(2):
        await hand_in_drawer(session, told["shift_id"], told["place_id"], told["actor"])
    remitted = await cash_of(session, order), await _state(session)
    remittance = (await session.scalars(select(Remittance))).one()
    who = await officer(session)
    await settle_remittance(session, who, remittance.id, "nộp tiền 28/11")

    assert held == [(CashState.COLLECTED, None, Holder.POINT)]
    assert remitted == ([(CashState.REMITTED, 250_000, Holder.POINT)], PaymentState.REMITTED)
    assert (remittance.amount, remittance.fee, remittance.place_id) == (250_000, 0, at.goods.place_id)
    assert await _state(session) is PaymentState.SETTLED


async def test_a_drawer_without_cash_of_orders_hands_nothing_in(session):
    at = await till(session, 5)
    expected = (await drawer_shown(session, at.goods.place_id)).expected

    await count_drawer(session, at.clerk, at.point, expected, fresh_key(), reason="", alone_up_to=0)
    await session.flush()
    told = (await session.scalars(select(OutboxEvent.payload).where(OutboxEvent.kind == "counter.handed_in"))).one()
    await hand_in_drawer(session, told["shift_id"], told["place_id"], told["actor"])

    assert (await session.scalars(select(Remittance))).all() == []


async def test_collecting_late_changes_nothing_about_who_holds_it(session):
    at = await till(session, 5, float_=None)
    await handed_over(session, at)
    order = (await session.scalars(select(Order))).one()

    await collect_order(session, order.id)
    await collect_order(session, order.id)

    assert await cash_of(session, order) == [(CashState.COLLECTED, None, Holder.POINT)]


async def _state(session):
    return await session.scalar(select(Payment.state))
