"""Write down a batch."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.errors import BatchDatesWrong, LotTaken, PlaceClosed, VariantNotYours
from shop.batches.models import Batch
from shop.batches.rules import CODE_PREFIX, date_faults
from shop.catalog.models import Variant
from shop.core.audit import record_act
from shop.core.clock import today
from shop.core.ids import new_code
from shop.core.text import squeeze
from shop.places.queries import is_serving

TRIES = 5  # of drawing a code nobody has: one in 22 billion is taken by chance


class NewBatch(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a batch when it is written down; days of Hà Nội."""

    variant_id: UUID
    lot: str
    produced_on: date
    best_before: date | None = None
    place_id: UUID | None = None
    pieces: int | None = None
    note: str | None = None


async def make_batch(session: AsyncSession, actor_id: UUID, producer_id: UUID, new: NewBatch) -> Batch:
    """Write a batch of a variant of the producer, with a new code for its label.

    The lot is unique for a variant by the database: of two at once one waits for the other and is refused.

    Raises:
        VariantNotYours: the variant is no variant of this producer.
        BatchDatesWrong: the dates cannot be true.
        PlaceClosed: the sales point is closed.
        LotTaken: the variant has this lot.
    """
    variant = await session.get(Variant, new.variant_id)
    if variant is None or variant.producer_id != producer_id:
        raise VariantNotYours(field="variant")
    day = await today(session)
    for field, fault in date_faults(new.produced_on, new.best_before, day):
        raise BatchDatesWrong(field=field, fault=fault.value)
    if new.place_id is not None and not await is_serving(session, new.place_id):
        raise PlaceClosed(field="sales_point")
    batch = await _insert(session, actor_id, new, sample=variant.sample)
    record_act(session, actor_id, "batch.make", batch.code, lot=batch.lot, variant=variant.sku)
    return batch


async def _insert(session: AsyncSession, actor_id: UUID, new: NewBatch, *, sample: bool) -> Batch:
    row = msgspec.structs.asdict(new) | {"lot": squeeze(new.lot), "made_by": actor_id, "sample": sample}
    for _ in range(TRIES):
        statement = insert(Batch).values(row | {"code": new_code(CODE_PREFIX)}).on_conflict_do_nothing()
        batch: Batch | None = await session.scalar(statement.returning(Batch))
        if batch is not None:
            return batch
        same = select(Batch.id).where(Batch.variant_id == new.variant_id, Batch.lot == row["lot"])
        if await session.scalar(same) is not None:
            raise LotTaken(field="lot", lot=row["lot"])
    raise AssertionError("no free code in five tries")
