"""Sample listings, prices, stock and opening hours."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.list_product import from_register
from shop.catalog.models import Product, ProductText, Shelf, Variant
from shop.catalog.rules import cheapest
from shop.certification.models import ProductGroup, RegisteredProduct
from shop.core.clock import now
from shop.inventory.models import Movement, MovementKind, StockLevel
from shop.places.models import Place, PlaceHours, PlaceKind
from shop.producers.models import Producer
from shop.samples.demo_certificates import LOADER, StarredProduct
from shop.samples.demo_goods import packs_of, pick, shelves_of
from shop.samples.write import add_rows, upsert
from shop.web.art import picture_of

Rows = list[dict[str, Any]]
REASON = "a sample delivery"
OPENS = (time(7, 30), time(8), time(8, 30))
CLOSES = (time(20), time(21), time(21, 30), time(22))
WEEK = range(1, 8)
AT_STALLS = (12, 40)  # pieces


async def list_samples(session: AsyncSession, products: list[StarredProduct]) -> dict[tuple[str, int], UUID]:
    """List every product with its packs; return the variants by (product's slug, position)."""
    moment = await now(session)
    facts = await from_register(session, [each.id for each in products])
    about = await _about(session)
    listings = []
    for each in products:
        producer_id, words = facts[each.id]
        *_, picture = about[each.id]
        packs = packs_of(each.slug, each.name, each.criteria_set)
        listings.append(
            {
                "slug": each.slug,
                "name": each.name,
                "registered_product_id": each.id,
                "producer_id": producer_id,
                "image": picture,
                "min_price": cheapest(pack.price for pack in packs),
                "listed_at": moment - timedelta(hours=pick(f"{each.slug}/listed", 1, 24 * 90)),
                "search_text": words,
                "published_at": moment,
                "sample": True,
            }
        )
    ids = await upsert(session, Product, listings, ["slug"])
    makers = {each.id: facts[each.id][0] for each in products}
    variants = [row for each in products for row in _variants(each, ids[each.slug,], makers[each.id])]
    known = await upsert(session, Variant, variants, ["producer_id", "sku"])
    texts = [row for each in products for row in _texts(ids[each.slug,], about[each.id])]
    await add_rows(session, ProductText, texts)
    note_change(session, None, "samples")
    return {_position(str(sku)): variant for (_, sku), variant in known.items()}


async def stock_samples(
    session: AsyncSession, variants: dict[tuple[str, int], UUID], shown: dict[str, list[str]]
) -> None:
    """Put pieces at some sales points for each pack; what stalls show (`shown`: place -> products) is always there."""
    places = {place.slug: place.id for place in await _sales_points(session)}
    ranked = sorted(places)
    pieces = {
        (variant, places[place]): count
        for (slug, position), variant in variants.items()
        for place, count in shelves_of(slug, position, ranked).items()
    }
    pieces |= {
        (variants[slug, 0], places[place]): pick(f"{slug}/stall", *AT_STALLS)
        for place, slugs in shown.items()
        for slug in slugs
    }
    await receive_in_bulk(session, pieces)


async def receive_in_bulk(session: AsyncSession, pieces: dict[tuple[UUID, UUID], int]) -> None:
    """Write new stock levels with their first ledger line and their place on the shelf, a statement for each table."""
    levels = [
        {"variant_id": variant, "place_id": place, "on_hand": count, "sample": True}
        for (variant, place), count in pieces.items()
    ]
    ids = await upsert(session, StockLevel, levels, ["variant_id", "place_id"])
    ledger = [
        {
            "level_id": ids[row["variant_id"], row["place_id"]],
            "kind": MovementKind.RECEIVE,
            "on_hand": row["on_hand"],
            "held": 0,
            "actor": LOADER,
            "reason": REASON,
        }
        for row in levels
    ]
    await add_rows(session, Movement, ledger)
    await add_rows(session, Shelf, [{"variant_id": row["variant_id"], "place_id": row["place_id"]} for row in levels])


async def open_sales_points(session: AsyncSession) -> None:
    """Give every sales point made-up hours, the same on all days of the week."""
    rows = [
        {"place_id": place.id, "weekday": day, "opens": opens, "closes": closes, "sample": True}
        for place in await _sales_points(session)
        for opens, closes in [(OPENS[pick(place.slug, 0, 2)], CLOSES[pick(f"{place.slug}/closes", 0, 3)])]
        for day in WEEK
    ]
    await add_rows(session, PlaceHours, rows)


def _texts(product_id: UUID, about: tuple[str, str, str]) -> Rows:
    vi, en, _ = about
    said = {"vi": vi, "en": en}
    return [{"product_id": product_id, "locale": locale, "summary": summary} for locale, summary in said.items()]


def _variants(product: StarredProduct, product_id: UUID, producer_id: UUID | None) -> Rows:
    return [
        {
            "product_id": product_id,
            "producer_id": producer_id,
            "name": pack.name,
            "sku": f"{product.slug}/{position}",
            "price": pack.price,
            "unit": pack.unit,
            "net_weight_g": pack.net_weight_g,
            "position": position,
            "sample": True,
        }
        for position, pack in enumerate(packs_of(product.slug, product.name, product.criteria_set))
    ]


def _position(sku: str) -> tuple[str, int]:
    slug, _, position = sku.rpartition("/")
    return slug, int(position)


async def _about(session: AsyncSession) -> dict[UUID, tuple[str, str, str]]:
    rows = await session.execute(
        select(RegisteredProduct, Producer.name, ProductGroup.name_vi)
        .outerjoin(Producer, Producer.id == RegisteredProduct.producer_id)
        .outerjoin(ProductGroup, ProductGroup.id == RegisteredProduct.group_id)
    )
    return {product.id: (*_summary(product, maker), picture_of(group, product.name)) for product, maker, group in rows}


def _summary(product: RegisteredProduct, maker: str | None) -> tuple[str, str]:
    where = ", ".join(
        part for part in (product.commune_written, product.district_written, product.province_written) if part
    )
    vi = f"{product.name}, {maker or 'chủ thể chưa rõ'}, {where}. Giá, quy cách và số lượng là dữ liệu mẫu."
    en = f"{product.name} by {maker or 'a producer not stated'}, {where}. Price, pack and stock are sample data."
    return vi, en


async def _sales_points(session: AsyncSession) -> list[Place]:
    rows = await session.scalars(select(Place).where(Place.kind == PlaceKind.SALES_POINT).order_by(Place.slug))
    return list(rows)
