"""The plain way to write the list, to compare with: Litestar, ORM entities, one select per relation, structs out."""

import sys
from collections.abc import AsyncIterator
from uuid import UUID

import uvicorn
from litestar import Litestar, get
from litestar.di import NamedDependency, Provide
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import load_settings
from shop.catalog.api import Maker, ProductItem, ProductList, ReviewSum
from shop.catalog.models import Product, Shelf, Variant
from shop.catalog.queries import graded, sale_predicate
from shop.certification.models import Certificate, RegisteredProduct
from shop.core.db import make_engine, make_sessions
from shop.producers.models import Producer

settings = load_settings()
sessions = make_sessions(make_engine(settings, settings.database_pool))


async def open_session() -> AsyncIterator[AsyncSession]:
    async with sessions() as session, session.begin():
        yield session


@get("/api/v1/products")
async def list_products(session: NamedDependency[AsyncSession]) -> ProductList:
    newest = select(Product).where(sale_predicate()).order_by(Product.listed_at.desc(), Product.id.desc()).limit(25)
    products = list(await session.scalars(newest))[:24]
    registered = await by_id(session, RegisteredProduct, [product.registered_product_id for product in products])
    makers = await by_id(session, Producer, [product.producer_id for product in products])
    grades: dict[UUID, list[Certificate]] = {}
    for grade in await session.scalars(
        select(Certificate).where(Certificate.registered_product_id.in_(list(registered)), graded())
    ):
        grades.setdefault(grade.registered_product_id, []).append(grade)
    variants: dict[UUID, list[Variant]] = {}
    for variant in await session.scalars(
        select(Variant).where(Variant.product_id.in_([product.id for product in products]), Variant.active)
    ):
        variants.setdefault(variant.product_id, []).append(variant)
    shelves = await session.scalars(
        select(Shelf).where(Shelf.variant_id.in_([one.id for some in variants.values() for one in some]))
    )
    stocked = {shelf.variant_id for shelf in shelves}
    return ProductList(
        items=[
            item(
                product=product,
                registered=registered[product.registered_product_id],
                maker=makers[product.producer_id],
                grade=max(grades[product.registered_product_id], key=lambda one: (one.stars, one.potential_five)),
                variants=variants[product.id],
                stocked=stocked,
            )
            for product in products
        ],
        next_cursor=None,
    )


async def by_id(session: AsyncSession, model: type, ids: list[UUID]) -> dict:
    return {row.id: row for row in await session.scalars(select(model).where(model.id.in_(ids)))}


def item(
    *,
    product: Product,
    registered: RegisteredProduct,
    maker: Producer,
    grade: Certificate,
    variants: list[Variant],
    stocked: set[UUID],
) -> ProductItem:
    return ProductItem(
        slug=product.slug,
        name=product.name,
        stars=grade.stars,
        potential_five=grade.potential_five,
        price=product.min_price,
        unit=min(variants, key=lambda variant: variant.price).unit,
        in_stock=any(variant.id in stocked for variant in variants),
        producer=Maker(slug=maker.slug, name=maker.name),
        district=registered.district_written,
        image=product.image,
        sample=product.sample,
        reviews=ReviewSum(count=product.review_count, points=product.review_points),
    )


app = Litestar([list_products], dependencies={"session": Provide(open_session)}, logging_config=None)

if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
    )
