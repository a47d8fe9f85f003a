"""Ask carriers for the labels of packed parcels, and to take back what will not be sent: never inside a transaction."""

import asyncio

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.carrier import Carrier
from shop.carriers.connect import Carriers
from shop.carriers.errors import AreaUnknown, CarrierAway, CarrierRefused, CarrierUnknown
from shop.carriers.models import Shipment, ShipmentStatus, Trouble
from shop.carriers.ship import ask_label
from shop.carriers.want import BEFORE, claim_due, note_taken_back, note_trouble
from shop.core.clock import shop_now
from shop.core.db import Sessions, short
from shop.dispatch.consign import consign
from shop.orders.models import OrderStatus, Parcel

MOST = 50  # asks of one round
PATIENCE = 40.0  # seconds one ask may take; below the lease of carriers/want.py
_OVER = (OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REFUSED)


async def ask_carriers(sessions: Sessions, carriers: Carriers) -> int:
    """Ask whatever is due, one after the other; returns how many asks. Two at once share the work."""
    async with short(sessions) as session:
        await drop_ended(session)
    for asked in range(MOST):
        async with short(sessions) as session:
            shipment = await claim_due(session)
        if shipment is None:
            return asked
        await _ask(sessions, carriers, shipment)
    return MOST


async def drop_ended(session: AsyncSession) -> None:
    """Let the shipments end whose parcels ended before they were fetched. Safe to repeat."""
    await session.execute(
        update(Shipment)
        .where(
            Parcel.id == Shipment.reference,
            Parcel.status.in_(_OVER),
            Parcel.carrier.is_(None),
            Shipment.status.in_(BEFORE),
            Shipment.dropped_at.is_(None),
        )
        .values(dropped_at=shop_now(), due_at=shop_now(), version=Shipment.version + 1),
        execution_options={"synchronize_session": False},
    )


async def _ask(sessions: Sessions, carriers: Carriers, shipment: Shipment) -> None:
    """One ask; what came of it is kept. A refusal waits for a person, silence for the next time."""
    trouble: Trouble | None = None
    told: str | None = None
    try:
        async with asyncio.timeout(PATIENCE):
            await _speak(sessions, carriers.get(shipment.carrier), shipment)
    except (CarrierAway, CarrierUnknown, TimeoutError):
        trouble = Trouble.AWAY
    except AreaUnknown:
        trouble = Trouble.AREA
    except CarrierRefused as refusal:
        trouble, told = Trouble.REFUSED, refusal.told
    if trouble is None:
        return
    async with short(sessions) as session:
        await note_trouble(session, shipment.id, trouble, told)


async def _speak(sessions: Sessions, carrier: Carrier, shipment: Shipment) -> None:
    if shipment.dropped_at is not None:
        if shipment.tracking is not None:
            await carrier.cancel(shipment.tracking)
        async with short(sessions) as session:
            await note_taken_back(session, shipment.id)
    elif shipment.status is ShipmentStatus.ASKED:
        async with short(sessions) as session:
            order = await consign(session, carrier, shipment)
        await ask_label(sessions, carrier, shipment.id, order)
