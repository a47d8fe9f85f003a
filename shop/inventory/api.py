"""The address of a product: the catalogue's listing with what is free where."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.content_queries import ShownPicture
from shop.catalog.content_rules import Words, per_hundred_grams
from shop.catalog.errors import NoSuchProduct
from shop.catalog.models import ProductText, ShippingClass, TaxClass, Variant
from shop.catalog.queries import ProductPage, product_page
from shop.certification.queries import RegisterEntry
from shop.certification.rules import Standing, standing, written_date
from shop.http.front_store import FRONT
from shop.inventory.queries import PlaceStock, available
from shop.media.rules import WIDTHS, picture_address
from shop.places.models import PlaceKind

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """Something with an address and a name."""

    slug: str
    name: str


class StockOut(msgspec.Struct, frozen=True, kw_only=True):
    """Units that may be bought now at a sales point."""

    sales_point: Named
    available: int


class PictureOut(msgspec.Struct, frozen=True, kw_only=True):
    """A picture: `addresses` by width in pixels, as WebP; the same with `.avif` are smaller."""

    alt: dict[str, str]
    width: int
    height: int
    addresses: dict[str, str]


class VariantOut(msgspec.Struct, frozen=True, kw_only=True):
    """A size or a pack; `price` in đồng, weight in grams, `price_per_100g` in đồng where the weight is known."""

    id: UUID
    sku: str
    name: str
    price: int
    unit: str
    net_weight_g: int | None
    price_per_100g: int | None
    barcode: str | None
    attributes: dict[str, str]
    stock: list[StockOut]


class GradingOut(msgspec.Struct, frozen=True, kw_only=True):
    """The certificate a product is sold by; what no source states is null. `valid_until` is the first day after."""

    code: str
    status: Standing
    stars: int | None
    potential_five: bool
    decision_no: str | None
    issued_on: str | None
    valid_from: date | None
    valid_until: date | None
    sample: bool


class ProductOut(msgspec.Struct, frozen=True, kw_only=True):
    """A product. It can be ordered while `on_sale`; `district` is written as in the decision, `commune` is today's.

    `texts` are by language, then by what they say. Who buys what has a `min_age` confirms it (`age_confirmed`);
    `closed_until` is the last day on which its producer takes no orders.
    """

    slug: str
    name: str
    summary: dict[str, str]
    texts: dict[str, dict[str, str]]
    image: str
    pictures: list[PictureOut]
    shelf_life_days: int | None
    tax_class: TaxClass
    shipping_class: ShippingClass
    min_age: int | None
    on_sale: bool
    closed_until: date | None
    variants: list[VariantOut]
    certificate: GradingOut | None
    producer: Named | None
    group: Named | None
    district: str | None
    commune: Named | None
    sample: bool


@get("/{slug:str}", operation_id="readProduct", summary="One product, its certificate and what is free where")
async def read_product(session: NamedDependency[AsyncSession], slug: SlugPath) -> Response[ProductOut]:
    """A product stays readable while it is not on sale, so that old links say why."""
    page = await product_page(session, slug)
    if page is None:
        raise NoSuchProduct
    stock = await available(session, [variant.id for variant in page.variants])
    return Response(_product_out(page, stock), headers={FRONT: "1"})


def _product_out(page: ProductPage, stock: dict[UUID, list[PlaceStock]]) -> ProductOut:
    product, entry = page.product, page.certificate
    summary = {locale: text.summary for locale, text in page.texts.items()}
    return ProductOut(
        slug=product.slug,
        name=product.name,
        summary={locale: text for locale, text in summary.items() if text},
        texts={locale: _said(text) for locale, text in page.texts.items()},
        image=product.image,
        pictures=[_picture_out(picture) for picture in page.pictures],
        shelf_life_days=product.shelf_life_days,
        tax_class=product.tax_class,
        shipping_class=product.shipping_class,
        min_age=product.min_age,
        on_sale=page.on_sale,
        closed_until=page.closed_until,
        variants=[_variant_out(variant, stock[variant.id]) for variant in page.variants],
        certificate=_grading_out(entry, page.today) if entry else None,
        producer=Named(slug=page.producer.slug, name=page.producer.name) if page.producer else None,
        group=Named(slug=entry.group.slug, name=entry.group.name_vi) if entry and entry.group else None,
        district=entry.product.district_written if entry else None,
        commune=Named(slug=entry.commune.slug, name=entry.commune.name) if entry and entry.commune else None,
        sample=product.sample,
    )


def _variant_out(variant: Variant, stock: list[PlaceStock]) -> VariantOut:
    return VariantOut(
        id=variant.id,
        sku=variant.sku,
        name=variant.name,
        price=variant.price,
        unit=variant.unit,
        net_weight_g=variant.net_weight_g,
        price_per_100g=per_hundred_grams(variant.price, variant.net_weight_g) if variant.net_weight_g else None,
        barcode=variant.barcode,
        attributes={str(name): str(value) for name, value in variant.attributes.items()},
        stock=[
            StockOut(sales_point=Named(slug=at.slug, name=at.name), available=at.available)
            for at in stock
            if at.kind is PlaceKind.SALES_POINT
        ],
    )


def _said(text: ProductText) -> dict[str, str]:
    found = {field: getattr(text, field) for field in Words.__struct_fields__}
    return {field: said for field, said in found.items() if said}


def _picture_out(picture: ShownPicture) -> PictureOut:
    return PictureOut(
        alt={"vi": picture.alt_vi} | ({"en": picture.alt_en} if picture.alt_en else {}),
        width=picture.width,
        height=picture.height,
        addresses={str(width): picture_address(picture.asset_id, width) for width in WIDTHS},
    )


def _grading_out(entry: RegisterEntry, today: date) -> GradingOut:
    certificate = entry.certificate
    return GradingOut(
        code=certificate.code,
        status=standing(
            certificate.status,
            certificate.date_precision,
            certificate.issued_on,
            today,
            certificate.in_force_until,
        ),
        stars=certificate.stars,
        potential_five=certificate.potential_five,
        decision_no=certificate.decision_no,
        issued_on=written_date(certificate.date_precision, certificate.issued_on),
        valid_from=certificate.in_force_from,
        valid_until=certificate.in_force_until,
        sample=certificate.sample,
    )


routes = [Router("/api/v1/products", route_handlers=[read_product], tags=["products"])]
