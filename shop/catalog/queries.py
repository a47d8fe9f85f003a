"""Reads of the catalogue: what may be sold, and what is offered at which price."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import CatalogChange, Product, Variant
from shop.certification.models import Certificate
from shop.certification.queries import in_force
from shop.core.money import Dong
from shop.producers.models import Producer, ProducerState


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A variant as the cart and the night market see it. `price` is the list price in đồng."""

    variant_id: UUID
    product_id: UUID
    product_slug: str
    product_name: str
    variant_name: str
    unit: str
    price: Dong
    image: str
    producer_id: UUID | None
    on_sale: bool
    sample: bool


def listable() -> ColumnElement[bool]:
    """Whether a `Product` row may be shown for sale, certificates apart: not hidden, its producer active."""
    suspended = exists().where(Producer.id == Product.producer_id, Producer.state != ProducerState.ACTIVE)
    return and_(~Product.hidden, ~suspended)


def graded() -> ColumnElement[bool]:
    """Whether a `Certificate` row puts its product on sale today: in force, its stars stated."""
    return and_(in_force(), Certificate.stars.is_not(None))


def sale_predicate() -> ColumnElement[bool]:
    """Whether a `Product` row is on sale now. Certificate and producer are looked at directly: nothing lags."""
    return and_(
        listable(),
        exists().where(Certificate.registered_product_id == Product.registered_product_id, graded()),
    )


async def offers(session: AsyncSession, variant_ids: Iterable[UUID]) -> dict[UUID, Offer]:
    """The offers of these variants, those not on sale too; an unknown id is absent. One statement."""
    rows = await session.execute(
        select(
            Variant.id,
            Product.id,
            Product.slug,
            Product.name,
            Variant.name,
            Variant.unit,
            Variant.price,
            Product.image,
            Product.producer_id,
            and_(Variant.active, sale_predicate()),
            or_(Product.sample, Variant.sample),
        )
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id.in_(list(variant_ids)))
    )
    return {row[0]: Offer(**dict(zip(Offer.__struct_fields__, row, strict=True))) for row in rows}


async def product_id_by_slug(session: AsyncSession, slug: str) -> UUID | None:
    """The id of the listing at this address."""
    found: UUID | None = await session.scalar(select(Product.id).where(Product.slug == slug))
    return found


async def changes_after(session: AsyncSession, change_id: int) -> list[int]:
    """Ids of the changes written after `change_id`, oldest first, at most a thousand."""
    rows = await session.scalars(
        select(CatalogChange.id).where(CatalogChange.id > change_id).order_by(CatalogChange.id).limit(1000)
    )
    return list(rows)
