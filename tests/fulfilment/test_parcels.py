import asyncio

import pytest
from sqlalchemy import select

from shop.core.actor import Actor, Role
from shop.core.errors import Conflict
from shop.core.outbox import OutboxEvent
from shop.core.transitions import IllegalMove
from shop.delivery.choose import DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.pack import pack_order
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.ship import deliver_order, ship_order
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.errors import OrderUnknown
from shop.orders.models import Order, OrderStatus, ParcelHistory
from shop.payments.models import Payment, PaymentState
from tests.make.inventory import level
from tests.make.orders import TERMS
from tests.make.parcels import HERE, THERE, clerk_at, parcels_of, two_parcels

S = OrderStatus


def actor(clerk) -> Actor:
    return Actor(person_id=clerk.id, roles=frozenset({Role.STAFF}))


async def test_what_an_order_costs_is_shared_among_its_parcels(session):
    _, _, order = await two_parcels(session)

    assert order.total == 730_000
    assert [(parcel.number, parcel.amount) for parcel in order.parcels] == [(1, 521_429), (2, 208_571)]
    assert sum(parcel.amount for parcel in order.parcels) == order.total
    assert await audit_books(session) == []


async def test_each_parcel_goes_its_own_way_and_the_order_follows_the_slowest(session):
    bowl, tea, order = await two_parcels(session)
    here, there = actor(await clerk_at(session, HERE)), actor(await clerk_at(session, THERE))

    await pack_order(session, here, order.code)
    await ship_order(session, here, order.code)
    behind = await _order(session, order)
    await deliver_order(session, here, order.code)
    paid = await _payment(session, order)
    await pack_order(session, there, order.code)
    await ship_order(session, there, order.code)
    await refuse_order(session, there, order.code, "không nghe máy")
    await session.flush()

    assert behind is S.CONFIRMED
    assert paid == (PaymentState.TO_COLLECT, 521_429)
    assert await _payment(session, order) == (PaymentState.COLLECTED, 521_429)
    assert await _order(session, order) is S.DELIVERED
    assert [row[0] for row in await parcels_of(session, order)] == [S.DELIVERED, S.REFUSED]
    assert (await level(session, bowl), await level(session, tea)) == ((3, 0), (5, 0))
    assert await audit_books(session) == []


async def test_an_order_of_which_nothing_was_taken_is_refused(session):
    _, _, order = await two_parcels(session)
    both = actor(await clerk_at(session, HERE, THERE))
    await pack_order(session, both, order.code)
    await ship_order(session, both, order.code)

    await refuse_order(session, both, order.code, "đi vắng", 2)
    await refuse_order(session, both, order.code, "đi vắng", 2)
    half = await _payment(session, order)
    await refuse_order(session, both, order.code, "đi vắng")
    await session.flush()

    assert half == (PaymentState.TO_COLLECT, 0)
    assert await _payment(session, order) == (PaymentState.REFUSED, 0)
    assert await _order(session, order) is S.REFUSED
    assert await audit_books(session) == []


async def test_rooms_hear_of_the_lines_of_a_refused_parcel_alone(session):
    _, tea, order = await two_parcels(session)
    both = actor(await clerk_at(session, HERE, THERE))
    await pack_order(session, both, order.code)
    await ship_order(session, both, order.code)

    await refuse_order(session, both, order.code, "đi vắng", 2)
    await session.flush()

    told = await session.scalar(select(OutboxEvent.payload).where(OutboxEvent.kind == "orders.refused"))
    assert (told["parcel"], [line["variant_id"] for line in told["lines"]]) == (2, [str(tea.variant_id)])


async def test_goods_of_two_producers_at_a_point_are_handed_over_together_for_one_code(session):
    bowl, tea, order = await two_parcels(
        session, there=HERE, delivery=DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=HERE)
    )
    clerk = actor(await clerk_at(session, HERE))

    await pack_order(session, clerk, order.code, 1)
    with pytest.raises(IllegalMove):
        await hand_over(session, clerk, order.code, order.pickup_code, TERMS)
    told_early = await session.scalar(select(OutboxEvent.id).where(OutboxEvent.kind == "orders.packed"))
    await pack_order(session, clerk, order.code, 2)
    attempt = await hand_over(session, clerk, order.code, order.pickup_code, TERMS)
    await session.flush()

    assert told_early is None
    assert attempt.handed_over
    assert [row[0] for row in await parcels_of(session, order)] == [S.HANDED_OVER, S.HANDED_OVER]
    assert (await level(session, bowl), await level(session, tea)) == ((3, 0), (3, 0))
    assert await _payment(session, order) == (PaymentState.COLLECTED, 700_000)
    assert await audit_books(session) == []


async def test_a_point_reaches_its_own_parcels_only(session):
    _, _, order = await two_parcels(session)
    here = actor(await clerk_at(session, HERE))

    with pytest.raises(OrderUnknown):
        await pack_order(session, here, order.code, 2)
    with pytest.raises(OrderUnknown):
        await pack_order(session, here, order.code, 3)


async def test_an_order_with_one_packed_parcel_cannot_be_cancelled(session):
    _, _, order = await two_parcels(session)
    here = actor(await clerk_at(session, HERE))
    await pack_order(session, here, order.code)

    with pytest.raises(IllegalMove):
        await cancel_order(session, await _id(session, order), "buyer")

    assert [row[0] for row in await parcels_of(session, order)] == [S.PACKED, S.CONFIRMED]
    assert await audit_books(session) == []


async def test_of_cancelling_and_packing_one_of_two_parcels_exactly_one_wins(sessions):
    for _ in range(4):
        async with sessions() as session, session.begin():
            _, _, order = await two_parcels(session)
            there = actor(await clerk_at(session, THERE))
            order_id = await _id(session, order)

        results = await asyncio.gather(
            _alone(sessions, cancel_order, order_id, "buyer"),
            _alone(sessions, pack_order, there, order.code),
            return_exceptions=True,
        )

        assert sum(isinstance(result, Conflict) for result in results) == 1, results
        async with sessions() as session:
            assert await audit_books(session) == []


async def test_two_points_that_deliver_at_once_collect_the_whole_sum(sessions):
    async with sessions() as session, session.begin():
        _, _, order = await two_parcels(session)
        clerks = [actor(await clerk_at(session, HERE)), actor(await clerk_at(session, THERE))]
        for clerk in clerks:
            await pack_order(session, clerk, order.code)
            await ship_order(session, clerk, order.code)

    await asyncio.gather(*(_alone(sessions, deliver_order, clerk, order.code) for clerk in [*clerks, *clerks]))

    async with sessions() as session:
        assert await _payment(session, order) == (PaymentState.COLLECTED, order.total)
        assert await audit_books(session) == []


async def test_every_move_of_a_parcel_leaves_a_line(session):
    _, _, order = await two_parcels(session)
    await pack_order(session, actor(await clerk_at(session, THERE)), order.code)
    await session.flush()

    moves = await session.scalars(select(ParcelHistory.status).order_by(ParcelHistory.id))
    assert sorted(moves) == sorted([S.HELD, S.HELD, S.CONFIRMED, S.CONFIRMED, S.PACKED])


async def _alone(sessions, verb, *args):
    async with sessions() as session, session.begin():
        return await verb(session, *args)


async def _id(session, order):
    return await session.scalar(select(Order.id).where(Order.code == order.code))


async def _order(session, order):
    return await session.scalar(select(Order.status).where(Order.code == order.code))


async def _payment(session, order):
    await session.flush()
    row = await session.execute(
        select(Payment.state, Payment.collected).where(Payment.reference == await _id(session, order))
    )
    return tuple(row.one())
