"""Work around the counters of sales points."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.counter.collect import collect_order
from shop.counter.events import DrawerHandedIn
from shop.counter.hand_in import hand_in_drawer
from shop.orders.events import OrderDelivered, OrderHandedOver
from shop.remittance.events import UnaskedCashTaken
from workers.subscribe import subscriber


@subscriber("counter.collect", "money")
async def collect(
    session: AsyncSession, _event_id: UUID, event: OrderHandedOver | OrderDelivered | UnaskedCashTaken
) -> None:
    """Write the cash of an order into the drawer of its point, once."""
    await collect_order(session, event.order_id)


@subscriber("counter.hand_in", "money")
async def hand_in(session: AsyncSession, _event_id: UUID, event: DrawerHandedIn) -> None:
    """Note that the cash of orders in a closed drawer is handed in."""
    await hand_in_drawer(session, event.shift_id, event.place_id, event.actor)
