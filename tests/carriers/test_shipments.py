"""A parcel gets one label whatever happens, and follows what its carrier tells, late, twice and in any order."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import select

from shop.carriers.connect import callback_secret
from shop.carriers.errors import CarrierAway
from shop.carriers.events import CarrierReported, ShipmentMoved
from shop.carriers.models import CarrierName, Shipment, ShipmentReport, ShipmentStatus
from shop.carriers.queries import history_of
from shop.carriers.report import follow_report
from shop.carriers.sandbox.tell import callbacks
from shop.carriers.ship import cancel_shipment, create_shipment, shipments_of
from shop.core.db import short
from shop.core.outbox import OutboxEvent
from tests.carriers.ask import label_order, sandboxed, scripted

START = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
WALK = {
    CarrierName.GHN: ("picked", "transporting", "delivering", "delivered"),
    CarrierName.GHTK: ("3", "4", "10", "5"),
    CarrierName.VIETTEL_POST: ("105", "300", "500", "501"),
}


@pytest.fixture(params=list(CarrierName))
def carrier(request):
    return next(each for each in sandboxed() if each.name is request.param)


async def _tell(client, settings, carrier, tracking, codes, **how):
    steps = [(code, START + timedelta(hours=hour)) for hour, code in enumerate(codes)]
    told = callbacks(carrier.name, callback_secret(settings, carrier.name), tracking, steps, **how)
    replies = await asyncio.gather(*(_post(client, carrier, one) for one in told))
    assert {reply.status_code for reply in replies} == {200}, [reply.text for reply in replies]


async def _post(client, carrier, told):
    address = f"/api/v1/carriers/{carrier.name}/callbacks?{told.query}"
    return await client.post(address, content=told.body, headers={"content-type": told.content_type})


async def _work(sessions):
    """Work what was reported, each in a transaction of its own, all at once."""
    async with short(sessions) as session:
        reported = await session.scalars(select(OutboxEvent.payload).where(OutboxEvent.kind == CarrierReported.kind))
        events = [msgspec.convert(payload, CarrierReported) for payload in reported]

    async def one(event):
        async with short(sessions) as session:
            await follow_report(session, event.report_id)

    await asyncio.gather(*(one(event) for event in events))


async def test_many_ask_for_one_label(sessions, carrier):
    order = label_order("53320" if carrier.name is CarrierName.GHN else "road")

    made = await asyncio.gather(*(create_shipment(sessions, carrier, order) for _ in range(6)))

    assert len({shipment.id for shipment in made}) == len({shipment.tracking for shipment in made}) == 1
    async with short(sessions) as session:
        kept = (await shipments_of(session, [order.reference]))[order.reference]
    assert (kept.status, kept.tracking) == (ShipmentStatus.CREATED, made[0].tracking)


@pytest.mark.parametrize("how", [{}, {"repeat": 3}, {"repeat": 2, "disorder": lambda told: told.reverse()}])
async def test_a_parcel_arrives_whatever_order_the_news_comes_in(sessions, live_client, settings, carrier, how):
    shipment = await create_shipment(sessions, carrier, label_order("53320"))

    await _tell(live_client, settings, carrier, shipment.tracking, WALK[carrier.name], **how)
    await _work(sessions)
    await _work(sessions)

    async with short(sessions) as session:
        kept = await session.get_one(Shipment, shipment.id)
        history = await history_of(session, kept)
        moves = await session.scalars(select(OutboxEvent.payload).where(OutboxEvent.kind == ShipmentMoved.kind))
        versions = [move["version"] for move in moves]
    assert (kept.status, kept.carrier_code) == (ShipmentStatus.DELIVERED, WALK[carrier.name][-1])
    assert [report.code for report in history] == list(WALK[carrier.name])
    assert all(report.handled_at for report in history)
    assert sorted(versions) == list(range(3, kept.version + 1))


async def test_news_that_come_before_the_label_are_followed_with_it(sessions, live_client, settings):
    ghn = sandboxed()[0]
    order = label_order("53320")
    tracking = (await ghn.create(order)).tracking

    await _tell(live_client, settings, ghn, tracking, ("picked",))
    await _work(sessions)
    shipment = await create_shipment(sessions, ghn, order)

    assert shipment.status is ShipmentStatus.PICKED


async def test_a_code_nobody_knows_is_kept_and_moves_nothing(sessions, live_client, settings):
    ghn = sandboxed()[0]
    shipment = await create_shipment(sessions, ghn, label_order("53320"))

    await _tell(live_client, settings, ghn, shipment.tracking, ("beamed_up",))
    await _work(sessions)

    async with short(sessions) as session:
        (report,) = await history_of(session, shipment)
        assert (report.code, report.status, report.moved) == ("beamed_up", None, False)
        assert (await session.get_one(Shipment, shipment.id)).status is ShipmentStatus.CREATED


async def test_a_carrier_that_is_away_leaves_a_parcel_to_be_asked_again(sessions):
    _, away, *_ = scripted({"/shiip/public-api/v2/shipping-order/create": (503, "")})
    order = label_order("53320")

    with pytest.raises(CarrierAway):
        await create_shipment(sessions, away, order)
    async with short(sessions) as session:
        waiting = (await shipments_of(session, [order.reference]))[order.reference]
    made = await create_shipment(sessions, sandboxed()[0], order)

    assert (waiting.status, waiting.tracking) == (ShipmentStatus.ASKED, None)
    assert made.id == waiting.id
    assert made.tracking


async def test_a_parcel_taken_back_may_be_given_again(sessions):
    ghn, ghtk, _ = sandboxed()
    order = label_order("53320")
    first = await create_shipment(sessions, ghn, order)

    await cancel_shipment(sessions, ghn, order.reference)
    await cancel_shipment(sessions, ghn, order.reference)
    second = await create_shipment(sessions, ghtk, msgspec.structs.replace(order, service="road"))

    assert first.id != second.id
    assert second.carrier is CarrierName.GHTK


async def test_forged_unreadable_and_unknown_callers_are_refused_and_nothing_is_kept(client, session, settings):
    secret = callback_secret(settings, CarrierName.GHN)
    (told,) = callbacks(CarrierName.GHN, secret, "T", [("picked", START)])
    address = "/api/v1/carriers/{}/callbacks?token={}"

    forged = await client.post(address.format("ghn", "guess"), content=told.body)
    unread = await client.post(address.format("ghn", secret), content=b"{}")
    nobody = await client.post(address.format(uuid4(), secret), content=told.body)
    flood = await client.post(address.format("ghn", secret), content=b" " * 70_000)

    assert [(reply.status_code, reply.json()["code"]) for reply in (forged, unread, nobody, flood)] == [
        (403, "forged_callback"),
        (400, "bad_callback"),
        (404, "carrier_unknown"),
        (413, "too_large"),
    ]
    assert (await session.scalars(select(ShipmentReport))).all() == []
