"""Goods arrive at a producer's own store."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.errors import NoSuchVariant
from shop.catalog.models import Variant
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.i18n import DEFAULT, say
from shop.core.idempotency import claim_key, settle_key
from shop.inventory.count import Count, count_stock
from shop.inventory.receive import Arrival, receive_all
from shop.listings.open_edit import lock_listing
from shop.places.models import Place, PlaceKind
from shop.producers.models import Producer

ROUTE = "listings.stock_up"


class Goods(msgspec.Struct, frozen=True):
    """`pieces` units of a variant that have come in."""

    variant_id: UUID
    pieces: int


async def stock_up(session: AsyncSession, actor: Actor, product_id: UUID, goods: Goods, key: str) -> bool:
    """Add goods at the producer's own store, which is opened with its first ones.

    False when `key` was worked before: a form sent twice counts once.

    Raises:
        NoSuchVariant: the listing has none with this id.
        InProgress, KeyReused: as `claim_key`.
        NoSuchListing, Unauthenticated, Forbidden: not the actor's.
    """
    product = await lock_listing(session, actor, product_id)
    scope, request = f"person:{actor.person_id}", [str(product_id), str(goods.variant_id), goods.pieces]
    if await claim_key(session, scope, ROUTE, key, request) is not None:
        return False
    variant = await _variant(session, product_id, goods.variant_id)
    store = await own_store(session, product.producer_id, sample=product.sample)
    await receive_all(
        session, [Arrival(goods.variant_id, store, goods.pieces)], str(actor.person_id), sample=product.sample
    )
    record_act(session, actor.person_id, "listing.stock", product.slug, sku=variant.sku, pieces=goods.pieces)
    await settle_key(session, scope, ROUTE, key, str(goods.variant_id))
    return True


async def count_stock_of(session: AsyncSession, actor: Actor, product_id: UUID, goods: Goods) -> bool:
    """Bring a variant at the producer's own store to the `pieces` that were counted; False when it was so already.

    Raises:
        NoSuchVariant: the listing has none with this id.
        NotHeldBack: fewer were counted than are promised to orders.
        NoSuchListing, Unauthenticated, Forbidden: not the actor's.
    """
    product = await lock_listing(session, actor, product_id)
    variant = await _variant(session, product_id, goods.variant_id)
    store = await own_store(session, product.producer_id, sample=product.sample)
    counted = [Count(goods.variant_id, store, goods.pieces)]
    changed = await count_stock(session, counted, str(actor.person_id), sample=product.sample)
    if changed:
        record_act(session, actor.person_id, "listing.count", product.slug, sku=variant.sku, pieces=goods.pieces)
    return bool(changed)


async def _variant(session: AsyncSession, product_id: UUID, variant_id: UUID) -> Variant:
    variant = await session.get(Variant, variant_id)
    if variant is None or variant.product_id != product_id:
        raise NoSuchVariant
    return variant


async def own_store(session: AsyncSession, producer_id: UUID | None, *, sample: bool) -> UUID:
    """The producer's store, made when it has none; two first deliveries at once make one (the address is unique)."""
    own = select(Place.id).where(Place.producer_id == producer_id, Place.kind == PlaceKind.PRODUCER_STORE)
    found: UUID | None = await session.scalar(own.order_by(Place.id).limit(1))
    if found is not None:
        return found
    producer = await session.get_one(Producer, producer_id)
    row = {
        "slug": f"kho-{producer.slug}"[:120],
        "kind": PlaceKind.PRODUCER_STORE,
        "name": say(DEFAULT, "listings.store", producer=producer.name),
        "address": producer.address,
        "commune_written": producer.commune_written,
        "district_written": producer.district_written,
        "commune_id": producer.commune_id,
        "district_id": producer.district_id,
        "producer_id": producer.id,
        "sample": sample,
    }
    await session.execute(insert(Place).values(row).on_conflict_do_nothing(index_elements=["slug"]))
    return (await session.execute(own.order_by(Place.id).limit(1))).scalar_one()
