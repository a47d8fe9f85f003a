import pytest
from sqlalchemy import select

from shop.core.transitions import IllegalMove
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.pack import pack_order
from shop.orders.audit import audit_books
from shop.orders.confirm import confirm_order
from shop.orders.models import Order, OrderHistory, OrderStatus
from shop.payments.models import Payment, PaymentState
from tests.make.inventory import goods, level
from tests.make.orders import TERMS, placed, staff_of

S = OrderStatus


async def test_a_pickup_goes_from_held_to_handed_over_and_its_cash_is_collected(session):
    bowl = await goods(session, 5)
    clerk = await staff_of(session, bowl.place_id)
    order = await placed(session, bowl, quantity=2)

    order_id = await session.scalar(select(Order.id).where(Order.code == order.code))
    await confirm_order(session, order_id)
    await pack_order(session, clerk, order.code)
    attempt = await hand_over(session, clerk, order.code, order.pickup_code, TERMS)
    await session.flush()

    assert attempt.handed_over
    assert await level(session, bowl) == (3, 0)
    assert await session.scalar(select(Payment.state)) is PaymentState.COLLECTED
    assert list(await session.scalars(select(OrderHistory.status).order_by(OrderHistory.id))) == [
        S.HELD,
        S.CONFIRMED,
        S.PACKED,
        S.HANDED_OVER,
    ]
    assert await audit_books(session) == []


async def test_a_hand_over_said_twice_with_its_code_happens_once(session):
    bowl = await goods(session, 5)
    clerk = await staff_of(session, bowl.place_id)
    order = await placed(session, bowl, quantity=2)
    order_id = await session.scalar(select(Order.id).where(Order.code == order.code))
    await confirm_order(session, order_id)
    await pack_order(session, clerk, order.code)
    await hand_over(session, clerk, order.code, order.pickup_code, TERMS)

    again = await hand_over(session, clerk, order.code, order.pickup_code, TERMS)

    assert again.handed_over
    with pytest.raises(IllegalMove):
        await hand_over(session, clerk, order.code, "000000" if order.pickup_code != "000000" else "111111", TERMS)
    await session.flush()
    history = list(await session.scalars(select(OrderHistory.status).order_by(OrderHistory.id)))
    assert await level(session, bowl) == (3, 0)
    assert history == [S.HELD, S.CONFIRMED, S.PACKED, S.HANDED_OVER]
