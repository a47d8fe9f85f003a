"""What the ledger knows of an order already."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.settlement.models import EntryKind, LedgerEntry

Posted = frozenset[tuple[EntryKind, UUID]]


async def posted_of(session: AsyncSession, order_id: UUID) -> Posted:
    """Kind and reference of each entry about the order."""
    rows = await session.execute(
        select(LedgerEntry.kind, LedgerEntry.reference).where(LedgerEntry.order_id == order_id)
    )
    return frozenset((kind, reference) for kind, reference in rows)
