"""Reads what rows are planned against, and locks what they would change. A bounded number of statements."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.contents import read_contents
from shop.catalog.models import Product, Variant
from shop.certification.models import Certificate, ProductGroup, RegisteredProduct
from shop.certification.queries import CODE_PREFIX
from shop.core.ids import read_code
from shop.core.text import fold
from shop.inventory.models import StockLevel
from shop.listings.import_books import Books, Known, Level, Listed, OpenEdit, Registered, Store
from shop.listings.import_rows import Line
from shop.listings.models import EditState, ListingEdit
from shop.listings.rules import OPEN
from shop.listings.wished import over, prices_of, wished
from shop.places.models import Place, PlaceKind
from shop.producers.models import Producer, ProducerState

_ONE_BY_ONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:producer, 5302))")
_PATIENCE = text("SELECT set_config('lock_timeout', '20000', true)")  # ms: a step of another import is short


async def lock_for_import(session: AsyncSession, producer_id: UUID, lines: Sequence[Line]) -> None:
    """Take the locks of one step: imports of the producer one by one, its listings in id order, then its row.

    That is everybody's order (listing, edit, producer), so nobody waits for each other in a circle.
    """
    await session.execute(_PATIENCE)
    await session.execute(_ONE_BY_ONE, {"producer": str(producer_id)})
    skus = [line.sku for line in lines]
    named = await _named(session, producer_id, lines)
    registered = set().union(*named.values()) if named else set()
    mine = select(Variant.product_id).where(Variant.producer_id == producer_id, Variant.sku.in_(skus))
    await session.execute(
        select(Product.id)
        .where(or_(Product.registered_product_id.in_(registered), Product.id.in_(mine)))
        .order_by(Product.id)
        .with_for_update(key_share=True)
    )
    await session.execute(select(Producer.id).where(Producer.id == producer_id).with_for_update(key_share=True))


async def load_books(session: AsyncSession, producer_id: UUID, lines: Sequence[Line]) -> Books:
    """All that `make_plan` asks for these rows."""
    known = await _known(session, producer_id, [line.sku for line in lines])
    written = await _named(session, producer_id, lines)
    named = set().union(*written.values()) if written else set()
    listed = await _listed(session, named, {pack.product_id for pack in known.values()})
    stores = await _stores(session, producer_id)
    state = await session.scalar(select(Producer.state).where(Producer.id == producer_id))
    return Books(
        active=state is ProducerState.ACTIVE,
        known=known,
        listed=listed,
        registered=await _registered(session, named),
        written=written,
        foreign=await _foreign(session, producer_id, [line.product for line in lines if line.product], written),
        stores=stores,
        other_places=await _other_places(session, [line.place for line in lines if line.place], stores),
        levels=await _levels(session, [pack.variant_id for pack in known.values()], stores),
    )


async def _known(session: AsyncSession, producer_id: UUID, skus: Sequence[str]) -> dict[str, Known]:
    rows = await session.execute(
        select(Variant.sku, Variant.id, Variant.product_id, Variant.price).where(
            Variant.producer_id == producer_id, Variant.sku.in_(skus)
        )
    )
    return {sku: Known(variant_id, product_id, price) for sku, variant_id, product_id, price in rows}


async def _named(session: AsyncSession, producer_id: UUID, lines: Sequence[Line]) -> dict[str, frozenset[UUID]]:
    """The producer's registered products by the ways in which the rows name them: code, address or name."""
    codes = {code: fold(line.product) for line in lines if (code := read_code(CODE_PREFIX, line.product))}
    folded = {fold(line.product) for line in lines if line.product}
    found: dict[str, set[UUID]] = {}
    for spelling, registered_id in await _spelled(session, RegisteredProduct.producer_id == producer_id, folded, codes):
        found.setdefault(spelling, set()).add(registered_id)
    return {spelling: frozenset(ids) for spelling, ids in found.items()}


async def _foreign(
    session: AsyncSession, producer_id: UUID, products: Sequence[str], written: Mapping[str, frozenset[UUID]]
) -> frozenset[str]:
    """Of the names that are none of the producer's those that are somebody else's."""
    missed = {fold(product): product for product in products if fold(product) not in written}
    codes = {code: folded for folded, product in missed.items() if (code := read_code(CODE_PREFIX, product))}
    others = RegisteredProduct.producer_id.is_distinct_from(producer_id)
    return frozenset(spelling for spelling, _ in await _spelled(session, others, missed, codes))


async def _spelled(
    session: AsyncSession, whose: ColumnElement[bool], folded: Collection[str], codes: Mapping[str, str]
) -> list[tuple[str, UUID]]:
    """Registered products that are addressed or named so, or have a certificate of these `codes` (code -> spelling).

    Each way has its index: among two hundred thousand products they are found at once.
    """
    if not folded:
        return []
    name = func.vn_fold(RegisteredProduct.name)
    by_words = union_all(
        select(RegisteredProduct.slug, RegisteredProduct.id).where(whose, RegisteredProduct.slug.in_(folded)),
        select(name, RegisteredProduct.id).where(whose, name.in_(folded)),
    )
    by_code = (
        select(Certificate.code, RegisteredProduct.id)
        .join(RegisteredProduct, RegisteredProduct.id == Certificate.registered_product_id)
        .where(whose, Certificate.code.in_(codes))
    )
    found = [(row[0], row[1]) for row in await session.execute(by_words)]
    return found + [(codes[row[0]], row[1]) for row in await session.execute(by_code)]


async def _registered(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Registered]:
    rows = await session.execute(
        select(RegisteredProduct, ProductGroup.name_vi)
        .outerjoin(ProductGroup, ProductGroup.id == RegisteredProduct.group_id)
        .where(RegisteredProduct.id.in_(ids))
    )
    return {
        one.id: Registered(id=one.id, name=one.name, group=group, slug=one.slug, sample=one.sample)
        for one, group in rows
    }


async def _listed(
    session: AsyncSession, registered_ids: Collection[UUID], product_ids: Collection[UUID]
) -> dict[UUID, Listed]:
    products = (
        await session.execute(
            select(
                Product.id, Product.registered_product_id, Product.published_at, Product.version, Product.sample
            ).where(or_(Product.registered_product_id.in_(registered_ids), Product.id.in_(product_ids)))
        )
    ).all()
    ids = [product.id for product in products]
    live = await read_contents(session, ids)
    edits = {
        edit.product_id: edit
        for edit in await session.scalars(
            select(ListingEdit)
            .where(ListingEdit.product_id.in_(ids), ListingEdit.state.in_(OPEN))
            .execution_options(populate_existing=True)
        )
    }
    return {
        product.registered_product_id: Listed(
            product_id=product.id,
            registered_id=product.registered_product_id,
            published=product.published_at is not None,
            version=product.version,
            wished=over(live[product.id], wished(edits[product.id])) if product.id in edits else live[product.id],
            prices=prices_of(edits[product.id]) if product.id in edits else {},
            edit=_open(edits.get(product.id)),
            sample=product.sample,
        )
        for product in products
    }


def _open(edit: ListingEdit | None) -> OpenEdit | None:
    return None if edit is None else OpenEdit(edit.id, edit.state is EditState.SUBMITTED)


async def _stores(session: AsyncSession, producer_id: UUID) -> tuple[Store, ...]:
    rows = await session.execute(
        select(Place.id, Place.slug, Place.name)
        .where(Place.producer_id == producer_id, Place.kind == PlaceKind.PRODUCER_STORE)
        .order_by(Place.id)
    )
    return tuple(Store(id=row.id, slug=row.slug, name=row.name) for row in rows)


async def _other_places(session: AsyncSession, places: Sequence[str], stores: Sequence[Store]) -> frozenset[str]:
    missed = {fold(place) for place in places if not any(store.is_called(place) for store in stores)}
    if not missed:
        return frozenset()
    rows = await session.execute(
        select(Place.slug, func.vn_fold(Place.name)).where(
            or_(Place.slug.in_(missed), func.vn_fold(Place.name).in_(missed))
        )
    )
    return frozenset(spelling for row in rows for spelling in row)


async def _levels(
    session: AsyncSession, variant_ids: Collection[UUID], stores: Sequence[Store]
) -> dict[tuple[UUID, UUID], Level]:
    rows = await session.execute(
        select(StockLevel.variant_id, StockLevel.place_id, StockLevel.on_hand, StockLevel.held).where(
            StockLevel.variant_id.in_(variant_ids), StockLevel.place_id.in_([store.id for store in stores])
        )
    )
    return {(row.variant_id, row.place_id): Level(row.on_hand, row.held) for row in rows}
