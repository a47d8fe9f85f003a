"""Does what a plan says, in a few statements for all its rows: drafts, packs, prices, edits, stock."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.drawing import picture_of
from shop.catalog.list_product import from_register
from shop.catalog.models import Product, Variant
from shop.core.money import Dong
from shop.inventory.count import Count, count_stock
from shop.listings.import_books import Books
from shop.listings.import_content import new_pack
from shop.listings.import_plan import NewPack, Plan
from shop.listings.models import EditState, ListingEdit
from shop.listings.stock_up import own_store
from shop.listings.wished import written

_PRODUCTS: Table = Product.metadata.tables[Product.__tablename__]
_VARIANTS: Table = Product.metadata.tables[Variant.__tablename__]
_EDITS: Table = Product.metadata.tables[ListingEdit.__tablename__]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """In whose name an import works: edits are `made_by` a person, the ledger names the `actor`."""

    producer_id: UUID
    made_by: UUID
    actor: str
    reason: str
    sample: bool


async def apply_plan(session: AsyncSession, plan: Plan, books: Books, order: Order) -> None:
    """Write all effects of the plan. The listings are locked by the caller.

    Raises:
        NotHeldBack: stock was promised since it was read; the step is tried again.
    """
    products = {one.registered_id: one.product_id for one in books.listed.values()}
    products |= await _list_drafts(session, plan, books, order.producer_id)
    made = await _make_packs(session, plan.packs, products, books, order)
    await _set_prices(session, plan, products, books)
    await _write_edits(session, plan, products, books, order.made_by)
    await _count(session, plan, made, books, order)


async def _list_drafts(session: AsyncSession, plan: Plan, books: Books, producer_id: UUID) -> dict[UUID, UUID]:
    """Make the hidden listings; their addresses are the register's, with a number where one is taken."""
    wanted = [books.registered[registered_id] for registered_id in plan.drafts]
    if not wanted:
        return {}
    slugs = [one.slug for one in wanted]
    taken = set(await session.scalars(select(Product.slug).where(Product.slug.in_(slugs))))
    words = await from_register(session, list(plan.drafts))
    lowest: dict[UUID, int] = {}
    for pack in plan.packs:
        lowest[pack.registered_id] = min(pack.price, lowest.get(pack.registered_id, pack.price))
    rows = [
        {
            "slug": f"{one.slug}-{one.id.hex[-6:]}" if one.slug in taken else one.slug,
            "name": plan.contents[one.id].name,
            "registered_product_id": one.id,
            "producer_id": producer_id,
            "image": picture_of(one.group, one.name),
            "min_price": lowest[one.id],
            "search_text": words[one.id][1],
            "hidden": True,
            "sample": one.sample,
        }
        for one in wanted
    ]
    found = await session.execute(insert(_PRODUCTS).returning(_PRODUCTS.c.registered_product_id, _PRODUCTS.c.id), rows)
    return {row[0]: row[1] for row in found}


async def _make_packs(
    session: AsyncSession, packs: list[NewPack], products: dict[UUID, UUID], books: Books, order: Order
) -> dict[str, UUID]:
    """Make the packs and return their ids by SKU."""
    if not packs:
        return {}
    rows = [
        {
            **msgspec.structs.asdict(new_pack(pack.line)),
            "product_id": products[pack.registered_id],
            "producer_id": order.producer_id,
            "price": pack.price,
            "position": pack.position,
            "sample": books.registered[pack.registered_id].sample,
        }
        for pack in packs
    ]
    found = await session.execute(insert(_VARIANTS).returning(_VARIANTS.c.sku, _VARIANTS.c.id), rows)
    return {row[0]: row[1] for row in found}


async def _set_prices(session: AsyncSession, plan: Plan, products: dict[UUID, UUID], books: Books) -> None:
    """Set prices, keep each listing's cheapest, and tell the lists that show it."""
    if plan.prices:
        statement = update(_VARIANTS).where(_VARIANTS.c.id == bindparam("pack")).values(price=bindparam("dong"))
        await session.execute(statement, [{"pack": pack, "dong": price} for pack, price in sorted(plan.prices.items())])
    priced = {pack.product_id for pack in books.known.values() if pack.variant_id in plan.prices}
    extended = {products[pack.registered_id] for pack in plan.packs if pack.registered_id in books.listed}
    await _keep_cheapest(session, priced | extended)
    shown = {one.product_id for one in books.listed.values() if one.published}
    for product_id in sorted(priced & shown):
        note_change(session, product_id, "price")


async def _keep_cheapest(session: AsyncSession, product_ids: Collection[UUID]) -> None:
    if not product_ids:
        return
    lowest = (
        select(_VARIANTS.c.product_id, func.min(_VARIANTS.c.price).label("price"))
        .where(_VARIANTS.c.product_id.in_(product_ids), _VARIANTS.c.active)
        .group_by(_VARIANTS.c.product_id)
        .subquery()
    )
    await session.execute(
        update(_PRODUCTS).where(_PRODUCTS.c.id == lowest.c.product_id).values(min_price=lowest.c.price)
    )


async def _write_edits(
    session: AsyncSession, plan: Plan, products: dict[UUID, UUID], books: Books, made_by: UUID
) -> None:
    """Write what is wished into the open edits, and open one where there is none."""
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for registered_id in (*plan.drafts, *plan.wishes):
        listed = books.listed.get(registered_id)
        prices = (dict(listed.prices) if listed else {}) | plan.waiting.get(registered_id, {})
        content = written(plan.contents[registered_id], {sku: Dong(price) for sku, price in prices.items()})
        if listed is not None and listed.edit is not None:
            changed.append({"edit": listed.edit.id, "wish": content})
        else:
            new.append(
                {
                    "product_id": products[registered_id],
                    "state": EditState.DRAFT,
                    "base_version": listed.version if listed else 1,
                    "changes": content,
                    "made_by": made_by,
                }
            )
    if new:
        await session.execute(insert(_EDITS).returning(_EDITS.c.id), new)  # RETURNING makes it one statement
    if changed:
        await session.execute(
            update(_EDITS)
            .where(_EDITS.c.id == bindparam("edit"))
            .values(changes=bindparam("wish", type_=_EDITS.c.changes.type), version=_EDITS.c.version + 1),
            changed,
        )


async def _count(session: AsyncSession, plan: Plan, made: dict[str, UUID], books: Books, order: Order) -> None:
    """Bring the stock of the own store to what the rows say; the store is opened with its first goods."""
    if not plan.counts:
        return
    opened: UUID | None = None
    if any(store is None for store, _ in plan.counts.values()):
        opened = await own_store(session, order.producer_id, sample=order.sample)
    counts: list[Count] = []
    for sku, (store, pieces) in plan.counts.items():
        variant_id = made[sku] if sku in made else books.known[sku].variant_id
        place_id = store or opened
        assert place_id is not None, "opened above"
        counts.append(Count(variant_id, place_id, pieces, fresh=sku in made))
    await count_stock(session, counts, order.actor, reason=order.reason, sample=order.sample)
