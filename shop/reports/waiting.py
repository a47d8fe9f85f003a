"""What waiting lists were worth."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.core.money import Dong
from shop.offers.models import WaitingEntry, WaitState
from shop.reports.figures import Waited


async def count_waiting(session: AsyncSession, sessions: Sequence[UUID], producer_id: UUID | None = None) -> Waited:
    """All turns of the waiting lists of these sessions, of everybody's goods or of one producer's."""
    worth = WaitingEntry.quantity * WaitingEntry.price
    served, waits = WaitingEntry.state == WaitState.SERVED, WaitingEntry.state == WaitState.WAITING
    wanted = (
        select(
            func.count(),
            func.coalesce(func.sum(WaitingEntry.quantity), 0),
            func.coalesce(func.sum(worth), 0),
            func.count().filter(served),
            func.coalesce(func.sum(worth).filter(served), 0),
            func.count().filter(waits),
            func.coalesce(func.sum(worth).filter(waits), 0),
        )
        .select_from(WaitingEntry)
        .where(WaitingEntry.session_id.in_(sessions))
    )
    if producer_id is not None:
        wanted = (
            wanted.join(Variant, Variant.id == WaitingEntry.variant_id)
            .join(Product, Product.id == Variant.product_id)
            .where(Product.producer_id == producer_id)
        )
    row = (await session.execute(wanted)).one()
    return Waited(
        turns=row[0],
        pieces=int(row[1]),
        value=Dong(int(row[2])),
        served=row[3],
        served_value=Dong(int(row[4])),
        open=row[5],
        open_value=Dong(int(row[6])),
    )
