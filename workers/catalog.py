"""Work that keeps lists and search fast: what is sorted by, and the words that are known."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.grade import keep_grade, keep_grades
from shop.catalog.learn import keep_words
from shop.certification.events import CertificateGranted, CertificateLapsed, CertificateMoved, CertificateRevoked
from shop.orders.keep_sold import keep_sold
from workers.runtime import sweep
from workers.subscribe import subscriber

Regraded = CertificateGranted | CertificateLapsed | CertificateMoved | CertificateRevoked


@subscriber("catalog.keep_grade", "live")
async def regrade(session: AsyncSession, _event_id: UUID, event: Regraded) -> None:
    """Sort a product by the stars it has now."""
    await keep_grade(session, event.registered_product_id)


@sweep("catalog.keep_grades", "bulk", limit=1_000_000)
async def keep_all_grades(session: AsyncSession, _limit: int) -> int:
    """Follow the days on which certificates begin and end."""
    return await keep_grades(session)


@sweep("catalog.keep_words", "bulk", limit=1_000_000)
async def keep_known_words(session: AsyncSession, _limit: int) -> int:
    """Learn new words once the catalogue has changed."""
    return await keep_words(session)


@sweep("catalog.keep_sold", "bulk", limit=1_000_000)
async def count_sold(session: AsyncSession, _limit: int) -> int:
    """Count what was sold in the last thirty days."""
    return await keep_sold(session)
