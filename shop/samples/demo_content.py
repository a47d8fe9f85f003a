"""Sample content: texts in two languages, how long goods keep, how they travel; spirits are for adults."""

import tomllib

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.content import Content, Language, Words, apply_content, read_content
from shop.catalog.models import Product, ShippingClass, TaxClass
from shop.core.text import fold
from shop.samples.read import DATA

FILE = "demo_content.toml"
SPIRITS = ("ruou ", "vang ")  # first words of folded names
GROWN_UP = 18  # years: Law 44/2019/QH14, article 5, on alcohol


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    product: str
    vi: Words
    en: Words
    shelf_life_days: int | None = None
    shipping: ShippingClass = ShippingClass.PARCEL
    tax: TaxClass = TaxClass.GOODS
    attributes: dict[str, str] = {}


async def add_content(session: AsyncSession) -> None:
    """Say something of a dozen sample listings, and keep spirits from the young. Safe to repeat."""
    told = {one.product: one for one in _told()}
    products = await session.scalars(select(Product).where(Product.sample).order_by(Product.slug))
    for product in products.all():
        words = told.get(product.name)
        if words is not None:
            live = await read_content(session, product.id)
            await apply_content(session, product.id, _content(live, words), product.version)
        elif fold(product.name).startswith(SPIRITS):
            product.min_age = GROWN_UP
    await session.flush()


def _content(live: Content, told: _Told) -> Content:
    texts: dict[Language, Words] = {"vi": told.vi, "en": told.en}
    return msgspec.structs.replace(
        live,
        texts=texts,
        shelf_life_days=told.shelf_life_days,
        shipping_class=told.shipping,
        tax_class=told.tax,
        variants=tuple(msgspec.structs.replace(each, attributes=told.attributes) for each in live.variants),
    )


def _told() -> list[_Told]:
    read = tomllib.loads((DATA / FILE).read_text(encoding="utf-8"))
    return msgspec.convert(read["content"], list[_Told])
