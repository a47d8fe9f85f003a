"""Runs of long ago go, with their findings."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.audits.models import AuditRun
from shop.audits.rules import KEPT_DAYS
from shop.core.clock import now


async def prune_audits(session: AsyncSession, limit: int) -> int:
    """Remove at most `limit` runs that are over and older than is kept; return how many."""
    old = (
        select(AuditRun.id)
        .where(AuditRun.ended_at < await now(session) - timedelta(days=KEPT_DAYS))
        .order_by(AuditRun.id)
        .limit(limit)
    )
    gone = await session.execute(delete(AuditRun).where(AuditRun.id.in_(old)).returning(AuditRun.id))
    return len(gone.all())
