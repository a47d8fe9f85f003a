"""Goods a seller looks for: by words, by a scanned label, by a code."""

import re
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.queries import batch_by_code
from shop.batches.rules import CODE_PREFIX as BATCH_PREFIX
from shop.batches.rules import BatchState
from shop.catalog.models import Product, Variant
from shop.catalog.queries import sale_predicate
from shop.core.ids import read_code
from shop.core.money import Dong
from shop.core.text import fold
from shop.inventory.models import StockLevel

_LABEL = re.compile(r"LO-?[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}", re.IGNORECASE)
_MOST_WORDS = 8


class FoundGoods(msgspec.Struct, frozen=True, kw_only=True):
    """A variant that stands at a place: `free` of it may be sold, for `price` đồng each, while `on_sale`.

    `batch` is the code of the label that was read, `batch_state` what is said of it today.
    """

    variant: UUID
    sku: str
    product: str
    name: str
    unit: str
    price: Dong
    free: int
    on_sale: bool
    min_age: int | None
    batch: str | None = None
    batch_state: BatchState | None = None


async def find_goods(session: AsyncSession, place_id: UUID, words: str, day: date, limit: int) -> list[FoundGoods]:
    """What a place carries that fits `words`: a name with or without diacritics, a label's code or address, an SKU."""
    label = _LABEL.search(words)
    code = read_code(BATCH_PREFIX, label.group()) if label else None
    if code is not None:
        entry = await batch_by_code(session, code, day)
        if entry is None:
            return []
        found = await _goods(session, place_id, Variant.id == entry.variant.id, 1)
        return [msgspec.structs.replace(each, batch=code, batch_state=entry.state) for each in found]
    named = and_(true(), *(Product.fold.contains(word, autoescape=True) for word in fold(words).split()[:_MOST_WORDS]))
    return await _goods(session, place_id, or_(named, Variant.sku == words, Variant.barcode == words), limit)


async def goods_at(session: AsyncSession, place_id: UUID, variants: list[UUID]) -> dict[UUID, FoundGoods]:
    """These variants as they stand at a place; those it does not carry are absent."""
    found = await _goods(session, place_id, Variant.id.in_(variants), len(variants))
    return {each.variant: each for each in found}


async def _goods(session: AsyncSession, place_id: UUID, wanted: ColumnElement[bool], limit: int) -> list[FoundGoods]:
    rows = await session.execute(
        select(
            Variant.id,
            Variant.sku,
            Product.name,
            Variant.name,
            Variant.unit,
            Variant.price,
            StockLevel.on_hand - StockLevel.held,
            and_(Variant.active, sale_predicate()),
            Product.min_age,
        )
        .join(Product, Product.id == Variant.product_id)
        .join(StockLevel, StockLevel.variant_id == Variant.id)
        .where(StockLevel.place_id == place_id, wanted)
        .order_by(func.vn_fold(Product.name), Variant.name, Variant.id)
        .limit(limit)
    )
    return [
        FoundGoods(
            variant=row[0],
            sku=row[1],
            product=row[2],
            name=row[3],
            unit=row[4],
            price=row[5],
            free=row[6],
            on_sale=row[7],
            min_age=row[8],
        )
        for row in rows
    ]
