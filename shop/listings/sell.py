"""What a producer changes at once, without approval: price, which variants are sold, whether the listing is shown."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.activate import set_active
from shop.catalog.errors import NoSuchVariant
from shop.catalog.models import Product, Variant
from shop.catalog.publish import hide_product, show_product
from shop.catalog.set_price import set_price
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.money import Dong
from shop.listings.open_edit import lock_listing, require_active


async def change_price(session: AsyncSession, actor: Actor, product_id: UUID, variant_id: UUID, price: Dong) -> Variant:
    """Set what a variant costs, in đồng; lists show it after the commit. Safe to repeat.

    Raises:
        NoSuchVariant: the listing has none with this id.
        NoSuchListing, Unauthenticated, Forbidden: not the actor's.
    """
    product, variant = await _locked(session, actor, product_id, variant_id)
    before = variant.price
    if before != price:
        await set_price(session, variant_id, price)
        await session.refresh(variant)
        record_act(session, actor.person_id, "listing.price", product.slug, sku=variant.sku, before=before, after=price)
    return variant


async def switch_variant(
    session: AsyncSession, actor: Actor, product_id: UUID, variant_id: UUID, active: bool
) -> Variant:
    """Sell a variant, or stop selling it, from the commit on. Safe to repeat.

    Raises:
        NoSuchVariant: the listing has none with this id.
        NoActiveVariant: it is the last one of a listing that is shown.
        NoSuchListing, Unauthenticated, Forbidden: not the actor's.
    """
    product, variant = await _locked(session, actor, product_id, variant_id)
    if await set_active(session, variant_id, active):
        record_act(session, actor.person_id, "listing.variant", product.slug, sku=variant.sku, active=active)
    return variant


async def show_listing(session: AsyncSession, actor: Actor, product_id: UUID) -> Product:
    """Show a hidden listing again, from the commit on. Safe to repeat.

    Raises:
        NeverApproved: it is a draft.
        NoActiveVariant: nothing of it is for sale.
        ProducerNotActive: the producer may not sell.
        NoSuchListing, Unauthenticated, Forbidden: not the actor's.
    """
    product = await lock_listing(session, actor, product_id)
    await require_active(session, product.producer_id)
    if await show_product(session, product_id):
        record_act(session, actor.person_id, "listing.show", product.slug)
    return product


async def hide_listing(session: AsyncSession, actor: Actor, product_id: UUID) -> Product:
    """Take a listing off, from the commit on; orders placed before stay. Safe to repeat.

    Raises:
        NoSuchListing, Unauthenticated, Forbidden: not the actor's.
    """
    product = await lock_listing(session, actor, product_id)
    if await hide_product(session, product_id):
        record_act(session, actor.person_id, "listing.hide", product.slug)
    return product


async def _locked(session: AsyncSession, actor: Actor, product_id: UUID, variant_id: UUID) -> tuple[Product, Variant]:
    product = await lock_listing(session, actor, product_id)
    variant: Variant | None = await session.scalar(
        select(Variant)
        .where(Variant.id == variant_id, Variant.product_id == product_id)
        .execution_options(populate_existing=True)
    )
    if variant is None:
        raise NoSuchVariant
    return product, variant
