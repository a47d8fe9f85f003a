"""Give a parcel to a carrier: claimed first, asked outside any transaction, kept afterwards; and take it back."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.carrier import Carrier, Label, LabelOrder
from shop.carriers.models import CarrierName, Shipment, ShipmentStatus
from shop.carriers.report import catch_up
from shop.core.clock import now
from shop.core.db import Sessions, short


async def create_shipment(sessions: Sessions, carrier: Carrier, order: LabelOrder) -> Shipment:
    """A shipment with its label for the parcel `order.reference`. Safe to repeat and to cut off anywhere.

    A row is claimed before the carrier is asked; asking again for the same reference gives the same label, so that
    one who dies between the answer and the commit leaves nothing that the next run does not find.

    Raises:
        CarrierAway, CarrierRefused: no label; the row waits as `asked`.
    """
    async with short(sessions) as session:
        shipment = await _claim(session, carrier.name, order)
    if shipment.tracking is not None:
        return shipment
    return await ask_label(sessions, carrier, shipment.id, order)


async def ask_label(sessions: Sessions, carrier: Carrier, shipment_id: UUID, order: LabelOrder) -> Shipment:
    """Ask for the label of a shipment that was claimed before, and keep it. Raises as `create_shipment`."""
    label = await carrier.create(order)
    async with short(sessions) as session:
        return await _keep(session, shipment_id, label)


async def cancel_shipment(sessions: Sessions, carrier: Carrier, reference: UUID) -> None:
    """Take a parcel back that the carrier has not fetched. Safe to repeat.

    Raises:
        CarrierAway, CarrierRefused: the carrier has not agreed; nothing is changed.
    """
    async with short(sessions) as session:
        shipment = (await shipments_of(session, [reference])).get(reference)
    if shipment is None:
        return
    if shipment.tracking is not None:
        await carrier.cancel(shipment.tracking)
    async with short(sessions) as session:
        locked = await session.get(Shipment, shipment.id, with_for_update=True)
        if locked is not None and locked.status in {ShipmentStatus.ASKED, ShipmentStatus.CREATED}:
            locked.status = ShipmentStatus.CANCELLED
            locked.version += 1


async def shipments_of(session: AsyncSession, references: list[UUID]) -> dict[UUID, Shipment]:
    """The shipment of each parcel that has one which is not cancelled."""
    rows = await session.scalars(
        select(Shipment).where(Shipment.reference.in_(references), Shipment.status != ShipmentStatus.CANCELLED)
    )
    return {row.reference: row for row in rows}


async def _claim(session: AsyncSession, carrier: CarrierName, order: LabelOrder) -> Shipment:
    row = {
        "reference": order.reference,
        "carrier": carrier,
        "service": order.service,
        "status": ShipmentStatus.ASKED,
    }
    await session.execute(insert(Shipment).values(row).on_conflict_do_nothing())
    found = await shipments_of(session, [order.reference])
    return found[order.reference]


async def _keep(session: AsyncSession, shipment_id: UUID, label: Label) -> Shipment:
    locked = await session.get_one(Shipment, shipment_id, with_for_update=True)
    if locked.status is ShipmentStatus.ASKED:
        locked.tracking, locked.fee, locked.label_url = label.tracking, label.fee, label.label_url
        locked.status = ShipmentStatus.CREATED
        locked.trouble = locked.told = None
        locked.due_at = None if locked.dropped_at is None else await now(session)  # the next round takes it back
        locked.version += 1
        await session.flush()  # reports that came before the label find it now
        await catch_up(session, locked)
    return locked
