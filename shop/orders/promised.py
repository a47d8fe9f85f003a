"""What was promised to an order that was placed ahead of its harvest."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.orders.models import Parcel
from shop.preorders.queries import Promise, promises_of


async def promise_to(session: AsyncSession, order_id: UUID) -> Promise | None:
    """When its goods are promised, while it stands; None: it is no pre-order."""
    promises = await promises_of(session, select(Parcel.id).where(Parcel.order_id == order_id))
    return next(iter(promises.values()), None)
