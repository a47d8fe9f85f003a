"""Work around shipments."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.events import CarrierReported
from shop.carriers.report import follow_report
from workers.subscribe import subscriber


@subscriber("carriers.follow", "money")
async def follow(session: AsyncSession, _event_id: UUID, event: CarrierReported) -> None:
    """Let a shipment follow what its carrier told."""
    await follow_report(session, event.report_id)
