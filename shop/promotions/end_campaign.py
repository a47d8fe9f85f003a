"""End a live price."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.promotions.models import Campaign


async def end_campaign(session: AsyncSession, campaign_id: UUID) -> bool:
    """End the campaign now; False when it had ended before. Orders placed keep their price."""
    ended = await session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.ended_at.is_(None))
        .values(ended_at=shop_now())
        .returning(Campaign.id)
    )
    return ended.scalar_one_or_none() is not None
