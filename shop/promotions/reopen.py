"""Sell at a live price that has ended, to those it was promised to."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.promotions.models import Campaign
from shop.promotions.queries import LivePrice, live_prices


class Reopened(msgspec.Struct, frozen=True):
    """Live prices that are open within this transaction, and when those had ended that were reopened."""

    live: dict[UUID, LivePrice]
    ended: dict[UUID, datetime]


async def reopen_campaigns(session: AsyncSession, campaign_ids: Collection[UUID]) -> Reopened:
    """Open campaigns that have ended, for this transaction alone: `close_again` ends them as they were.

    Their quotas and limits hold on. Rows are locked in id order until the commit, before orders and allowances;
    nobody else ever sees them open.
    """
    rows = await session.execute(
        select(Campaign.id, Campaign.ended_at)
        .where(Campaign.id.in_(campaign_ids), Campaign.ended_at.is_not(None))
        .order_by(Campaign.id)
        .with_for_update(key_share=True)
    )
    ended = {campaign_id: ended_at for campaign_id, ended_at in rows if ended_at is not None}
    await _set(session, dict.fromkeys(ended))
    return Reopened(await live_prices(session, campaign_ids), ended)


async def close_again(session: AsyncSession, reopened: Reopened) -> None:
    """End what was reopened at the moment it had ended."""
    await _set(session, reopened.ended)


async def _set(session: AsyncSession, ends: "dict[UUID, datetime] | dict[UUID, None]") -> None:
    for campaign_id, ended_at in ends.items():
        await session.execute(
            update(Campaign)
            .where(Campaign.id == campaign_id)
            .values(ended_at=ended_at)
            .execution_options(synchronize_session=False)
        )
