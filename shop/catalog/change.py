"""Say that something visible in a list has changed, so that every process forgets what it kept."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import CatalogChange


def note_change(session: AsyncSession, product_id: UUID | None, reason: str) -> None:
    """Write that `product_id` (None: any product) looks different from now on, because of `reason`.

    A row is only ever inserted: no writer waits for another. Readers learn of it after the commit.
    """
    session.add(CatalogChange(product_id=product_id, reason=reason))
