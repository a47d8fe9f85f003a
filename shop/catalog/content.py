"""The content of a listing: read as one, applied as one."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.content_rules import (
    CONTENT_FIELDS,
    Content,
    Language,
    PictureOf,
    VariantContent,
    Words,
    checked,
    spoken,
)
from shop.catalog.drawing import picture_of
from shop.catalog.errors import ContentChanged, NoSuchProduct, NoSuchVariant
from shop.catalog.models import Product, ProductMedia, ProductText, Variant
from shop.catalog.publish import lock_product
from shop.certification.models import ProductGroup, RegisteredProduct
from shop.media.errors import NoSuchAsset
from shop.media.models import Asset, AssetKind, AssetState
from shop.media.rules import picture_address

__all__ = [
    "CONTENT_FIELDS",
    "Content",
    "Language",
    "PictureOf",
    "VariantContent",
    "Words",
    "apply_content",
    "checked",
    "read_content",
]

DRAWINGS = "/static/"  # where pictures lie that nobody uploaded


async def read_content(session: AsyncSession, product_id: UUID) -> Content:
    """What is said and shown of a listing now, in the same way of writing as `checked`. Four statements.

    Raises:
        NoSuchProduct: there is no such listing.
    """
    live = (await session.execute(_PRODUCT.where(Product.id == product_id))).mappings().one_or_none()
    if live is None:
        raise NoSuchProduct
    return Content(
        **live,
        texts=await _texts(session, product_id),
        pictures=tuple(await _pictures(session, product_id)),
        variants=tuple(await _said_of_variants(session, product_id)),
    )


async def apply_content(session: AsyncSession, product_id: UUID, content: Content, expected_version: int) -> Product:
    """Say and show `content` from now on; the product's version grows by one, lists know after the commit.

    The product's row is locked until the commit, so of two writers with the same version one wins. What is live
    already changes nothing, and no version. Variants that `content` does not name stay as they are.

    Raises:
        ContentChanged: the live version is not `expected_version`.
        NoSuchProduct, NoSuchVariant, NoSuchAsset: something that is named does not exist, or cannot be shown.
        Invalid: see `checked`.
    """
    product = await lock_product(session, product_id)
    if product.version != expected_version:
        raise ContentChanged(product.version)
    new = checked(content)
    if new == await read_content(session, product_id):
        return product
    await _check_assets(session, [picture.asset_id for picture in new.pictures])
    await _write_variants(session, product_id, new.variants)
    await _write_texts(session, product_id, new.texts)
    await _write_pictures(session, product_id, new.pictures)
    product.name = new.name
    product.shelf_life_days, product.min_age = new.shelf_life_days, new.min_age
    product.tax_class, product.shipping_class = new.tax_class, new.shipping_class
    product.image = await _image(session, product, new.pictures)
    product.version += 1
    note_change(session, product_id, "content")
    await session.flush()  # what follows in this transaction reads it
    return product


# Columns, not rows of the unit of work: what a caller changed and did not flush is neither lost nor mistaken for live.
_PRODUCT = select(Product.name, Product.shelf_life_days, Product.tax_class, Product.shipping_class, Product.min_age)
_WORDS = select(ProductText.locale, *(ProductText.__table__.c[field] for field in Words.__struct_fields__))


async def _texts(session: AsyncSession, product_id: UUID) -> dict[Language, Words]:
    rows = await session.execute(_WORDS.where(ProductText.product_id == product_id))
    said = {row[0]: Words(**dict(zip(Words.__struct_fields__, row[1:], strict=True))) for row in rows}
    return spoken(said)


async def _pictures(session: AsyncSession, product_id: UUID) -> list[PictureOf]:
    rows = await session.execute(
        select(ProductMedia.asset_id, ProductMedia.alt_vi, ProductMedia.alt_en)
        .where(ProductMedia.product_id == product_id)
        .order_by(ProductMedia.position)
    )
    return [PictureOf(asset_id=row[0], alt_vi=row[1], alt_en=row[2]) for row in rows]


async def _said_of_variants(session: AsyncSession, product_id: UUID) -> list[VariantContent]:
    columns = (Variant.__table__.c[field] for field in VariantContent.__struct_fields__)
    rows = await session.execute(
        select(*columns).where(Variant.product_id == product_id).order_by(Variant.position, Variant.id)
    )
    return [VariantContent(**row) for row in rows.mappings()]


async def _check_assets(session: AsyncSession, asset_ids: list[UUID]) -> None:
    fit = await session.scalar(
        select(func.count()).where(
            Asset.id.in_(asset_ids), Asset.kind == AssetKind.PICTURE, Asset.state != AssetState.REFUSED
        )
    )
    if fit != len(asset_ids):
        raise NoSuchAsset(field="pictures")


async def _write_variants(session: AsyncSession, product_id: UUID, wanted: Sequence[VariantContent]) -> None:
    """Write the variants in the order of `wanted`. Names may change places, so they are taken away first."""
    rows = await session.scalars(
        select(Variant).where(Variant.product_id == product_id).execution_options(populate_existing=True)
    )
    known = {variant.sku: variant for variant in rows}
    unknown = [said.sku for said in wanted if said.sku not in known]
    if unknown:
        raise NoSuchVariant(field=f"variants.{unknown[0]}")
    renamed = [known[said.sku] for said in wanted if known[said.sku].name != said.name]
    for variant in renamed:
        variant.name = f"~{variant.id}"
    await session.flush()  # the new names are free now
    for at, said in enumerate(wanted):
        variant = known[said.sku]
        variant.position = at
        for field in ("name", "unit", "net_weight_g", "barcode", "attributes"):
            setattr(variant, field, getattr(said, field))


async def _write_texts(session: AsyncSession, product_id: UUID, texts: Mapping[Language, Words]) -> None:
    await session.execute(delete(ProductText).where(ProductText.product_id == product_id))
    rows = [
        {"product_id": product_id, "locale": language, **msgspec.structs.asdict(words)}
        for language, words in texts.items()
    ]
    if rows:
        await session.execute(insert(ProductText), rows)


async def _write_pictures(session: AsyncSession, product_id: UUID, pictures: Iterable[PictureOf]) -> None:
    await session.execute(delete(ProductMedia).where(ProductMedia.product_id == product_id))
    rows = [
        {"product_id": product_id, "position": at, **msgspec.structs.asdict(picture)}
        for at, picture in enumerate(pictures)
    ]
    if rows:
        await session.execute(insert(ProductMedia), rows)


async def _image(session: AsyncSession, product: Product, pictures: tuple[PictureOf, ...]) -> str:
    """The address of the first picture; without any, the drawing the product has or would have."""
    if pictures:
        return picture_address(pictures[0].asset_id)
    if product.image.startswith(DRAWINGS):
        return product.image
    group = await session.scalar(
        select(ProductGroup.name_vi)
        .join(RegisteredProduct, RegisteredProduct.group_id == ProductGroup.id)
        .where(RegisteredProduct.id == product.registered_product_id)
    )
    return picture_of(group, product.name)
