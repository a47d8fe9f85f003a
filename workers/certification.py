"""Work around certificates, and what else takes goods off the lists."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.models import Product
from shop.certification.events import CertificateLapsed, CertificateRevoked
from shop.certification.lapse import lapse_certificates
from shop.producers.events import ProducerReinstated, ProducerSuspended
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("catalog.note_certificate", "live")
async def forget_lists_of_product(
    session: AsyncSession, _event_id: UUID, event: CertificateLapsed | CertificateRevoked
) -> None:
    """Caches forget the lists: certification stands below the catalogue and cannot say so itself."""
    product = await session.scalar(
        select(Product.id).where(Product.registered_product_id == event.registered_product_id)
    )
    if product is not None:
        note_change(session, product, event.kind)


@subscriber("catalog.note_producer", "live")
async def forget_lists_of_producer(
    session: AsyncSession, _event_id: UUID, event: ProducerSuspended | ProducerReinstated
) -> None:
    """Caches forget every list: a producer may have many products."""
    note_change(session, None, event.kind)


@sweep("certification.lapse", "money")
async def lapse(session: AsyncSession, limit: int) -> int:
    """Say of certificates whose last day has passed that they have lapsed."""
    return await lapse_certificates(session, limit)
