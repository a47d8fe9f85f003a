"""Work around night markets."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.queries import slug_on_sale
from shop.certification.events import CertificateLapsed, CertificateRevoked
from shop.core.events import Event
from shop.livestream.end import end_abandoned
from shop.livestream.tell import RoomFact, room_facts
from shop.livestream.unpin import drop_pins
from workers.runtime import sweep
from workers.subscribe import subscriber


async def tell_rooms(session: AsyncSession, event: Event) -> list[RoomFact]:
    """What the rooms an event changes are told after the relay's commit."""
    return await room_facts(session, event)


@subscriber("livestream.drop_pins", "live")
async def drop(session: AsyncSession, _event_id: UUID, event: CertificateLapsed | CertificateRevoked) -> None:
    """Take down the pins of a product whose last certificate is gone."""
    if await slug_on_sale(session, event.registered_product_id) is None:
        await drop_pins(session, event.registered_product_id, event.kind)


@sweep("livestream.end_abandoned", "live", limit=20)
async def end(session: AsyncSession, limit: int) -> int:
    """End sessions whose host has been gone since the market was over."""
    return await end_abandoned(session, limit)
