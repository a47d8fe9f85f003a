"""Work around parcels with carriers."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.connect import Carriers
from shop.carriers.events import ShipmentMoved
from shop.dispatch.ask import ask_carriers
from shop.dispatch.follow import follow_shipment
from workers.runtime import Worker, program
from workers.subscribe import subscriber


@subscriber("dispatch.follow", "money")
async def lead(session: AsyncSession, _event_id: UUID, event: ShipmentMoved) -> None:
    """Let a parcel follow its shipment."""
    await follow_shipment(session, event.shipment_id)


@program("dispatch.ask", "bulk")
async def ask(worker: Worker, /) -> None:
    """Ask carriers for labels and take back what will not be sent. Two at once share the work."""
    carriers = Carriers(worker.settings)
    try:
        await ask_carriers(worker.sessions, carriers)
    finally:
        await carriers.close()
