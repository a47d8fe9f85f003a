"""Make an allowance: how much of a promotion may be taken."""

from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Invalid
from shop.promotions.models import Allowance
from shop.promotions.rules import is_bound


async def open_allowance(
    session: AsyncSession, quota: int | None, buyer_limit: int | None, *, sample: bool = False
) -> UUID:
    """Make an allowance of `quota` in all and `buyer_limit` for one buyer (None: without bound); return its id.

    Raises:
        Invalid: one of them is nothing, or absurd.
    """
    for field, bound in (("quota", quota), ("buyer_limit", buyer_limit)):
        if not is_bound(bound):
            raise Invalid(field=field)
    values = {"quota": quota, "buyer_limit": buyer_limit, "sample": sample}
    return (await session.execute(insert(Allowance).values(values).returning(Allowance.id))).scalar_one()
