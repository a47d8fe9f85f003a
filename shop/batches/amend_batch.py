"""Correct what is not printed on a batch's label: where it went, and the note."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.errors import PlaceClosed
from shop.batches.models import Batch
from shop.batches.recall_batch import locked_batch
from shop.core.audit import record_act
from shop.places.queries import is_serving


async def amend_batch(
    session: AsyncSession, actor_id: UUID, code: str, *, place_id: UUID | None, note: str | None
) -> Batch:
    """Set place and note; lot and dates stand on labels and never change. Safe to repeat.

    Raises:
        BatchUnknown: no batch has this code.
        PlaceClosed: the sales point is closed.
    """
    batch = await locked_batch(session, code)
    if place_id is not None and place_id != batch.place_id and not await is_serving(session, place_id):
        raise PlaceClosed(field="sales_point")
    if (place_id, note) != (batch.place_id, batch.note):
        batch.place_id, batch.note = place_id, note
        record_act(session, actor_id, "batch.amend", batch.code, place=str(place_id) if place_id else None)
    return batch
