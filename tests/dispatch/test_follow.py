"""A parcel stands where its carrier says, whatever order the news comes in, and its cash is the carrier's."""

import asyncio
from itertools import permutations

import pytest
from sqlalchemy import func, select

from shop.carriers.models import CarrierName, ShipmentStatus
from shop.core.db import short
from shop.core.errors import Conflict
from shop.counter.collect import collect_order
from shop.counter.models import CashMovement
from shop.dispatch.decide import send_ourselves
from shop.dispatch.follow import follow_shipment
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.ship import deliver_order, ship_order
from shop.orders.audit import audit_books
from shop.orders.models import Order, OrderStatus, Parcel
from shop.payments.models import Payment, PaymentState
from tests.make.dispatch import labelled, shipment_of, told
from tests.make.inventory import level

S, At = ShipmentStatus, OrderStatus


@pytest.fixture
async def going(sessions, settings):
    """An order of two parcels with the numbers of their carrier: (bowl, tea, order, clerk)."""
    return await labelled(sessions, settings)


async def test_a_parcel_leaves_arrives_and_is_paid_with_its_carrier(sessions, going):
    bowl, _, order, _ = going
    await _tell(sessions, order, S.PICKED)
    on_its_way = await _parcels(sessions, order)
    async with short(sessions) as session:
        gone = await level(session, bowl)
    await _tell(sessions, order, S.OUT_FOR_DELIVERY)
    await _tell(sessions, order, S.DELIVERED)

    assert on_its_way == [(At.SHIPPED, CarrierName.GHTK), (At.PACKED, None)]
    assert gone == (3, 0)
    assert (await _parcels(sessions, order))[0] == (At.DELIVERED, CarrierName.GHTK)
    async with short(sessions) as session:
        assert await _payment(session, order) == (PaymentState.TO_COLLECT, 521_429)


async def test_what_comes_back_is_refused_and_stands_on_the_shelf_again(sessions, going):
    bowl, _, order, _ = going
    for status in (S.PICKED, S.FAILED_ATTEMPT, S.RETURNING, S.RETURNED):
        await _tell(sessions, order, status)

    assert (await _parcels(sessions, order))[0] == (At.REFUSED, CarrierName.GHTK)
    async with short(sessions) as session:
        assert await level(session, bowl) == (5, 0)
        assert await audit_books(session) == []


@pytest.mark.parametrize("end", [S.LOST, S.DAMAGED])
async def test_what_is_lost_stays_on_its_way_until_a_person_decides(sessions, going, end):
    _, _, order, clerk = going
    await _tell(sessions, order, end)
    waiting = await _parcels(sessions, order)
    async with short(sessions) as session:
        await refuse_order(session, clerk, order.code, "hãng làm mất", 1)
    await _follow(sessions, order)

    assert waiting[0] == (At.SHIPPED, CarrierName.GHTK)
    assert (await _parcels(sessions, order))[0] == (At.REFUSED, CarrierName.GHTK)


@pytest.mark.parametrize("news", list(permutations((S.PICKED, S.OUT_FOR_DELIVERY, S.DELIVERED))))
async def test_late_and_repeated_news_change_nothing(sessions, settings, news):
    _, _, order, _ = await labelled(sessions, settings)
    for status in (*news, *news):
        await _tell(sessions, order, status)

    assert (await _parcels(sessions, order))[0] == (At.DELIVERED, CarrierName.GHTK)
    async with short(sessions) as session:
        assert await _payment(session, order) == (PaymentState.TO_COLLECT, 521_429)
        assert await audit_books(session) == []


async def test_what_people_ended_no_callback_changes(sessions, going):
    _, _, order, clerk = going
    async with short(sessions) as session:
        await ship_order(session, clerk, order.code)
        await deliver_order(session, clerk, order.code, 1)
    await _tell(sessions, order, S.RETURNED)

    assert (await _parcels(sessions, order))[0] == (At.DELIVERED, CarrierName.GHTK)


async def test_a_carrier_moves_nothing_that_our_riders_bring(sessions, going):
    _, _, order, clerk = going
    async with short(sessions) as session:
        await send_ourselves(session, clerk, order.code, 1)
        await ship_order(session, clerk, order.code, 1)
    await _tell(sessions, order, S.DELIVERED)

    assert (await _parcels(sessions, order))[0] == (At.SHIPPED, None)


async def test_staff_and_callbacks_at_once_deliver_once(sessions, going):
    _, _, order, clerk = going
    async with short(sessions) as session:
        await ship_order(session, clerk, order.code)
        await told(session, await shipment_of(session, order), S.DELIVERED)
        await told(session, await shipment_of(session, order, 2), S.DELIVERED)
        ids = [(await shipment_of(session, order, number)).id for number in (1, 2)]

    results = await asyncio.gather(
        *(_alone(sessions, follow_shipment, shipment_id) for shipment_id in ids * 3),
        *(_alone(sessions, deliver_order, clerk, order.code) for _ in range(3)),
        return_exceptions=True,
    )

    assert [result for result in results if isinstance(result, Exception)] == []
    async with short(sessions) as session:
        assert await _payment(session, order) == (PaymentState.COLLECTED, order.total)
        assert await audit_books(session) == []


@pytest.mark.parametrize("_attempt", range(3))
async def test_of_refusing_by_hand_and_delivery_by_callback_exactly_one_wins(sessions, going, _attempt):
    bowl, _, order, clerk = going
    async with short(sessions) as session:
        before = await level(session, bowl)
        await ship_order(session, clerk, order.code)
        shipment = await shipment_of(session, order)
        await told(session, shipment, S.DELIVERED)

    results = await asyncio.gather(
        _alone(sessions, follow_shipment, shipment.id),
        _alone(sessions, refuse_order, clerk, order.code, "đổi ý", 1),
        return_exceptions=True,
    )

    status = (await _parcels(sessions, order))[0][0]
    assert [isinstance(result, Conflict) for result in results] == [False, status is At.DELIVERED]
    async with short(sessions) as session:
        assert (await level(session, bowl) == (before[0], 0)) == (status is At.REFUSED)


async def test_the_drawer_of_a_place_gets_what_its_own_riders_brought_alone(sessions, going):
    _, _, order, clerk = going
    async with short(sessions) as session:
        await send_ourselves(session, clerk, order.code, 2)
        await ship_order(session, clerk, order.code)
        await deliver_order(session, clerk, order.code)
        order_id = await session.scalar(select(Order.id).where(Order.code == order.code))

    await asyncio.gather(*(_alone(sessions, collect_order, order_id) for _ in range(4)))

    async with short(sessions) as session:
        rows = await session.execute(
            select(Parcel.number, CashMovement.amount).join(Parcel, Parcel.id == CashMovement.parcel_id)
        )
        assert [tuple(row) for row in rows] == [(2, 208_571)]
        assert await session.scalar(select(func.count()).select_from(CashMovement)) == 1
        assert await audit_books(session) == []


async def _alone(sessions, verb, *args):
    async with short(sessions) as session:
        return await verb(session, *args)


async def _tell(sessions, order, status, number=1):
    async with short(sessions) as session:
        await told(session, await shipment_of(session, order, number), status)
    await _follow(sessions, order, number)


async def _follow(sessions, order, number=1):
    async with short(sessions) as session:
        await follow_shipment(session, (await shipment_of(session, order, number)).id)


async def _parcels(sessions, order):
    async with short(sessions) as session:
        rows = await session.execute(
            select(Parcel.status, Parcel.carrier)
            .join(Order, Order.id == Parcel.order_id)
            .where(Order.code == order.code)
            .order_by(Parcel.number)
        )
        return [tuple(row) for row in rows]


async def _payment(session, order):
    row = await session.execute(
        select(Payment.state, Payment.collected)
        .join(Order, Order.id == Payment.reference)
        .where(Order.code == order.code)
    )
    return tuple(row.one())
