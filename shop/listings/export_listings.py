"""A producer's goods as a table under the headings of an import: what it writes is read back without a change."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.content_rules import Content, VariantContent, Words
from shop.catalog.contents import read_contents
from shop.catalog.models import Product, Variant
from shop.certification.models import Certificate, RegisteredProduct
from shop.inventory.models import StockLevel
from shop.listings.import_columns import COLUMNS, TEXTS, Column
from shop.listings.models import ListingEdit
from shop.listings.rules import OPEN
from shop.listings.wished import over, prices_of, wished
from shop.places.models import Place, PlaceKind

MOST_LISTINGS = 20_000  # of one producer in one file

Cells = list[object]

_CODE = (  # the shortest sure way to name a registered product
    select(func.min(Certificate.code))
    .where(Certificate.registered_product_id == RegisteredProduct.id)
    .correlate(RegisteredProduct)
    .scalar_subquery()
)


class _Stocked(msgspec.Struct, frozen=True):
    """What stands at one of the own stores."""

    store: str
    on_hand: int


class _Shelves(msgspec.Struct, frozen=True):
    """What the columns beside the content need, by SKU."""

    prices: Mapping[str, int]
    stock: Mapping[str, _Stocked]
    several: bool  # whether the store must be named


async def export_rows(session: AsyncSession, producer_id: UUID) -> list[Cells]:
    """One row a pack, by product and position: what its producer wishes to be said, its price, its own stock.

    What waits in an open edit is written as if it were live, so that the file can be changed and imported again.
    """
    listings = (
        await session.execute(
            select(Product.id, _CODE, RegisteredProduct.slug)
            .join(RegisteredProduct, RegisteredProduct.id == Product.registered_product_id)
            .where(Product.producer_id == producer_id)
            .order_by(Product.fold, Product.id)
            .limit(MOST_LISTINGS)
        )
    ).all()
    ids = [listing.id for listing in listings]
    contents = await read_contents(session, ids)
    shelves = await _shelves(session, producer_id)
    edits = {edit.product_id: edit for edit in await _open_edits(session, ids)}
    rows: list[Cells] = []
    for product_id, code, slug in listings:
        edit = edits.get(product_id)
        content = over(contents[product_id], wished(edit)) if edit else contents[product_id]
        prices = shelves.prices if edit is None else {**prices_of(edit), **shelves.prices}
        named = msgspec.structs.replace(shelves, prices=prices)
        rows += [_row(code or slug, content, pack, named) for pack in content.variants]
    return rows


async def _open_edits(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[ListingEdit]:
    rows = await session.scalars(
        select(ListingEdit).where(ListingEdit.product_id.in_(ids), ListingEdit.state.in_(OPEN))
    )
    return rows.all()


async def _shelves(session: AsyncSession, producer_id: UUID) -> _Shelves:
    prices = {
        sku: int(price)
        for sku, price in await session.execute(
            select(Variant.sku, Variant.price).where(Variant.producer_id == producer_id)
        )
    }
    own = (Place.producer_id == producer_id, Place.kind == PlaceKind.PRODUCER_STORE)
    stores = await session.scalar(select(func.count()).select_from(Place).where(*own)) or 0
    stock: defaultdict[str, list[_Stocked]] = defaultdict(list)
    for sku, store, on_hand in await session.execute(
        select(Variant.sku, Place.name, StockLevel.on_hand)
        .join(StockLevel, StockLevel.variant_id == Variant.id)
        .join(Place, Place.id == StockLevel.place_id)
        .where(Variant.producer_id == producer_id, *own)
        .order_by(Place.id)
    ):
        stock[sku].append(_Stocked(store, on_hand))
    return _Shelves(prices, {sku: stocked[0] for sku, stocked in stock.items()}, several=stores > 1)


def _row(product: str, content: Content, pack: VariantContent, shelves: _Shelves) -> Cells:
    stocked = shelves.stock.get(pack.sku)
    cells: dict[Column, object] = {
        Column.SKU: pack.sku,
        Column.PRODUCT: product,
        Column.NAME: content.name,
        Column.PACK: pack.name,
        Column.UNIT: pack.unit,
        Column.PRICE: shelves.prices.get(pack.sku),
        Column.WEIGHT: pack.net_weight_g,
        Column.BARCODE: pack.barcode,
        Column.STOCK: stocked.on_hand if stocked else None,
        Column.PLACE: stocked.store if stocked and shelves.several else None,
        Column.SHELF_LIFE: content.shelf_life_days,
    }
    for column in TEXTS:
        field, _, language = column.value.partition(".")
        words = next((said for spoken, said in content.texts.items() if spoken == language), Words())
        cells[column] = getattr(words, field)
    return [cells[column] for column in COLUMNS]
