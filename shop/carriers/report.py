"""What carriers tell: stored once, and followed where it leads on."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.carrier import Report
from shop.carriers.events import CarrierReported, ShipmentMoved
from shop.carriers.models import CarrierName, Shipment, ShipmentReport
from shop.carriers.rules import follows
from shop.core.clock import now
from shop.core.outbox import publish


async def store_report(session: AsyncSession, carrier: CarrierName, report: Report) -> bool:
    """Keep what a carrier told; False when it stood already. Safe to repeat: its foreign id is unique."""
    row = {
        "carrier": carrier,
        "foreign_id": report.foreign_id,
        "tracking": report.tracking,
        "code": report.code,
        "status": report.status,
        "reason": report.reason,
        "told_at": report.told_at,
    }
    stored: UUID | None = await session.scalar(
        insert(ShipmentReport).values(row).on_conflict_do_nothing().returning(ShipmentReport.id)
    )
    if stored is not None:
        publish(session, CarrierReported(report_id=stored))
    return stored is not None


async def follow_report(session: AsyncSession, report_id: UUID) -> None:
    """Let the shipment follow one report. Safe to repeat.

    One of a parcel we do not know yet waits: the label's own transaction follows it (`catch_up`). The shipment is
    locked before its reports are read, so that one of the two always sees the other.
    """
    report = await session.get(ShipmentReport, report_id)
    if report is None or report.handled_at is not None:
        return
    shipment = await session.scalar(
        select(Shipment)
        .where(Shipment.carrier == report.carrier, Shipment.tracking == report.tracking)
        .with_for_update()
    )
    if shipment is not None:
        await catch_up(session, shipment)


async def catch_up(session: AsyncSession, shipment: Shipment) -> None:
    """Follow all reports of a locked shipment that wait, the oldest first."""
    waiting = await session.scalars(
        select(ShipmentReport)
        .where(
            ShipmentReport.carrier == shipment.carrier,
            ShipmentReport.tracking == shipment.tracking,
            ShipmentReport.handled_at.is_(None),
        )
        .order_by(ShipmentReport.told_at, ShipmentReport.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    moment = await now(session)
    for report in waiting:
        report.handled_at = moment
        _follow(session, shipment, report)


def _follow(session: AsyncSession, shipment: Shipment, report: ShipmentReport) -> None:
    if report.status is None or not follows(shipment.status, shipment.told_at, report.status, report.told_at):
        return
    moved = shipment.status is not report.status
    shipment.status, shipment.told_at, shipment.carrier_code = report.status, report.told_at, report.code
    report.moved = True
    if not moved:
        return
    shipment.version += 1
    publish(
        session,
        ShipmentMoved(
            shipment_id=shipment.id,
            reference=shipment.reference,
            status=shipment.status,
            version=shipment.version,
        ),
    )
