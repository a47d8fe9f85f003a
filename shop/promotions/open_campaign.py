"""Give a variant a live price from now on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Invalid
from shop.core.money import Dong
from shop.promotions.models import Campaign
from shop.promotions.open_allowance import open_allowance
from shop.promotions.rules import is_price


async def open_campaign(
    session: AsyncSession,
    variant_id: UUID,
    price: Dong,
    *,
    quota: int | None = None,
    buyer_limit: int | None = None,
    sample: bool = False,
    starts_at: datetime | None = None,
) -> UUID:
    """Open a campaign at `price` đồng a piece for buyers who name it; return its id.

    At most `quota` pieces go at that price, at most `buyer_limit` to one buyer (None: without bound).
    It opens at `starts_at` (UTC; None: now).

    Raises:
        Invalid: no such price can be asked, or no such bound set.
    """
    if not is_price(price):
        raise Invalid(field="price")
    bounded = quota is not None or buyer_limit is not None
    allowance_id = await open_allowance(session, quota, buyer_limit, sample=sample) if bounded else None
    values: dict[str, object] = {
        "variant_id": variant_id,
        "price": price,
        "allowance_id": allowance_id,
        "sample": sample,
    }
    if starts_at is not None:
        values["starts_at"] = starts_at
    opened = await session.execute(insert(Campaign).values(values).returning(Campaign.id))
    return opened.scalar_one()
