"""The content of many listings at once: what `read_content` says of each, in four statements for all."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.content_rules import Content, Language, PictureOf, VariantContent, Words, spoken
from shop.catalog.models import Product, ProductMedia, ProductText, Variant

_PRODUCT = select(
    Product.id, Product.name, Product.shelf_life_days, Product.tax_class, Product.shipping_class, Product.min_age
)
_WORDS = tuple(ProductText.__table__.c[field] for field in Words.__struct_fields__)
_PACK = tuple(Variant.__table__.c[field] for field in VariantContent.__struct_fields__)


async def read_contents(session: AsyncSession, product_ids: Collection[UUID]) -> dict[UUID, Content]:
    """What is said and shown of each listing now; those that do not exist are missing."""
    texts = await _texts(session, product_ids)
    pictures = await _pictures(session, product_ids)
    packs = await _packs(session, product_ids)
    rows = await session.execute(_PRODUCT.where(Product.id.in_(product_ids)))
    return {
        row.id: Content(
            name=row.name,
            shelf_life_days=row.shelf_life_days,
            tax_class=row.tax_class,
            shipping_class=row.shipping_class,
            min_age=row.min_age,
            texts=spoken(texts[row.id]),
            pictures=tuple(pictures[row.id]),
            variants=tuple(packs[row.id]),
        )
        for row in rows
    }


async def _texts(session: AsyncSession, product_ids: Collection[UUID]) -> defaultdict[UUID, dict[Language, Words]]:
    rows = await session.execute(
        select(ProductText.product_id, ProductText.locale, *_WORDS).where(ProductText.product_id.in_(product_ids))
    )
    texts: defaultdict[UUID, dict[Language, Words]] = defaultdict(dict)
    for product_id, locale, *words in rows:
        texts[product_id][locale] = Words(**dict(zip(Words.__struct_fields__, words, strict=True)))
    return texts


async def _pictures(session: AsyncSession, product_ids: Collection[UUID]) -> defaultdict[UUID, list[PictureOf]]:
    rows = await session.execute(
        select(ProductMedia.product_id, ProductMedia.asset_id, ProductMedia.alt_vi, ProductMedia.alt_en)
        .where(ProductMedia.product_id.in_(product_ids))
        .order_by(ProductMedia.position)
    )
    pictures: defaultdict[UUID, list[PictureOf]] = defaultdict(list)
    for product_id, asset_id, alt_vi, alt_en in rows:
        pictures[product_id].append(PictureOf(asset_id=asset_id, alt_vi=alt_vi, alt_en=alt_en))
    return pictures


async def _packs(session: AsyncSession, product_ids: Collection[UUID]) -> defaultdict[UUID, list[VariantContent]]:
    rows = await session.execute(
        select(Variant.product_id, *_PACK)
        .where(Variant.product_id.in_(product_ids))
        .order_by(Variant.position, Variant.id)
    )
    packs: defaultdict[UUID, list[VariantContent]] = defaultdict(list)
    for product_id, *said in rows:
        packs[product_id].append(VariantContent(**dict(zip(VariantContent.__struct_fields__, said, strict=True))))
    return packs
