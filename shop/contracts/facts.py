"""What is known of goods and of whoever sells them, as a consumer has to be told."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, ProductText, Variant
from shop.certification.models import Certificate, RegisteredProduct
from shop.certification.queries import in_force
from shop.core.i18n import DEFAULT, Locale
from shop.producers.models import Producer, ProducerKind

Found = Row[*tuple[Any, ...]]

_GOODS = (  # columns, not entities: contracts are kept for every order
    Variant.id,
    Variant.product_id,
    Variant.name.label("variant_name"),
    Variant.unit,
    Variant.net_weight_g,
    Product.registered_product_id,
    Product.name.label("product_name"),
    Product.shelf_life_days,
    Product.min_age,
    Producer.name.label("seller"),
    Producer.kind,
    Producer.tax_code,
    Producer.address,
    Producer.commune_written,
    Producer.district_written,
    Producer.province_written,
    Producer.phone,
    Producer.email,
    Producer.representative,
)
_TEXT = (
    ProductText.product_id,
    ProductText.locale,
    ProductText.name,
    ProductText.ingredients,
    ProductText.origin,
    ProductText.storage,
    ProductText.usage,
    ProductText.warning,
)


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


async def goods_facts(session: AsyncSession, variant_ids: Collection[UUID]) -> dict[UUID, GoodsFacts]:
    """The facts of these variants as they stand now; three statements, whatever their number."""
    rows = (
        await session.execute(
            select(*_GOODS)
            .join(Product, Product.id == Variant.product_id)
            .join(RegisteredProduct, RegisteredProduct.id == Product.registered_product_id)
            .outerjoin(Producer, Producer.id == func.coalesce(Product.producer_id, RegisteredProduct.producer_id))
            .where(Variant.id.in_(variant_ids))
        )
    ).all()
    texts = await _texts(session, {row.product_id for row in rows})
    certificates = await _certificates(session, {row.registered_product_id for row in rows})
    return {row.id: _facts(row, texts, certificates.get(row.registered_product_id)) for row in rows}


async def _texts(session: AsyncSession, product_ids: Collection[UUID]) -> dict[tuple[UUID, str], Found]:
    found = await session.execute(select(*_TEXT).where(ProductText.product_id.in_(product_ids)))
    return {(text.product_id, text.locale): text for text in found}


async def _certificates(session: AsyncSession, registered: Collection[UUID]) -> dict[UUID, Found]:
    """The certificate in force of each; where there are two, the one that came last."""
    found = await session.execute(
        select(Certificate.registered_product_id, Certificate.code, Certificate.stars, Certificate.decision_no)
        .where(Certificate.registered_product_id.in_(registered), in_force())
        .order_by(Certificate.in_force_from, Certificate.id)
    )
    return {certificate.registered_product_id: certificate for certificate in found}


def _facts(row: Found, texts: Mapping[tuple[UUID, str], Found], certificate: Found | None) -> GoodsFacts:
    own, english = texts.get((row.product_id, DEFAULT)), texts.get((row.product_id, "en"))
    return GoodsFacts(
        product_id=row.product_id,
        variant_name=row.variant_name,
        unit=row.unit,
        net_weight_g=row.net_weight_g,
        shelf_life_days=row.shelf_life_days,
        min_age=row.min_age,
        certificate=certificate.code if certificate else None,
        stars=certificate.stars if certificate else None,
        decision_no=certificate.decision_no if certificate else None,
        seller=_seller(row) if row.seller is not None else None,
        words={"vi": _words(row, own, own), "en": _words(row, english, own)},
    )


def _seller(row: Found) -> SellerFacts:
    written = (row.address, row.commune_written, row.district_written, row.province_written)
    return SellerFacts(
        name=row.seller,
        kind=row.kind,
        tax_code=row.tax_code,
        address=", ".join(part for part in written if part) or None,
        phone=row.phone,
        email=row.email,
        representative=row.representative,
    )


def _words(row: Found, text: Found | None, own: Found | None) -> Words:
    said = {
        field: (getattr(text, field) if text else None) or (getattr(own, field) if own else None)
        for field in ("ingredients", "origin", "storage", "usage", "warning")
    }
    return Words(name=(text.name if text else None) or row.product_name, **said)
