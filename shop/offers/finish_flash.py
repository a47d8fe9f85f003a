"""End flash drops: when their time is over, or their pieces are."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.outbox import publish
from shop.markets.models import LiveSession, SessionState
from shop.offers.events import FlashEnded
from shop.offers.models import FlashDrop, FlashEnd
from shop.promotions.end_campaign import end_campaign
from shop.promotions.models import Allowance, Campaign


async def finish_sold(session: AsyncSession, flash_ids: Collection[UUID]) -> int:
    """End those of the drops whose last piece has just been taken, in the transaction that took it."""
    if not flash_ids:
        return 0
    sold = (
        select(Campaign.id)
        .join(Allowance, Allowance.id == Campaign.allowance_id)
        .where(Allowance.taken >= Allowance.quota)
    )
    return await _finish(
        session, FlashEnd.SOLD_OUT, FlashDrop.id.in_(sorted(flash_ids)), FlashDrop.campaign_id.in_(sold)
    )


async def finish_due(session: AsyncSession, limit: int = 50) -> int:
    """End drops whose time is over, and those whose session is; return how many. Safe to repeat."""
    ended = select(LiveSession.id).where(LiveSession.state == SessionState.ENDED)
    due = (
        select(FlashDrop.id)
        .where(FlashDrop.ended_at.is_(None), (FlashDrop.closes_at <= shop_now()) | FlashDrop.session_id.in_(ended))
        .order_by(FlashDrop.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return await _finish(session, FlashEnd.TIME, FlashDrop.id.in_(due))


async def end_flash(session: AsyncSession, flash: FlashDrop, why: FlashEnd) -> None:
    """End one drop; its price ends with it, orders placed stand."""
    await _finish(session, why, FlashDrop.id == flash.id)


async def _finish(session: AsyncSession, why: FlashEnd, *which: ColumnElement[bool]) -> int:
    rows = await session.execute(
        update(FlashDrop)
        .where(FlashDrop.ended_at.is_(None), *which)
        .values(ended_at=shop_now(), ended_why=why)
        .returning(FlashDrop.id, FlashDrop.session_id, FlashDrop.campaign_id)
        .execution_options(synchronize_session=False)
    )
    ended = rows.all()
    for flash_id, session_id, campaign_id in ended:
        await end_campaign(session, campaign_id)
        publish(session, FlashEnded(session_id=session_id, flash_id=flash_id, why=why.value))
    return len(ended)
