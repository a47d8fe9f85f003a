"""Give a variant a live price from now on."""

from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Invalid
from shop.core.money import Dong
from shop.promotions.models import Campaign
from shop.promotions.rules import is_price


async def open_campaign(session: AsyncSession, variant_id: UUID, price: Dong, *, sample: bool = False) -> UUID:
    """Open a campaign at `price` đồng a piece for buyers who name it; return its id.

    Raises:
        Invalid: no such price can be asked.
    """
    if not is_price(price):
        raise Invalid(field="price")
    values = {"variant_id": variant_id, "price": price, "sample": sample}
    opened = await session.execute(insert(Campaign).values(values).returning(Campaign.id))
    return opened.scalar_one()
