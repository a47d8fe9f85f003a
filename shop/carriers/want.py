"""Carriers are asked when it is due: for a label of a parcel that was packed, or to take one back."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import CarrierName, Shipment, ShipmentStatus, Trouble
from shop.core.clock import shop_now

MOST_ATTEMPTS = 8  # the last comes about two hours after the first; then a person decides
LEASE = timedelta(seconds=60)  # longer than one ask can take; doubled with every attempt
BEFORE = (ShipmentStatus.ASKED, ShipmentStatus.CREATED)  # the carrier has not fetched it yet


async def want_shipments(session: AsyncSession, carrier: CarrierName, service: str, references: Sequence[UUID]) -> None:
    """Note that the carrier shall fetch these parcels; it is asked after the commit. Safe to repeat."""
    if not references:
        return
    rows = [
        {"reference": one, "carrier": carrier, "service": service, "status": ShipmentStatus.ASKED}
        for one in sorted(references)
    ]
    await session.execute(
        insert(Shipment).values([row | {"due_at": shop_now()} for row in rows]).on_conflict_do_nothing()
    )


async def lock_shipments(session: AsyncSession, references: Sequence[UUID]) -> dict[UUID, Shipment]:
    """The shipments of parcels that are not cancelled, locked in id order; the parcels must be locked before."""
    rows = await session.scalars(
        select(Shipment)
        .where(Shipment.reference.in_(references), Shipment.status != ShipmentStatus.CANCELLED)
        .order_by(Shipment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.reference: row for row in rows}


async def drop_shipment(session: AsyncSession, shipment: Shipment) -> bool:
    """Let a locked shipment end that was not fetched yet; the carrier is told after the commit. Safe to repeat.

    False: it is on its way. An ask that is under way keeps its lease, so that it is over before the end is told.
    """
    if shipment.status not in BEFORE:
        return False
    if shipment.dropped_at is None:
        shipment.dropped_at = await session.scalar(select(shop_now()))
        shipment.due_at = shipment.due_at or shipment.dropped_at
        shipment.attempts = 0
        shipment.version += 1
    return True


async def ask_again(session: AsyncSession, shipment: Shipment) -> None:
    """Ask the carrier anew for the label of a locked shipment that has none. Safe to repeat."""
    if shipment.status is ShipmentStatus.ASKED and shipment.dropped_at is None and shipment.due_at is None:
        shipment.due_at = await session.scalar(select(shop_now()))
        shipment.attempts, shipment.trouble, shipment.told = 0, None, None
        shipment.version += 1


async def claim_due(session: AsyncSession) -> Shipment | None:
    """One shipment whose carrier is to be asked now; until its lease ends nobody else asks."""
    due = (
        select(Shipment.id)
        .where(Shipment.due_at <= shop_now(), Shipment.status.in_(BEFORE))
        .order_by(Shipment.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claimed: Shipment | None = await session.scalar(
        update(Shipment)
        .where(Shipment.id == due.scalar_subquery())
        .values(
            attempts=Shipment.attempts + 1,
            due_at=shop_now() + LEASE * func.power(2, func.least(Shipment.attempts, MOST_ATTEMPTS)),
        )
        .returning(Shipment)
    )
    return claimed


async def note_trouble(session: AsyncSession, shipment_id: UUID, trouble: Trouble, told: str | None = None) -> None:
    """Keep why the carrier did not do it. Only silence is asked again by itself, and not for ever."""
    locked = await session.get(Shipment, shipment_id, with_for_update=True)
    if locked is None or locked.status not in BEFORE:
        return
    locked.trouble, locked.told = trouble, told
    locked.version += 1
    if trouble is not Trouble.AWAY or locked.attempts >= MOST_ATTEMPTS:
        locked.due_at = None


async def note_taken_back(session: AsyncSession, shipment_id: UUID) -> None:
    """End a dropped shipment that its carrier will not fetch. Safe to repeat."""
    locked = await session.get(Shipment, shipment_id, with_for_update=True)
    if locked is not None and locked.status in BEFORE:
        locked.status = ShipmentStatus.CANCELLED
        locked.due_at = locked.trouble = locked.told = None
        locked.version += 1
