"""Take pins down: one, all of a session's, or those of a product whose certificate is gone."""

from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import shop_now
from shop.core.outbox import publish
from shop.livestream.events import PinChanged
from shop.livestream.models import Pin
from shop.markets.guards import require_host
from shop.markets.keep_seen import note_host
from shop.promotions.end_campaign import end_campaign

BY_HOST = "host"
BY_END = "session ended"
BY_NEW_PRICE = "new price"
BY_SEGMENT = "next segment"


async def unpin_variant(session: AsyncSession, actor: Actor, slug: str, variant_id: UUID) -> None:
    """Take the variant down and end its live price. Safe to repeat: what is not pinned stays so.

    Raises:
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    await note_host(session, live, actor)
    if await close_pins(session, BY_HOST, Pin.session_id == live.id, Pin.variant_id == variant_id):
        record_act(session, actor.person_id, "livestream.unpin", live.slug, variant=str(variant_id))


async def drop_pins(session: AsyncSession, registered_product_id: UUID, reason: str) -> int:
    """Take down every pin of a product that may no longer be sold; return how many. Safe to repeat."""
    variants = (
        select(Variant.id)
        .join(Product, Product.id == Variant.product_id)
        .where(Product.registered_product_id == registered_product_id)
    )
    return await close_pins(session, reason, Pin.variant_id.in_(variants))


async def close_pins(session: AsyncSession, reason: str, *which: ColumnElement[bool], tell: bool = True) -> int:
    """Close the open pins `which`, end their live prices and, with `tell`, say so; return how many were closed.

    Orders placed keep their price. The caller holds the session's lock, or wants all pins of a product.
    """
    closed = await session.execute(
        update(Pin)
        .where(Pin.unpinned_at.is_(None), *which)
        .values(unpinned_at=shop_now(), unpin_reason=reason)
        .returning(Pin.session_id, Pin.variant_id, Pin.campaign_id)
        .execution_options(synchronize_session=False)
    )
    rows = closed.all()
    for session_id, variant_id, campaign_id in rows:
        if campaign_id is not None:
            await end_campaign(session, campaign_id)
        if tell:
            publish(session, PinChanged(session_id=session_id, variant_id=variant_id, price=None))
    return len(rows)
