"""Pre-orders by many at once, and cancelled while their harvest arrives."""

import asyncio

from sqlalchemy import select

from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.harvest import receive_harvest
from shop.orders.models import Order
from shop.preorders.errors import PreorderClosed, PreorderFull
from tests.make.inventory import level
from tests.make.orders import staff_of
from tests.make.preorders import harvest, preordered, stands
from tests.orders.test_interleavings import Gate, alone


async def _three_waiting(sessions):
    async with sessions.begin() as session:
        litchi, window = await harvest(session)
        orders = [await preordered(session, litchi, 2) for _ in range(3)]
        clerk = await staff_of(session, litchi.place_id)
        first = await session.scalar(select(Order.id).where(Order.code == orders[0].code))
    return litchi, window, clerk, first


async def test_twenty_buyers_at_once_get_exactly_the_ten_that_were_promised(sessions):
    async with sessions.begin() as session:
        litchi, window = await harvest(session, 10)

    def one(number):
        return lambda session: preordered(session, litchi, phone=f"0912 345 6{number:02}")

    came = await asyncio.gather(*(alone(sessions, one(number)) for number in range(20)), return_exceptions=True)

    refused = [each for each in came if isinstance(each, BaseException)]
    assert len(refused) == 10
    assert all(isinstance(each, PreorderFull | PreorderClosed) for each in refused)
    async with sessions() as session:
        assert (await stands(session, window))[0] == (10, 0)
        assert await audit_books(session) == []


async def test_one_taken_back_while_its_harvest_arrives_leaves_its_goods_to_the_next(sessions):
    litchi, window, clerk, first = await _three_waiting(sessions)
    gate = Gate("order locked")

    await gate.hold(
        sessions,
        lambda session: cancel_order(session, first, "buyer", pause=gate),
        lambda session: receive_harvest(session, clerk, window.id, 4),
    )

    async with sessions() as session:
        assert await stands(session, window) == ((4, 0), [(2, "ended"), (2, "allotted"), (2, "allotted")])
        assert await level(session, litchi) == (4, 4)
        assert await audit_books(session) == []


async def test_one_taken_back_just_after_its_harvest_came_is_on_sale(sessions):
    litchi, window, clerk, first = await _three_waiting(sessions)
    gate = Gate("orders locked")

    await gate.hold(
        sessions,
        lambda session: receive_harvest(session, clerk, window.id, 4, pause=gate),
        lambda session: cancel_order(session, first, "buyer"),
    )

    async with sessions() as session:
        assert await stands(session, window) == ((4, 2), [(2, "ended"), (2, "allotted"), (2, "waiting")])
        assert await level(session, litchi) == (4, 2)
        assert await audit_books(session) == []
