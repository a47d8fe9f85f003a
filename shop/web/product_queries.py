"""Reads that only the page of a product needs."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Date, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.models import Batch

_FEW = 3


async def newest_batches(session: AsyncSession, variant_ids: Sequence[UUID]) -> list[Batch]:
    """The newest batches of these variants that were not called back and are not past their date. One statement."""
    today = func.shop_today(type_=Date)
    rows = await session.scalars(
        select(Batch)
        .where(Batch.variant_id.in_(variant_ids), Batch.recalled_at.is_(None))
        .where(or_(Batch.best_before.is_(None), Batch.best_before >= today))
        .order_by(Batch.produced_on.desc(), Batch.id.desc())
        .limit(_FEW)
    )
    return list(rows)
