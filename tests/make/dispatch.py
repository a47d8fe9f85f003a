"""Parcels that go by a carrier, for tests: an order that chose its way, and what the carrier tells."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import select

from shop.carriers.carrier import Report
from shop.carriers.connect import Carriers
from shop.carriers.models import CarrierName, Shipment, ShipmentReport, ShipmentStatus
from shop.carriers.report import follow_report, store_report
from shop.core.actor import Actor, Role
from shop.core.clock import now
from shop.core.db import short
from shop.delivery.models import DeliveryQuote
from shop.dispatch.ask import ask_carriers
from shop.fulfilment.pack import pack_order
from shop.orders.models import Order, Parcel
from shop.regions.models import RegionLevel
from tests.make import catalog
from tests.make.parcels import HERE, THERE, clerk_at, two_parcels
from tests.make.regions import became, region

START = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
_hours = count(1)


async def carried(session, *, service="road", known=True):
    """A confirmed order of two parcels whose buyer chose GHTK, and somebody who works at both places."""
    bowl, tea, order = await two_parcels(session)
    home = await catalog.region(session, "Phường Hoàn Kiếm", catalog.RegionLevel.COMMUNE)
    if known:
        await _old_units(session, home)
    for point in (HERE, THERE):
        (await catalog.place(session, point)).commune_id = home.id
    order_id = await session.scalar(select(Order.id).where(Order.code == order.code))
    session.add(
        DeliveryQuote(
            ask_id=uuid4(),
            position=0,
            asked_hash=b"",
            commune_id=home.id,
            carrier=CarrierName.GHTK,
            service=service,
            service_name="Đường bộ",
            fee=30_000,
            days=2,
            parts={},
            expires_at=await now(session) + timedelta(hours=1),
            reference=order_id,
        )
    )
    clerk = await clerk_at(session, HERE, THERE)
    return bowl, tea, order, Actor(person_id=clerk.id, roles=frozenset({Role.STAFF}))


async def _old_units(session, home) -> None:
    district = await region(session, "Quận Hoàn Kiếm", level=RegionLevel.DISTRICT, code="002")
    old = await region(session, "Hàng Bạc cũ", code="00070", parent_id=district.id)
    await became(session, old, home)


async def labelled(sessions, settings):
    """The same, packed and with labels: (bowl, tea, order, clerk)."""
    async with short(sessions) as session:
        made = await carried(session)
        await pack_order(session, made[3], made[2].code)
    await ask(sessions, settings)
    return made


@asynccontextmanager
async def carriers_of(settings):
    """The carriers of the test's installation: the sandbox."""
    carriers = Carriers(settings)
    yield carriers
    await carriers.close()


async def ask(sessions, settings) -> int:
    """One round of asking carriers."""
    async with carriers_of(settings) as carriers:
        return await ask_carriers(sessions, carriers)


async def shipment_of(session, order, number=1) -> Shipment:
    """The newest shipment of a parcel."""
    found = await session.scalar(
        select(Shipment)
        .join(Parcel, Parcel.id == Shipment.reference)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.code == order.code, Parcel.number == number)
        .order_by(Shipment.id.desc())
        .execution_options(populate_existing=True)
    )
    assert found is not None, "it has a shipment"
    return found


async def told(session, shipment, status: ShipmentStatus) -> None:
    """Its carrier tells where it is; each time an hour later."""
    foreign_id = uuid4().hex
    report = Report(
        foreign_id=foreign_id,
        tracking=shipment.tracking,
        code=status.value,
        status=status,
        told_at=START + timedelta(hours=next(_hours)),
    )
    await store_report(session, shipment.carrier, report)
    await session.flush()
    stored = await session.scalar(select(ShipmentReport.id).where(ShipmentReport.foreign_id == foreign_id))
    await follow_report(session, stored)
    await session.flush()
