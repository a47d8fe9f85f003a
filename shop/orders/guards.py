"""Who may work on an order at a point."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import Forbidden
from shop.orders.errors import OrderUnknown
from shop.orders.models import Order, OrderLine
from shop.places.guards import require_staff


async def require_order_staff(session: AsyncSession, actor: Actor, order: Order) -> None:
    """Let the staff of the pickup point pass, or, for a delivery, of a place its goods come from.

    Raises:
        Unauthenticated: nobody is signed in.
        OrderUnknown: somebody else is; it is not said that there is such an order.
    """
    if order.place_id is not None:
        places = [order.place_id]
    else:
        lines = select(OrderLine.place_id).where(OrderLine.order_id == order.id).distinct()
        places = list(await session.scalars(lines))
    for place_id in places:
        try:
            await require_staff(session, actor, place_id)
        except Forbidden:
            continue
        return
    raise OrderUnknown
