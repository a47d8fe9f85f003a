"""Reads of the catalogue: what may be sold, and what is offered at which price."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Date, ScalarSelect, and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.content_queries import ShownPicture, pictures_of
from shop.catalog.models import Product, ProductText, ShippingClass, Variant
from shop.certification.models import Certificate
from shop.certification.queries import RegisterEntry, entries_of, in_force
from shop.certification.rules import HOLDING
from shop.core.money import Dong
from shop.producers.models import Producer, ProducerClosure, ProducerState


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
    min_age: int | None  # years a buyer must have; None: for everybody
    closed_until: date | None  # the producer takes no orders before the day after (Hà Nội's calendar)
    shipping: ShippingClass
    net_weight_g: int | None


def listable() -> ColumnElement[bool]:
    """Whether a `Product` row may be shown for sale, certificates apart: not hidden, its producer active."""
    suspended = exists().where(Producer.id == Product.producer_id, Producer.state != ProducerState.ACTIVE)
    return and_(~Product.hidden, ~suspended.correlate(Product))


def graded() -> ColumnElement[bool]:
    """Whether a `Certificate` row puts its product on sale today: in force, its stars stated."""
    return and_(in_force(), Certificate.stars.is_not(None))


def sale_predicate() -> ColumnElement[bool]:
    """Whether a `Product` row is on sale now. Certificate and producer are looked at directly: nothing lags."""
    return and_(
        listable(),
        exists().where(Certificate.registered_product_id == Product.registered_product_id, graded()).correlate(Product),
    )


def resting_until() -> ScalarSelect[date]:
    """The last day of the closing time that covers today of a `Product` row's producer; NULL while it is open."""
    return (
        select(ProducerClosure.until_on)
        .where(
            ProducerClosure.producer_id == Product.producer_id,
            func.shop_today(type_=Date).between(ProducerClosure.from_on, ProducerClosure.until_on),
        )
        .correlate(Product)
        .scalar_subquery()
    )


async def offers(session: AsyncSession, variant_ids: Iterable[UUID]) -> dict[UUID, Offer]:
    """The offers of these variants, those not on sale too; an unknown id is absent. One statement."""
    rows = await session.execute(_OFFERS, {"variants": list(variant_ids)})
    return {row[0]: Offer(**dict(zip(Offer.__struct_fields__, row, strict=True))) for row in rows}


_OFFERS = (  # built once: every cart and every order asks for it
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
        Product.min_age,
        resting_until(),
        Product.shipping_class,
        Variant.net_weight_g,
    )
    .join(Product, Product.id == Variant.product_id)
    .where(Variant.id.in_(bindparam("variants", expanding=True)))
)


class ProductPage(msgspec.Struct, frozen=True, kw_only=True):
    """A listing with all that is said about it. `variants` are those sold now, the first in their order first.

    `certificate` is the grading that decides today; where none is in force, the newest. `gradings` are all.
    """

    product: Product
    producer: Producer | None
    variants: list[Variant]
    certificate: RegisterEntry | None
    gradings: list[RegisterEntry]
    texts: dict[str, ProductText]  # by locale
    pictures: list[ShownPicture]
    on_sale: bool
    closed_until: date | None  # the producer takes no orders before the day after
    today: date

    def said(self, field: str, locale: str) -> tuple[str, str] | None:
        """A text by its column (`story`) and the language it is in: `locale`, or Vietnamese where there is none."""
        for one in (locale, "vi"):
            text = getattr(self.texts[one], field) if one in self.texts else None
            if text:
                return text, one
        return None

    def summary(self, locale: str) -> str | None:
        """One or two sentences about it, in Vietnamese where there are none in `locale`."""
        found = self.said("summary", locale)
        return found[0] if found else None


async def product_page(session: AsyncSession, slug: str) -> ProductPage | None:
    """The listing at this address, also while it is not on sale; None when there is none. Five statements."""
    day = select(func.shop_today(type_=Date)).scalar_subquery()
    row = (
        await session.execute(
            select(Product, Producer, sale_predicate(), resting_until(), day)
            .outerjoin(Producer, Producer.id == Product.producer_id)
            .where(Product.slug == slug, ~Product.hidden)
        )
    ).one_or_none()
    if row is None:
        return None
    product, producer, on_sale, closed_until, today = row
    gradings = await entries_of(session, product.registered_product_id)
    return ProductPage(
        product=product,
        producer=producer,
        variants=await _variants(session, product.id),
        certificate=deciding(gradings, today),
        gradings=gradings,
        texts=await _texts(session, product.id),
        pictures=await pictures_of(session, product.id),
        on_sale=on_sale,
        closed_until=closed_until,
        today=today,
    )


def deciding(gradings: Sequence[RegisterEntry], today: date) -> RegisterEntry | None:
    """The grading a product is sold by: the most stars in force `today`; else the first of `gradings`, the newest."""
    held = [entry for entry in gradings if holds(entry.certificate, today)]
    best = sorted(held, key=lambda entry: (entry.certificate.stars or 0, entry.certificate.potential_five))
    return best[-1] if best else next(iter(gradings), None)


def holds(certificate: Certificate, today: date) -> bool:
    """What `graded` says in SQL, for rows already read."""
    return (
        certificate.status in HOLDING
        and certificate.stars is not None
        and certificate.in_force_from is not None
        and certificate.in_force_until is not None
        and certificate.in_force_from <= today < certificate.in_force_until
    )


async def product_at(session: AsyncSession, slug: str) -> UUID | None:
    """The product at this address, if its page is there; also while it is not on sale."""
    found: UUID | None = await session.scalar(select(Product.id).where(Product.slug == slug, ~Product.hidden))
    return found


async def slug_on_sale(session: AsyncSession, registered_product_id: UUID) -> str | None:
    """The address of the listing of a registered product, while it is on sale."""
    found: str | None = await session.scalar(
        select(Product.slug).where(Product.registered_product_id == registered_product_id, sale_predicate())
    )
    return found


async def _texts(session: AsyncSession, product_id: UUID) -> dict[str, ProductText]:
    rows = await session.scalars(select(ProductText).where(ProductText.product_id == product_id))
    return {text.locale: text for text in rows}


async def _variants(session: AsyncSession, product_id: UUID) -> list[Variant]:
    rows = await session.scalars(
        select(Variant).where(Variant.product_id == product_id, Variant.active).order_by(Variant.position, Variant.id)
    )
    return list(rows)
