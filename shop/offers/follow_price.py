"""Let a waiting list follow a new price."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.offers.models import WaitingEntry
from shop.offers.queries import in_line, waits_for


async def follow_price(
    session: AsyncSession, session_id: UUID, variant_id: UUID, campaign_id: UUID, price: Dong
) -> None:
    """Those who wait at `price` đồng or more wait for the new campaign and its quota; others keep what was promised."""
    await session.execute(
        update(WaitingEntry)
        .where(*waits_for(session_id, variant_id), in_line(None), WaitingEntry.price >= price)
        .values(campaign_id=campaign_id, price=price)
        .execution_options(synchronize_session=False)
    )
