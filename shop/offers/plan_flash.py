"""Plan a flash drop, and call it off before it opens."""

from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.errors import NotOnSale
from shop.catalog.models import Product, Variant
from shop.catalog.queries import sale_predicate
from shop.conduct.air import check_advertised
from shop.conduct.goods import kinds_of_variant
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.markets.errors import NotOnAir
from shop.markets.floor import hold_to_floor
from shop.markets.guards import require_host
from shop.markets.models import LineUp, LiveSession, SessionState
from shop.offers.errors import FlashOpen, FlashRunning, FlashShort, FlashUnknown, FlashWrong
from shop.offers.events import FlashPlanned
from shop.offers.finish_flash import end_flash
from shop.offers.models import FlashDrop, FlashEnd, WaitingEntry
from shop.offers.queries import free_pieces, waits_for
from shop.offers.rules import LATEST, LONGEST_FLASH, MOST_PIECES, SHORTEST_FLASH, SOONEST
from shop.promotions.open_campaign import open_campaign


class FlashWish(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces at a price (đồng; None: the list price), in so many seconds, for so many minutes."""

    variant_id: UUID
    pieces: int
    price: Dong | None
    buyer_limit: int | None
    seconds: int
    minutes: int


async def plan_flash(session: AsyncSession, actor: Actor, slug: str, wish: FlashWish) -> FlashDrop:
    """Let a flash drop open in `seconds`, by the database's clock. The same wish again is the one that stands.

    Raises:
        NotOnAir: the session is not on air.
        FlashWrong: a time, a number or a price that cannot be.
        NotOnSale: it is not in the line-up, or may not be sold now.
        AdNotConfirmed: what is said of such goods is not confirmed by a paper.
        LivePriceBelowFloor: the price lies below what its producer approved.
        FlashRunning: another one is not over.
        FlashShort: fewer pieces are free, or people wait for them.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    if live.state is not SessionState.ON_AIR:
        raise NotOnAir
    _check_bounds(wish)
    price = await _price(session, live, wish)
    standing = await session.scalar(
        select(FlashDrop).where(FlashDrop.session_id == live.id, FlashDrop.ended_at.is_(None))
    )
    if standing is not None:
        if _is_same(standing, wish, price):
            return standing
        raise FlashRunning
    free = await free_pieces(session, wish.variant_id, live.place_id)
    waiting = select(func.sum(WaitingEntry.quantity)).where(*waits_for(live.id, wish.variant_id))
    free = max(0, free - (await session.scalar(waiting) or 0))
    if free < wish.pieces:
        raise FlashShort(field="pieces", extra={"free": free}, free=free)
    return await _open(session, actor, live, wish, price)


async def call_off_flash(session: AsyncSession, actor: Actor, slug: str, flash_id: UUID) -> None:
    """Call off a flash drop that has not opened. Safe to repeat.

    Raises:
        FlashUnknown: the room has none such.
        FlashOpen: it has opened, or is over by itself.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    flash = await session.scalar(
        select(FlashDrop)
        .where(FlashDrop.id == flash_id, FlashDrop.session_id == live.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if flash is None:
        raise FlashUnknown
    if flash.ended_why is FlashEnd.CALLED_OFF:
        return
    if flash.ended_at is not None or flash.opens_at <= await now(session):
        raise FlashOpen
    await end_flash(session, flash, FlashEnd.CALLED_OFF)
    record_act(session, actor.person_id, "offers.call_off_flash", live.slug, flash=str(flash_id))


def _check_bounds(wish: FlashWish) -> None:
    fields = {
        "seconds": SOONEST <= wish.seconds <= LATEST,
        "minutes": SHORTEST_FLASH <= wish.minutes <= LONGEST_FLASH,
        "pieces": 1 <= wish.pieces <= MOST_PIECES,
        "buyer_limit": wish.buyer_limit is None or 1 <= wish.buyer_limit <= MOST_PIECES,
    }
    for field, fits in fields.items():
        if not fits:
            raise FlashWrong(field=field)


async def _price(session: AsyncSession, live: LiveSession, wish: FlashWish) -> Dong:
    """What a piece costs in the drop: never above the list, never below its producer's floor."""
    listed = await session.scalar(
        select(Variant.price)
        .join(Product, Product.id == Variant.product_id)
        .join(LineUp, LineUp.variant_id == Variant.id)
        .where(LineUp.session_id == live.id, Variant.id == wish.variant_id, Variant.active, sale_predicate())
    )
    if listed is None:
        raise NotOnSale(field="variant")
    price = listed if wish.price is None else wish.price
    if not 0 < price <= listed:
        raise FlashWrong(field="price")
    await check_advertised(session, wish.variant_id, await kinds_of_variant(session, wish.variant_id))
    await hold_to_floor(session, live.id, wish.variant_id, price, listed)
    return Dong(price)


async def _open(session: AsyncSession, actor: Actor, live: LiveSession, wish: FlashWish, price: Dong) -> FlashDrop:
    assert actor.person_id is not None, "hosts are signed in"
    opens_at = await now(session) + timedelta(seconds=wish.seconds)
    campaign_id = await open_campaign(
        session,
        wish.variant_id,
        price,
        quota=wish.pieces,
        buyer_limit=wish.buyer_limit,
        sample=live.sample,
        starts_at=opens_at,
    )
    flash = FlashDrop(
        session_id=live.id,
        variant_id=wish.variant_id,
        campaign_id=campaign_id,
        pieces=wish.pieces,
        price=price,
        buyer_limit=wish.buyer_limit,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(minutes=wish.minutes),
        made_by=actor.person_id,
    )
    session.add(flash)
    await session.flush()
    facts = {"variant": str(wish.variant_id), "pieces": wish.pieces, "price": price}
    record_act(session, actor.person_id, "offers.flash", live.slug, **facts)
    publish(session, FlashPlanned(session_id=live.id, flash_id=flash.id))
    return flash


def _is_same(flash: FlashDrop, wish: FlashWish, price: Dong) -> bool:
    lasts = flash.closes_at - flash.opens_at
    return (flash.variant_id, flash.pieces, flash.price, flash.buyer_limit, lasts) == (
        wish.variant_id,
        wish.pieces,
        price,
        wish.buyer_limit,
        timedelta(minutes=wish.minutes),
    )
