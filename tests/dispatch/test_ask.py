"""A packed parcel of a carrier's way gets one number, whatever is cut off, and people decide where there is none."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from shop.carriers.models import CarrierName, Shipment, ShipmentStatus, Trouble
from shop.carriers.want import MOST_ATTEMPTS, claim_due, note_trouble
from shop.core.db import short
from shop.delivery.models import DeliveryQuote
from shop.dispatch.decide import retry_label, send_ourselves
from shop.dispatch.errors import NoShipment
from shop.fulfilment.errors import LabelMissing
from shop.fulfilment.pack import pack_order
from shop.fulfilment.ship import ship_order
from shop.orders.models import OrderStatus, Parcel
from tests.make.dispatch import ask, carried, labelled, shipment_of

S = ShipmentStatus


async def test_every_packed_parcel_gets_a_number_once(sessions, settings):
    async with short(sessions) as session:
        _, _, order, clerk = await carried(session)
        for _ in range(2):
            await pack_order(session, clerk, order.code)

    asked = await asyncio.gather(*(ask(sessions, settings) for _ in range(3)))

    async with short(sessions) as session:
        rows = (await session.scalars(select(Shipment).order_by(Shipment.id))).all()
        parcels = set(await session.scalars(select(Parcel.id)))
    assert sum(asked) == 2
    assert {row.reference for row in rows} == parcels
    assert {(row.carrier, row.status, row.due_at) for row in rows} == {(CarrierName.GHTK, S.CREATED, None)}
    assert all(row.tracking for row in rows)


@pytest.mark.parametrize("carrier", [None])
async def test_our_own_riders_and_the_flat_fee_ask_no_carrier(session, carrier):
    _, _, order, clerk = await carried(session)
    await session.execute(update(DeliveryQuote).values(carrier=carrier))

    await pack_order(session, clerk, order.code)

    assert await session.scalar(select(func.count()).select_from(Shipment)) == 0


async def test_a_parcel_that_waits_for_its_number_does_not_leave(session):
    _, _, order, clerk = await carried(session)
    await pack_order(session, clerk, order.code)

    with pytest.raises(LabelMissing):
        async with session.begin_nested():
            await ship_order(session, clerk, order.code, 1)

    await send_ourselves(session, clerk, order.code, 1)
    await ship_order(session, clerk, order.code, 1)
    rows = await session.execute(select(Parcel.status, Parcel.carrier).order_by(Parcel.number))
    assert [tuple(row) for row in rows] == [(OrderStatus.SHIPPED, None), (OrderStatus.PACKED, None)]


async def test_an_unknown_area_waits_for_a_person_who_may_try_again(sessions, settings):
    async with short(sessions) as session:
        _, _, order, clerk = await carried(session, known=False)
        await pack_order(session, clerk, order.code, 1)

    await ask(sessions, settings)
    assert await ask(sessions, settings) == 0

    async with short(sessions) as session:
        stuck = await shipment_of(session, order)
        assert (stuck.status, stuck.trouble, stuck.due_at) == (S.ASKED, Trouble.AREA, None)
        await retry_label(session, clerk, order.code, 1)
        await retry_label(session, clerk, order.code, 1)
        with pytest.raises(NoShipment):
            await retry_label(session, clerk, order.code, 2)
    assert await ask(sessions, settings) == 1


async def test_silence_is_asked_again_later_and_not_for_ever(session, warp):
    _, _, order, clerk = await carried(session)
    await pack_order(session, clerk, order.code, 1)
    shipment = await shipment_of(session, order)

    asked = 0
    for turn in range(MOST_ATTEMPTS + 3):
        claimed = await claim_due(session)
        asked += claimed is not None
        if claimed is not None:
            assert await claim_due(session) is None, "a lease keeps others away"
            await note_trouble(session, shipment.id, Trouble.AWAY)
            await session.flush()
        await warp(session, timedelta(hours=6 * (turn + 1)))

    assert asked == MOST_ATTEMPTS
    stuck = await shipment_of(session, order)
    assert (stuck.trouble, stuck.due_at) == (Trouble.AWAY, None)


async def test_a_number_nobody_needs_is_given_back(sessions, settings):
    _, _, order, clerk = await labelled(sessions, settings)
    async with short(sessions) as session:
        await send_ourselves(session, clerk, order.code, 1)
        await send_ourselves(session, clerk, order.code, 1)

    await ask(sessions, settings)

    async with short(sessions) as session:
        shipment = await shipment_of(session, order)
        await ship_order(session, clerk, order.code)
        carriers = list(await session.scalars(select(Parcel.carrier).order_by(Parcel.number)))
    assert shipment.dropped_at is not None
    assert carriers == [None, CarrierName.GHTK]


async def test_the_shipment_of_a_parcel_that_ended_before_it_left_ends_too(sessions, settings):
    _, _, order, _ = await labelled(sessions, settings)
    async with short(sessions) as session:
        await session.execute(update(Parcel).where(Parcel.number == 2).values(status=OrderStatus.CANCELLED))

    await ask(sessions, settings)

    async with short(sessions) as session:
        first, second = await shipment_of(session, order), await shipment_of(session, order, 2)
    assert (first.dropped_at, second.dropped_at is None) == (None, False)


@pytest.mark.parametrize("_attempt", range(3))
async def test_of_sending_a_parcel_and_taking_it_from_its_carrier_one_comes_first(sessions, settings, _attempt):
    _, _, order, clerk = await labelled(sessions, settings)

    await asyncio.gather(
        _alone(sessions, ship_order, clerk, order.code, 1),
        _alone(sessions, send_ourselves, clerk, order.code, 1),
        return_exceptions=True,
    )

    async with short(sessions) as session:
        shipment = await shipment_of(session, order)
        parcel = await session.get_one(Parcel, shipment.reference)
        assert parcel.status is OrderStatus.SHIPPED
        assert (parcel.carrier is None) == (shipment.dropped_at is not None)


async def _alone(sessions, verb, *args):
    async with short(sessions) as session:
        return await verb(session, *args)
