"""Pre-orders: placed without stock, never more than the harvest, given theirs before anybody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from shop.core.actor import Actor
from shop.core.errors import Forbidden
from shop.core.outbox import OutboxEvent
from shop.fulfilment.errors import FetchedHere
from shop.fulfilment.give_up import give_up
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.late import late_at
from shop.fulfilment.pack import pack_order
from shop.fulfilment.relocate import relocate
from shop.inventory.queries import available
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.expire import expire_holds
from shop.orders.harvest import receive_harvest
from shop.orders.models import Order, OrderStatus
from shop.preorders.errors import (
    PreorderClosed,
    PreorderFull,
    PreorderLimit,
    PreorderUnknown,
    PreorderWaiting,
)
from tests.make.accounts import person
from tests.make.catalog import place
from tests.make.inventory import level
from tests.make.orders import TERMS, staff_of
from tests.make.parcels import THERE, confirmed
from tests.make.preorders import harvest, preordered, stands


async def order_id(session, order):
    return await session.scalar(select(Order.id).where(Order.code == order.code))


async def status(session, order):
    await session.flush()
    return await session.scalar(select(Order.status).where(Order.code == order.code))


async def test_a_preorder_is_an_order_that_holds_no_stock(session):
    litchi, window = await harvest(session, 10)

    order = await preordered(session, litchi, 3)
    again = await preordered(session, litchi, 3, key="the-same-key-1")
    replayed = await preordered(session, litchi, 3, key="the-same-key-1")

    assert (order.status, order.total, len(order.parcels)) == (OrderStatus.HELD, 270_000, 1)
    assert again.code == replayed.code != order.code
    assert await stands(session, window) == ((6, 0), [(3, "waiting"), (3, "waiting")])
    assert await level(session, litchi) == (0, 0)
    assert await audit_books(session) == []


async def test_no_more_is_taken_than_was_promised_nor_by_one_buyer(session):
    litchi, window = await harvest(session, 10, buyer_limit=4)
    await preordered(session, litchi, 3)

    with pytest.raises(PreorderLimit) as refused:
        async with session.begin_nested():
            await preordered(session, litchi, 2)
    assert refused.value.facts == {"limit": 4, "left": 1}
    await preordered(session, litchi, 4, phone="0912 345 679")
    with pytest.raises(PreorderFull) as full:
        await preordered(session, litchi, 4, phone="0912 345 680")
    assert full.value.facts == {"left": 3}
    assert (await stands(session, window))[0] == (7, 0)


@pytest.mark.parametrize("days", [{"starts_on": 1}, {"starts_on": -9, "ends_on": -1}])
async def test_outside_of_its_days_nothing_is_taken(session, days):
    litchi, _ = await harvest(session, **days)

    with pytest.raises(PreorderClosed):
        await preordered(session, litchi)


async def test_it_is_not_packed_before_the_harvest_and_goes_its_way_after(session):
    litchi, window = await harvest(session)
    order = await preordered(session, litchi, 3)
    await confirmed(session, order)
    clerk = await staff_of(session, litchi.place_id)
    await place(session, THERE)

    with pytest.raises(PreorderWaiting):
        await pack_order(session, clerk, order.code)
    with pytest.raises(FetchedHere):
        await relocate(session, clerk, order.code, 1, THERE)
    came = await receive_harvest(session, clerk, window.id, 5)
    await pack_order(session, clerk, order.code)
    await hand_over(session, clerk, order.code, order.pickup_code, TERMS)

    assert (came.received, came.allotted, came.waiting) == (5, 3, 0)
    assert await status(session, order) is OrderStatus.HANDED_OVER
    assert await level(session, litchi) == (2, 0)
    assert await stands(session, window) == ((3, 2), [(3, "allotted")])
    told = await session.scalars(select(OutboxEvent.kind).where(OutboxEvent.kind == "orders.allotted"))
    assert len(told.all()) == 1
    assert await audit_books(session) == []


async def test_a_harvest_that_is_too_small_goes_to_the_oldest_and_none_of_it_is_on_sale(session):
    litchi, window = await harvest(session)
    for pieces in (3, 4, 2):
        await preordered(session, litchi, pieces)
    clerk = await staff_of(session, litchi.place_id)

    first = await receive_harvest(session, clerk, window.id, 5)

    assert (first.allotted, first.waiting) == (5, 4)
    assert await stands(session, window) == ((9, 0), [(3, "allotted"), (4, "waiting"), (2, "allotted")])
    assert [at.available for at in (await available(session, [litchi.variant_id]))[litchi.variant_id]] == [0]
    assert await audit_books(session) == []
    second = await receive_harvest(session, clerk, window.id, 6)
    assert (second.allotted, second.waiting) == (4, 0)
    assert (await stands(session, window))[0] == (9, 1)
    assert [at.available for at in (await available(session, [litchi.variant_id]))[litchi.variant_id]] == [2]
    assert await audit_books(session) == []


async def test_what_is_taken_back_before_the_harvest_may_be_ordered_ahead_again_once(session):
    litchi, window = await harvest(session, 3)
    order = await preordered(session, litchi, 3)

    for _ in range(2):
        await cancel_order(session, await order_id(session, order), "buyer")

    assert await stands(session, window) == ((0, 0), [(3, "ended")])
    await preordered(session, litchi, 3)
    assert await audit_books(session) == []


async def test_what_is_taken_back_after_the_harvest_is_on_sale_and_not_promised_twice(session):
    litchi, window = await harvest(session, 3)
    order = await preordered(session, litchi, 3)
    clerk = await staff_of(session, litchi.place_id)
    await receive_harvest(session, clerk, window.id, 3)

    await cancel_order(session, await order_id(session, order), "buyer")

    assert await stands(session, window) == ((0, 3), [(3, "ended")])
    assert await level(session, litchi) == (3, 0)
    with pytest.raises(PreorderClosed):
        await preordered(session, litchi)
    assert await audit_books(session) == []


async def test_one_that_cannot_be_supplied_ends(session):
    litchi, window = await harvest(session)
    order = await preordered(session, litchi, 3)
    await confirmed(session, order)

    await give_up(session, await staff_of(session, litchi.place_id), order.code, "Mất mùa vì mưa đá")

    assert await status(session, order) is OrderStatus.CANCELLED
    assert await stands(session, window) == ((0, 0), [(3, "ended")])
    told = await session.scalars(select(OutboxEvent.kind).where(OutboxEvent.kind == "orders.unsupplied"))
    assert len(told.all()) == 1
    assert await audit_books(session) == []


async def test_a_hold_that_runs_out_gives_its_pieces_back(session, warp):
    litchi, window = await harvest(session)
    await preordered(session, litchi, 3)
    await session.flush()

    await warp(session, timedelta(minutes=20))
    assert await expire_holds(session) == 1

    assert await stands(session, window) == ((0, 0), [(3, "ended")])
    assert await audit_books(session) == []


async def test_its_hours_to_be_packed_count_from_the_first_day_it_is_promised_for(session, warp):
    litchi, window = await harvest(session)
    order = await preordered(session, litchi, 3)
    await confirmed(session, order)

    await warp(session, timedelta(days=19))
    assert await late_at(session, litchi.place_id, 24, 10) == []
    await warp(session, timedelta(days=22))
    late = await late_at(session, litchi.place_id, 24, 10)

    assert [one.order for one in late] == [order.code]
    assert late[0].due_at.isoformat().startswith(f"{window.ship_from}T17:00")


async def test_only_those_who_keep_the_place_receive_its_harvest(session):
    litchi, window = await harvest(session)
    somebody = await person(session)

    with pytest.raises(Forbidden):
        await receive_harvest(session, Actor(person_id=somebody.id, roles=frozenset()), window.id, 3)
    with pytest.raises(PreorderUnknown):
        await receive_harvest(session, await staff_of(session, litchi.place_id), somebody.id, 3)
