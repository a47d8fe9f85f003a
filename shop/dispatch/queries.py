"""Reads of parcels on their way, for buyers and for the staff of a place."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import CarrierName, Shipment, ShipmentReport, ShipmentStatus, Trouble
from shop.carriers.rules import tracking_url
from shop.orders.models import Order, OrderStatus, Parcel

MOST_STEPS = 500  # moves that are shown of the parcels of one order


class TrackingStep(msgspec.Struct, frozen=True):
    """Where a parcel stood, at the carrier's own time (UTC)."""

    status: ShipmentStatus
    at: datetime


class Tracking(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel in a carrier's hands; `number` is None until it has given one, `url` where it shows parcels itself."""

    parcel: int
    carrier: CarrierName
    status: ShipmentStatus
    number: str | None
    url: str | None
    steps: tuple[TrackingStep, ...]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The same for the staff of its place, with what stands in the way in the carrier's words."""

    carrier: CarrierName
    status: ShipmentStatus
    number: str | None
    url: str | None
    waiting: bool  # the carrier is asked again by itself
    trouble: Trouble | None
    told: str | None


async def tracking_of(session: AsyncSession, order_id: UUID) -> list[Tracking]:
    """The parcels of an order that go by a carrier. Two statements."""
    rows = await session.execute(
        select(Shipment, Parcel.number)
        .join(Parcel, Parcel.id == Shipment.reference)
        .where(Parcel.order_id == order_id, Shipment.status != ShipmentStatus.CANCELLED, _in_use())
        .order_by(Parcel.number)
        .execution_options(populate_existing=True)
    )
    found = rows.all()
    steps = await _steps(session, [shipment for shipment, _ in found])
    return [
        Tracking(
            parcel=number,
            carrier=shipment.carrier,
            status=shipment.status,
            number=shipment.tracking,
            url=tracking_url(shipment.carrier, shipment.tracking),
            steps=tuple(steps.get((shipment.carrier, shipment.tracking or ""), ())),
        )
        for shipment, number in found
    ]


async def standings(session: AsyncSession, codes: Iterable[str]) -> dict[tuple[str, int], Standing]:
    """What carriers say of the parcels of these orders, by the order's code and the parcel's number. One statement."""
    wanted = list(codes)
    if not wanted:
        return {}
    rows = await session.execute(
        select(Shipment, Order.code, Parcel.number)
        .join(Parcel, Parcel.id == Shipment.reference)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.code.in_(wanted), Shipment.status != ShipmentStatus.CANCELLED, _in_use())
        .execution_options(populate_existing=True)
    )
    return {
        (code, number): Standing(
            carrier=shipment.carrier,
            status=shipment.status,
            number=shipment.tracking,
            url=tracking_url(shipment.carrier, shipment.tracking),
            waiting=shipment.due_at is not None,
            trouble=shipment.trouble,
            told=shipment.told,
        )
        for shipment, code, number in rows
    }


def _in_use() -> ColumnElement[bool]:
    """A shipment that is taken back counts no more, unless its carrier was quicker."""
    used = Shipment.dropped_at.is_(None) | Parcel.carrier.is_not(None)
    return used & (Parcel.status != OrderStatus.CANCELLED)


async def _steps(
    session: AsyncSession, shipments: Sequence[Shipment]
) -> dict[tuple[CarrierName, str], list[TrackingStep]]:
    """What moved them, the first first; what a carrier repeated or told too late is left out."""
    wanted = [(one.carrier, one.tracking) for one in shipments if one.tracking is not None]
    found: dict[tuple[CarrierName, str], list[TrackingStep]] = {}
    if not wanted:
        return found
    rows = await session.scalars(
        select(ShipmentReport)
        .where(
            tuple_(ShipmentReport.carrier, ShipmentReport.tracking).in_(wanted),
            ShipmentReport.moved,
            ShipmentReport.status.is_not(None),
        )
        .order_by(ShipmentReport.told_at, ShipmentReport.id)
        .limit(MOST_STEPS)
    )
    for row in rows:
        steps = found.setdefault((row.carrier, row.tracking), [])
        if row.status is not None and (not steps or steps[-1].status is not row.status):
            steps.append(TrackingStep(row.status, row.told_at))
    return found
