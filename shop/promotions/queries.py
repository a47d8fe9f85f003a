"""Reads of campaigns."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.money import Dong
from shop.promotions.models import Campaign


class LivePrice(msgspec.Struct, frozen=True):
    """đồng a piece of one variant, for buyers who name the campaign."""

    variant_id: UUID
    price: Dong


async def live_prices(session: AsyncSession, campaign_ids: Iterable[UUID]) -> dict[UUID, LivePrice]:
    """The prices of those campaigns that are open at this moment; the others are missing."""
    asked = list(campaign_ids)
    if not asked:
        return {}
    rows = await session.execute(
        select(Campaign.id, Campaign.variant_id, Campaign.price).where(
            Campaign.id.in_(asked), Campaign.ended_at.is_(None), Campaign.starts_at <= shop_now()
        )
    )
    return {campaign: LivePrice(variant, price) for campaign, variant, price in rows}
