"""Give back what ended orders had of campaigns and vouchers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.promotions.models import PromotionUse

_RELEASE = text(sql("promotions/release"))


async def forget_promotions(session: AsyncSession, order_ids: Sequence[UUID]) -> None:
    """Give back what orders took in this transaction that will not be written after all, and that they took it."""
    if order_ids:
        await release_promotions(session, order_ids)
        await session.execute(delete(PromotionUse).where(PromotionUse.order_id.in_(order_ids)))


async def release_promotions(session: AsyncSession, order_ids: Sequence[UUID]) -> None:
    """Give back the pieces and uses of orders whose rows the caller has locked. Safe to repeat. One statement.

    Allowances are locked in id order, after orders and before stock.
    """
    if order_ids:
        await session.execute(_RELEASE, {"orders": list(order_ids)})
