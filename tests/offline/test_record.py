from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.counter.collect import collect_order
from shop.counter.models import CashMovement
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.refuse import refuse_order
from shop.offline.models import Cause, OfflineHandOver, Outcome
from shop.offline.record import record_hand_over
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.models import Order, OrderStatus
from shop.orders.settle import settle_order
from shop.payments.models import PaymentMethod, Refund
from shop.payments.receive import Money, receive_money
from tests.conftest import SECRET
from tests.counter.test_api import as_staff
from tests.make.counter import till
from tests.make.inventory import goods, level
from tests.make.offline import order_id_of, report_of, reported, sent, taken, waiting_at
from tests.make.orders import TERMS, staff_of

AT = "/api/v1/sales-points"


async def test_what_was_given_without_the_net_is_handed_over_once(live_client, sessions):
    at, order, report = await begun(sessions)
    async with sessions() as session:
        await as_staff(live_client, session, at.clerk)
    body = {"reports": [sent(report)]}

    first, second = [await live_client.post(f"{AT}/{at.point}/offline-hand-overs", json=body) for _ in range(2)]

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    [answer] = first.json()["items"]
    assert (answer["id"], answer["order"], answer["outcome"]) == (report.client_id, order.code, "handed_over")
    assert answer["handed_over"]["at"]
    async with sessions() as session, session.begin():
        assert await level(session, at.goods) == (4, 0)
        await collect_order(session, await order_id_of(session, order))
        assert await session.scalar(select(func.sum(CashMovement.amount))) == 750_000
        assert await session.scalar(select(func.count()).select_from(OfflineHandOver)) == 1
        assert await audit_books(session) == []


async def test_each_report_of_a_batch_stands_alone(live_client, sessions):
    at, order, report = await begun(sessions)
    async with sessions() as session:
        await as_staff(live_client, session, at.clerk)
    wrong = sent(report) | {"id": "wrong-secret", "secret": "A" * 16}
    nowhere = sent(report) | {"id": "no-such-order", "order": "CM-2222-2222"}
    listless = sent(report) | {"id": "no-such-list", "list": "0198c0de-0000-7000-8000-000000000000"}

    reply = await live_client.post(
        f"{AT}/{at.point}/offline-hand-overs", json={"reports": [wrong, nowhere, listless, sent(report)]}
    )

    said = [(each["outcome"], each["code"]) for each in reply.json()["items"]]
    assert said == [
        ("refused", "wrong_pickup_secret"),
        ("refused", "order_unknown"),
        ("refused", "pickup_list_unknown"),
        ("handed_over", None),
    ]
    assert all(each["detail"] for each in reply.json()["items"][:3])
    async with sessions() as session:
        assert await session.scalar(select(Order.pickup_attempts).where(Order.code == order.code)) == 0
        assert await level(session, at.goods) == (4, 0)


async def test_an_order_that_was_fetched_by_its_code_meanwhile_is_said_with_when_and_by_whom(client, session):
    at = await till(session, 5)
    order = await waiting_at(session, at)
    a_list = await taken(session, at)
    await hand_over(session, at.clerk, order.code, order.pickup_code, TERMS)
    await as_staff(client, session, at.clerk)
    name = await session.scalar(select(Person.name).where(Person.id == at.clerk.person_id))
    report = await report_of(session, order, a_list)

    reply = await client.post(f"{AT}/{at.point}/offline-hand-overs", json={"reports": [sent(report)]})

    [answer] = reply.json()["items"]
    assert (answer["outcome"], answer["cause"]) == ("already_handed_over", None)
    assert answer["handed_over"]["by"] == name
    assert await level(session, at.goods) == (4, 0)


async def test_what_ended_meanwhile_is_kept_as_a_conflict(session):
    at = await till(session, 9)
    bare, cancelled = [await waiting_at(session, at, packed=False) for _ in range(2)]
    refused = await waiting_at(session, at)
    a_list = await taken(session, at)
    await cancel_order(session, await order_id_of(session, cancelled), "buyer")
    await refuse_order(session, at.clerk, refused.code, "không đến")

    rows = [await reported(session, at, order, a_list) for order in (bare, cancelled, refused)]

    assert {row.outcome for row in rows} == {Outcome.CONFLICT}
    assert [row.cause for row in rows] == [Cause.NOT_PACKED, Cause.CANCELLED, Cause.REFUSED]
    await session.flush()
    assert await level(session, at.goods) == (9, 1)
    assert await audit_books(session) == []


async def test_the_time_of_a_device_is_kept_within_what_can_be(session):
    at = await till(session, 5)
    early, late = [await waiting_at(session, at) for _ in range(2)]
    a_list = await taken(session, at)

    first = await reported(session, at, early, a_list, given_at=datetime.now(UTC) - timedelta(days=400))
    second = await reported(session, at, late, a_list, given_at=datetime.now(UTC) + timedelta(days=400))

    assert first.given_at == a_list.made_at
    assert second.given_at == second.created_at


async def test_what_was_given_counts_although_its_list_has_run_out(live_client, sessions, warp):
    at, _, report = await begun(sessions)
    async with sessions() as session:
        await as_staff(live_client, session, at.clerk)
    async with sessions() as session:
        await warp(session, timedelta(hours=20))

    reply = await live_client.post(f"{AT}/{at.point}/offline-hand-overs", json={"reports": [sent(report)]})

    assert [each["outcome"] for each in reply.json()["items"]] == ["handed_over"]


async def test_what_was_not_on_the_list_and_other_points_learn_nothing(client, session):
    at = await till(session, 5)
    a_list = await taken(session, at)
    later = await waiting_at(session, at)
    report = sent(await report_of(session, later, a_list))
    stranger = await staff_of(session, (await goods(session, point="quay-ha-dong")).place_id)

    await as_staff(client, session, at.clerk)
    unlisted = await client.post(f"{AT}/{at.point}/offline-hand-overs", json={"reports": [report]})
    await as_staff(client, session, stranger)
    foreign = await client.post(f"{AT}/{at.point}/offline-hand-overs", json={"reports": [report]})
    astray = await client.post(f"{AT}/quay-ha-dong/offline-hand-overs", json={"reports": [report]})

    assert unlisted.json()["items"][0]["code"] == "order_unknown"
    assert foreign.status_code == 403
    assert astray.json()["items"][0]["code"] == "pickup_list_unknown"
    assert await session.scalar(select(Order.status).where(Order.code == later.code)) is OrderStatus.PACKED


@pytest.mark.parametrize(
    "change",
    [{"secret": "short"}, {"id": "x"}, {"at": "2026-11-28T10:00:00"}, {"at": "yesterday"}, {"order": ""}, {"more": 1}],
)
async def test_a_report_that_cannot_be_meant_is_refused(client, session, change):
    at = await till(session, 5)
    order = await waiting_at(session, at)
    report = sent(await report_of(session, order, await taken(session, at)))
    await as_staff(client, session, at.clerk)

    reply = await client.post(f"{AT}/{at.point}/offline-hand-overs", json={"reports": [report | change]})
    many = await client.post(f"{AT}/{at.point}/offline-hand-overs", json={"reports": [report] * 101})
    none = await client.post(f"{AT}/{at.point}/offline-hand-overs", json={"reports": []})

    assert [each.status_code for each in (reply, many, none)] == [422, 422, 422]


async def begun(sessions):
    """A till, a pickup that waits there, and an honest report of it: committed."""
    async with sessions() as session, session.begin():
        at = await till(session, 5)
        order = await waiting_at(session, at)
        return at, order, await report_of(session, order, await taken(session, at))


async def test_cash_a_device_took_for_what_was_paid_meanwhile_goes_back(sessions):
    at, order, report = await begun(sessions)
    async with sessions() as session, session.begin():
        order_id = await order_id_of(session, order)
        await receive_money(session, order_id, Money(PaymentMethod.VIETQR, "FT-meanwhile", 250_000), "bank")
    async with sessions() as session, session.begin():
        await settle_order(session, order_id)

    for _ in range(2):
        async with sessions() as session, session.begin():
            await record_hand_over(session, at.clerk, at.point, report, SECRET)
    async with sessions() as session, session.begin():
        await collect_order(session, order_id)

    async with sessions() as session:
        refunds = (await session.scalars(select(Refund.amount))).all()
        assert (refunds, await session.scalar(select(func.sum(CashMovement.amount)))) == ([250_000], 750_000)
        assert await audit_books(session) == []
