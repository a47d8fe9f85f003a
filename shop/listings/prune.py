"""Remove imports nobody asks about any more, their files with them."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.listings.models import ImportRun

IMPORTS_KEPT = timedelta(days=90)  # after their end


async def prune_imports(session: AsyncSession, limit: int) -> int:
    """Remove old runs that are over, their reports too; what they wrote stays. Safe to repeat."""
    old = (
        select(ImportRun.id)
        .where(ImportRun.finished_at < shop_now() - IMPORTS_KEPT)
        .order_by(ImportRun.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = await session.scalars(delete(ImportRun).where(ImportRun.id.in_(old)).returning(ImportRun.id))
    return len(gone.all())
