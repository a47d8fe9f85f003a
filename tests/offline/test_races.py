"""Devices come at once: real transactions on real connections."""

import msgspec
from sqlalchemy import select

from shop.fulfilment.hand_over import hand_over
from shop.offline.models import Ending, OfflineHandOver, Outcome, PickupList
from shop.offline.record import record_hand_over
from shop.offline.settle import settle_conflict
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from tests.conftest import SECRET
from tests.counter.test_races import act, together
from tests.make.counter import till
from tests.make.inventory import level
from tests.make.offline import fresh_id, order_id_of, report_of, reported, taken, waiting_at
from tests.make.orders import TERMS


async def test_one_report_sent_many_times_at_once_is_one(sessions):
    at, _, report = await begun(sessions)

    said = await together(*(act(sessions, record_hand_over, at.clerk, at.point, report, SECRET) for _ in range(6)))

    assert said == ["done"] * 6
    assert await outcomes(sessions) == [Outcome.HANDED_OVER]
    await agree(sessions, at, (4, 0))


async def test_of_many_devices_with_one_order_and_somebody_who_types_one_hands_it_over(sessions):
    at, order, report = await begun(sessions)
    reports = [msgspec.structs.replace(report, client_id=fresh_id()) for _ in range(5)]

    said = await together(
        *(act(sessions, record_hand_over, at.clerk, at.point, each, SECRET) for each in reports),
        act(sessions, hand_over, at.clerk, order.code, order.pickup_code, TERMS),
    )

    assert said == ["done"] * 6
    assert sorted(await outcomes(sessions))[:4] == [Outcome.ALREADY] * 4
    await agree(sessions, at, (4, 0))


async def test_one_name_for_two_orders_at_once_is_given_to_one(sessions):
    at, _, report = await begun(sessions)
    async with sessions() as session, session.begin():
        other = await waiting_at(session, at)
        a_list = await taken(session, at)
        first = msgspec.structs.replace(report, list_id=a_list.id)
        order_ids = (await session.get_one(PickupList, a_list.id)).order_ids
        second = await report_of(session, other, a_list, client_id=report.client_id)
    assert len(order_ids) == 2

    said = await together(
        *(act(sessions, record_hand_over, at.clerk, at.point, each, SECRET) for each in (first, second) * 2)
    )

    assert sorted(said) == ["done", "done", "report_of_other", "report_of_other"]
    assert len(await outcomes(sessions)) == 1
    await agree(sessions, at, (4, 1))


async def test_a_conflict_is_settled_once_whoever_presses_first(sessions):
    async with sessions() as session, session.begin():
        at = await till(session, 5)
        order = await waiting_at(session, at, packed=False)
        a_list = await taken(session, at)
        await cancel_order(session, await order_id_of(session, order), "buyer")
        conflict = (await reported(session, at, order, a_list)).id

    said = await together(
        *(act(sessions, settle_conflict, at.clerk, conflict, Ending.WRITTEN_OFF, "đã đưa hàng") for _ in range(5))
    )

    assert said == ["done"] * 5
    await agree(sessions, at, (4, 0))


async def begun(sessions):
    """A till, a pickup that waits there, and an honest report of it: committed."""
    async with sessions() as session, session.begin():
        at = await till(session, 5)
        order = await waiting_at(session, at)
        return at, order, await report_of(session, order, await taken(session, at))


async def outcomes(sessions):
    async with sessions() as session:
        return list(await session.scalars(select(OfflineHandOver.outcome)))


async def agree(sessions, at, stock):
    async with sessions() as session:
        assert await level(session, at.goods) == stock
        assert await audit_books(session) == []
