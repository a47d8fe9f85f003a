"""Keep `product.sold`, by which lists are sorted by sales."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.orders.models import OrderStatus

SOLD_DAYS = 30
SOLD = (
    OrderStatus.CONFIRMED,
    OrderStatus.PACKED,
    OrderStatus.HANDED_OVER,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
)

_STATEMENT = text(sql("orders/sold"))


async def keep_sold(session: AsyncSession) -> int:
    """Count the pieces of every product sold in the last thirty days anew; return how many products changed.

    Lists are not told: the order by sales may be as late as the sweep. Rows somebody holds wait for the next time.
    """
    changed = await session.execute(_STATEMENT, {"days": SOLD_DAYS, "statuses": [status.value for status in SOLD]})
    return len(changed.all())
