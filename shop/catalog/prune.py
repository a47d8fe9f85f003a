"""Remove changes every process has seen long ago."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import CatalogChange
from shop.core.clock import shop_now

CHANGES_KEPT = timedelta(days=1)


async def prune_changes(session: AsyncSession, limit: int) -> int:
    """Remove old changes, never the newest: readers go on from its number. Safe to repeat."""
    newest = select(func.max(CatalogChange.id)).scalar_subquery()
    old = (
        select(CatalogChange.id)
        .where(CatalogChange.at < shop_now() - CHANGES_KEPT, CatalogChange.id < newest)
        .order_by(CatalogChange.id)
        .limit(limit)
    )
    gone = await session.scalars(delete(CatalogChange).where(CatalogChange.id.in_(old)).returning(CatalogChange.id))
    return len(gone.all())
