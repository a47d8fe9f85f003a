"""What is known of goods and of whoever sells them, as a consumer has to be told."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, ProductText, Variant
from shop.certification.models import Certificate, RegisteredProduct
from shop.certification.queries import in_force
from shop.core.i18n import DEFAULT, Locale
from shop.producers.models import Producer, ProducerKind


class SellerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Who sells. What the producer has not given is None."""

    name: str
    kind: ProducerKind
    tax_code: str | None
    address: str | None
    phone: str | None
    email: str | None
    representative: str | None


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a product in one language, the Vietnamese words where there are no others."""

    name: str
    ingredients: str | None
    origin: str | None
    storage: str | None
    usage: str | None
    warning: str | None


class GoodsFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A product and its certificate. `net_weight_g` is that of the variant asked for."""

    product_id: UUID
    variant_name: str
    unit: str
    net_weight_g: int | None
    shelf_life_days: int | None
    min_age: int | None
    certificate: str | None  # its code
    stars: int | None
    decision_no: str | None
    seller: SellerFacts | None
    words: dict[Locale, Words]


async def goods_facts(session: AsyncSession, variant_ids: Sequence[UUID]) -> dict[UUID, GoodsFacts]:
    """The facts of these variants as they stand now; two statements, whatever their number."""
    rows = (
        await session.execute(
            select(Variant, Product, Producer)
            .join(Product, Product.id == Variant.product_id)
            .join(RegisteredProduct, RegisteredProduct.id == Product.registered_product_id)
            .outerjoin(Producer, Producer.id == func.coalesce(Product.producer_id, RegisteredProduct.producer_id))
            .where(Variant.id.in_(variant_ids))
        )
    ).all()
    texts = await _texts(session, [row[1].id for row in rows])
    certificates = await _certificates(session, [row[1].registered_product_id for row in rows])
    return {
        variant.id: _facts(variant, product, producer, texts, certificates.get(product.registered_product_id))
        for variant, product, producer in rows
    }


async def _texts(session: AsyncSession, product_ids: Sequence[UUID]) -> dict[tuple[UUID, str], ProductText]:
    found = await session.scalars(select(ProductText).where(ProductText.product_id.in_(product_ids)))
    return {(text.product_id, text.locale): text for text in found}


async def _certificates(session: AsyncSession, registered: Sequence[UUID]) -> dict[UUID, Certificate]:
    found = await session.scalars(
        select(Certificate)
        .where(Certificate.registered_product_id.in_(registered), in_force())
        .order_by(Certificate.in_force_from, Certificate.id)
    )
    return {certificate.registered_product_id: certificate for certificate in found}


def _facts(
    variant: Variant,
    product: Product,
    producer: Producer | None,
    texts: dict[tuple[UUID, str], ProductText],
    certificate: Certificate | None,
) -> GoodsFacts:
    own = texts.get((product.id, DEFAULT))
    return GoodsFacts(
        product_id=product.id,
        variant_name=variant.name,
        unit=variant.unit,
        net_weight_g=variant.net_weight_g,
        shelf_life_days=product.shelf_life_days,
        min_age=product.min_age,
        certificate=certificate.code if certificate else None,
        stars=certificate.stars if certificate else None,
        decision_no=certificate.decision_no if certificate else None,
        seller=_seller(producer) if producer else None,
        words={"vi": _words(product, own, own), "en": _words(product, texts.get((product.id, "en")), own)},
    )


def _seller(producer: Producer) -> SellerFacts:
    written = (producer.address, producer.commune_written, producer.district_written, producer.province_written)
    return SellerFacts(
        name=producer.name,
        kind=producer.kind,
        tax_code=producer.tax_code,
        address=", ".join(part for part in written if part) or None,
        phone=producer.phone,
        email=producer.email,
        representative=producer.representative,
    )


def _words(product: Product, text: ProductText | None, own: ProductText | None) -> Words:
    said = {
        field: (getattr(text, field) if text else None) or (getattr(own, field) if own else None)
        for field in ("ingredients", "origin", "storage", "usage", "warning")
    }
    return Words(name=(text.name if text else None) or product.name, **said)
