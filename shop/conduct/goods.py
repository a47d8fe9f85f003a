"""Which kinds of goods a product belongs to, as its listing and the register say."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, ShippingClass, Variant
from shop.certification.models import ProductGroup, RegisteredProduct
from shop.conduct.rules import GoodsKind, kinds_of


def kinds_of_product(product: Product, group_code: str | None) -> tuple[GoodsKind, ...]:
    """The kinds of a product whose group in the register has this code."""
    return kinds_of(
        min_age=product.min_age,
        fresh=product.shipping_class is ShippingClass.FRESH,
        shelf_life_days=product.shelf_life_days,
        group_code=group_code,
    )


async def kinds_of_variant(session: AsyncSession, variant_id: UUID) -> tuple[GoodsKind, ...]:
    """The kinds of a variant's product; of one that is not there none."""
    row = (
        await session.execute(
            select(Product, ProductGroup.code)
            .join(Variant, Variant.product_id == Product.id)
            .outerjoin(RegisteredProduct, RegisteredProduct.id == Product.registered_product_id)
            .outerjoin(ProductGroup, ProductGroup.id == RegisteredProduct.group_id)
            .where(Variant.id == variant_id)
        )
    ).one_or_none()
    return () if row is None else kinds_of_product(row[0], row[1])
