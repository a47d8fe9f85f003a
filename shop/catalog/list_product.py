"""List a registered product for sale, with its variants."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.catalog.change import note_change
from shop.catalog.errors import AlreadyListed
from shop.catalog.grade import keep_grade
from shop.catalog.models import Product, ProductText, Variant
from shop.catalog.rules import cheapest
from shop.certification.models import ProductGroup, RegisteredProduct
from shop.core.clock import shop_now
from shop.core.errors import NotFound
from shop.core.money import Dong
from shop.producers.models import Producer
from shop.regions.models import Region


class NewVariant(msgspec.Struct, frozen=True, kw_only=True):
    """A size or a pack to be sold. `price` in đồng; `unit` as shown beside it ("hộp 500 g")."""

    name: str
    sku: str
    price: Dong
    unit: str
    net_weight_g: int | None = None


class NewProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A listing to be made; `image` is the address of its picture, at least one variant is needed.

    `hidden` makes a draft: nobody has approved it, so nobody but its producer and officers sees it.
    """

    registered_product_id: UUID
    slug: str
    name: str
    image: str
    variants: Sequence[NewVariant]
    summary_vi: str | None = None
    summary_en: str | None = None
    sample: bool = False
    hidden: bool = False


async def list_product(session: AsyncSession, new: NewProduct) -> Product:
    """Put a registered product in the shop and return its listing; it has no stock yet.

    It goes on sale only while a certificate of it is in force. Flushes, as the caller needs the ids.

    Raises:
        AlreadyListed: this product has a listing, or the address is another's.
        NotFound: nobody has registered it.
    """
    await _refuse_twin(session, new)
    known = (await from_register(session, [new.registered_product_id])).get(new.registered_product_id)
    if known is None:
        raise NotFound
    producer_id, search_text = known
    product = Product(
        slug=new.slug,
        name=new.name,
        registered_product_id=new.registered_product_id,
        producer_id=producer_id,
        image=new.image,
        min_price=cheapest(variant.price for variant in new.variants),
        search_text=search_text,
        hidden=new.hidden,
        published_at=None if new.hidden else shop_now(),
        sample=new.sample,
    )
    session.add(product)
    await session.flush()  # the variants and texts need its id
    summaries = {"vi": new.summary_vi, "en": new.summary_en}
    session.add_all(
        ProductText(product_id=product.id, locale=locale, summary=summary)
        for locale, summary in summaries.items()
        if summary
    )
    session.add_all(_variant(product, at, variant) for at, variant in enumerate(new.variants))
    await keep_grade(session, product.registered_product_id)
    if not new.hidden:
        note_change(session, product.id, "listed")
    await session.flush()  # the caller needs their ids
    return product


def _variant(product: Product, position: int, new: NewVariant) -> Variant:
    return Variant(
        product_id=product.id,
        producer_id=product.producer_id,
        position=position,
        sample=product.sample,
        **msgspec.structs.asdict(new),
    )


async def _refuse_twin(session: AsyncSession, new: NewProduct) -> None:
    twin = or_(Product.registered_product_id == new.registered_product_id, Product.slug == new.slug)
    if await session.scalar(select(Product.id).where(twin).limit(1)):
        raise AlreadyListed


async def from_register(session: AsyncSession, registered_ids: Collection[UUID]) -> dict[UUID, tuple[UUID | None, str]]:
    """Of each registered product its producer, and the words besides the name by which the product is found."""
    commune = aliased(Region)
    rows = await session.execute(
        select(
            RegisteredProduct.id,
            RegisteredProduct.producer_id,
            func.concat_ws(
                " ",
                Producer.name,
                RegisteredProduct.commune_written,
                commune.name,
                RegisteredProduct.district_written,
                ProductGroup.name_vi,
            ),
        )
        .outerjoin(Producer, Producer.id == RegisteredProduct.producer_id)
        .outerjoin(commune, commune.id == RegisteredProduct.commune_id)
        .outerjoin(ProductGroup, ProductGroup.id == RegisteredProduct.group_id)
        .where(RegisteredProduct.id.in_(registered_ids))
    )
    return {row[0]: (row[1], row[2]) for row in rows}
