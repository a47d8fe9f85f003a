"""Reads of batches."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.models import Batch
from shop.batches.rules import BatchState, batch_state
from shop.catalog.models import Product, Variant
from shop.certification.models import Certificate
from shop.certification.queries import in_force
from shop.core.text import fold
from shop.places.models import Place
from shop.producers.models import Producer


class BatchEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A batch with what it is of, whose, and where it went; its state on the day asked for."""

    batch: Batch
    state: BatchState
    product: Product
    variant: Variant
    producer: Producer | None
    place: Place | None


async def batch_by_code(session: AsyncSession, code: str, day: date) -> BatchEntry | None:
    """The batch of a stored `code` as it stands on `day`; None when there is none."""
    wanted = _entries().where(Batch.code == code).execution_options(populate_existing=True)  # a recall may be news
    row = (await session.execute(wanted)).one_or_none()
    return None if row is None else _entry(row, day)


async def batch_by_id(session: AsyncSession, batch_id: UUID, day: date) -> BatchEntry | None:
    """The same by its id."""
    row = (await session.execute(_entries().where(Batch.id == batch_id))).one_or_none()
    return None if row is None else _entry(row, day)


async def batches_of(
    session: AsyncSession, producer_id: UUID, day: date, limit: int, before: UUID | None = None
) -> list[BatchEntry]:
    """A producer's batches, the last written first; `before` (an id) goes on after an earlier page."""
    chosen = _entries().where(Variant.producer_id == producer_id).order_by(Batch.id.desc()).limit(limit)
    rows = await session.execute(chosen if before is None else chosen.where(Batch.id < before))
    return [_entry(row, day) for row in rows]


async def best_in_force(session: AsyncSession, registered_product_id: UUID) -> Certificate | None:
    """The certificate in force today by which the product is recognised: the most stars; None: none is in force."""
    found: Certificate | None = await session.scalar(
        select(Certificate)
        .where(Certificate.registered_product_id == registered_product_id, in_force())
        .order_by(Certificate.stars.desc().nulls_last(), Certificate.potential_five.desc(), Certificate.code)
        .limit(1)
    )
    return found


async def variants_to_label(
    session: AsyncSession, producer_id: UUID, limit: int, words: str = ""
) -> list[tuple[Variant, Product]]:
    """The variants a producer may write a batch of, by product; `words` are of the product's name, or the SKU."""
    chosen = (
        select(Variant, Product)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.producer_id == producer_id, Variant.active)
        .order_by(Product.fold, Product.id, Variant.position, Variant.id)
        .limit(limit)
    )
    if words:
        named = and_(*(Product.fold.contains(word, autoescape=True) for word in fold(words).split()))
        chosen = chosen.where(or_(named, Variant.sku == words))
    return [(row[0], row[1]) for row in await session.execute(chosen)]


def _entries() -> Select[Batch, Product, Variant, Producer, Place]:
    return (
        select(Batch, Product, Variant, Producer, Place)
        .join(Variant, Variant.id == Batch.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Producer, Producer.id == Variant.producer_id)
        .outerjoin(Place, Place.id == Batch.place_id)
    )


def _entry(row: Row[Batch, Product, Variant, Producer, Place], day: date) -> BatchEntry:
    batch, product, variant, producer, place = row
    return BatchEntry(
        batch=batch,
        state=batch_state(batch.recalled_at, batch.best_before, day),
        product=product,
        variant=variant,
        producer=producer,
        place=place,
    )
