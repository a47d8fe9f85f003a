"""The commission rates of a day."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.settlement.models import CommissionRate
from shop.settlement.rules import FIRST, Rates


async def rates_on(session: AsyncSession, day: date) -> Rates:
    """What the platform takes of orders placed on `day` (Hà Nội). Rates are written ahead, so this never changes."""
    row = await session.scalar(
        select(CommissionRate).where(CommissionRate.starts_on <= day).order_by(CommissionRate.starts_on.desc()).limit(1)
    )
    return Rates(row.commission, row.fee) if row else FIRST
