"""Reads of shipments."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import Shipment, ShipmentReport

MOST = 100


async def history_of(session: AsyncSession, shipment: Shipment) -> list[ShipmentReport]:
    """What the carrier told of a parcel, the oldest first; also what moved nothing."""
    rows = await session.scalars(
        select(ShipmentReport)
        .where(ShipmentReport.carrier == shipment.carrier, ShipmentReport.tracking == shipment.tracking)
        .order_by(ShipmentReport.told_at, ShipmentReport.id)
        .limit(MOST)
    )
    return list(rows)
