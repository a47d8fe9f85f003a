"""Work around certificates and regions."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.models import Product
from shop.certification.events import RegionAnswered
from shop.certification.expire import warn_expiring
from shop.certification.lapse import lapse_certificates
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("catalog.note_region", "live")
async def forget_lists_of_region(session: AsyncSession, _event_id: UUID, event: RegionAnswered) -> None:
    """Caches forget what stands in a commune anew. Changes of certificates and producers note themselves in SQL."""
    products = await session.scalars(
        select(Product.id).where(
            or_(
                Product.registered_product_id == event.registered_product_id,
                Product.producer_id == event.producer_id,
            )
        )
    )
    for product in products:
        note_change(session, product, event.kind)


@sweep("certification.lapse", "money")
async def lapse(session: AsyncSession, limit: int) -> int:
    """Say of certificates whose last day has passed that they have lapsed."""
    return await lapse_certificates(session, limit)


@sweep("certification.expire", "money", limit=200)
async def expire(session: AsyncSession, limit: int) -> int:
    """Give the notices that are due 90, 60 and 30 days before the end."""
    return await warn_expiring(session, limit)
