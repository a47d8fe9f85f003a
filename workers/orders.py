"""Work around orders."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.queries import slug_on_sale
from shop.certification.events import CertificateLapsed, CertificateRevoked
from shop.fulfilment.note_late import note_late
from shop.fulfilment.release_unfetched import release_unfetched, remind_unfetched
from shop.notifications.notify import tell_order
from shop.orders.confirm import confirm_order
from shop.orders.errors import OrderUnknown
from shop.orders.events import OrderPlaced
from shop.orders.expire import expire_holds
from shop.orders.release_unsaleable import release_unsaleable
from workers.app import SETTINGS
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("orders.confirm", "money")
async def confirm(session: AsyncSession, event_id: UUID, event: OrderPlaced) -> None:
    """Cash on delivery needs no payment: the order is confirmed at once, and one letter says so.

    Where people confirm orders, or money has to come first, the buyer is told that it came in. One that was purged
    needs nothing.
    """
    if event.prepaid or not SETTINGS.order_auto_confirm:
        await tell_order(session, event_id, event)
        return
    try:
        await confirm_order(session, event.order_id)
    except OrderUnknown:
        return


@subscriber("orders.release_unsaleable", "money")
async def release(session: AsyncSession, _event_id: UUID, event: CertificateLapsed | CertificateRevoked) -> None:
    """Let go what is only held of a product whose last certificate is gone."""
    if await slug_on_sale(session, event.registered_product_id) is None:
        await release_unsaleable(session, event.registered_product_id, event.kind)


@sweep("orders.expire_holds", "money", limit=200)
async def expire(session: AsyncSession, limit: int) -> int:
    """Free the stock of orders nobody confirmed in time."""
    return await expire_holds(session, limit)


@sweep("orders.release_unfetched", "money", limit=100)
async def release_pickups(session: AsyncSession, limit: int) -> int:
    """End pickups that nobody fetched in their days."""
    return await release_unfetched(session, limit, SETTINGS.pickup_days)


@sweep("orders.remind_unfetched", "live", limit=200)
async def remind(session: AsyncSession, limit: int) -> int:
    """Remind buyers of pickups that wait."""
    return await remind_unfetched(session, limit, SETTINGS.pickup_days)


@sweep("orders.note_late", "bulk", limit=100)
async def notice_late(session: AsyncSession, limit: int) -> int:
    """Tell producers of parcels that are not packed in time."""
    return await note_late(session, limit, SETTINGS.packing_hours)
