"""Reads that only pages need: the frame of a page in one statement."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.models import Cart, CartLine
from shop.catalog.models import Airing, Product, Variant
from shop.core.clock import shop_now
from shop.livestream.models import Pin
from shop.markets.models import CoHost, LiveSession, Market, MarketState, SessionState
from shop.places.models import Place, PlaceKind, PlaceStaff
from shop.places.queries import serving
from shop.producers.models import Producer, ProducerMember
from shop.promotions.models import Campaign


class FrameFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the frame of a page shows besides the page."""

    sample: bool
    cart_count: int  # pieces
    staff: bool
    host: bool
    producer: str | None  # address of a producer the person acts for, the first of several
    market_slug: str | None  # of the market of now, else the next one, else the last one


async def frame_facts(session: AsyncSession, cart_id: UUID | None, person_id: UUID | None) -> FrameFacts:
    """Read the frame's facts in one statement."""
    pieces = (
        select(func.coalesce(func.sum(CartLine.quantity), 0))
        .join(Cart, Cart.id == CartLine.cart_id)
        .where(Cart.ordered.is_(False), _own_basket(cart_id, person_id))
        .scalar_subquery()
    )
    market = (
        select(Market.slug)
        .where(Market.state == MarketState.PLANNED)
        .order_by((Market.ends_at > shop_now()).desc(), func.abs(func.extract("epoch", Market.starts_at - shop_now())))
        .limit(1)
        .scalar_subquery()
    )
    producer = (
        select(Producer.slug)
        .join(ProducerMember, ProducerMember.producer_id == Producer.id)
        .where(ProducerMember.person_id == person_id)
        .order_by(ProducerMember.since, Producer.id)
        .limit(1)
        .scalar_subquery()
    )
    runs = LiveSession.state.in_([SessionState.SCHEDULED, SessionState.ON_AIR])
    row = (
        await session.execute(
            select(
                select(Product.id).where(Product.sample).exists(),
                pieces,
                select(PlaceStaff.place_id).where(PlaceStaff.person_id == person_id).exists(),
                select(LiveSession.id).where(_run_by(person_id), runs).exists(),
                producer,
                market,
            )
        )
    ).one()
    return FrameFacts(
        sample=row[0], cart_count=int(row[1]), staff=row[2], host=row[3], producer=row[4], market_slug=row[5]
    )


async def room_showing(session: AsyncSession, product_id: UUID) -> tuple[str, str, int] | None:
    """A session on air that has the product pinned: its slug, its place's name and the price there in đồng."""
    price = func.coalesce(Campaign.price, Variant.price)
    row = (
        await session.execute(
            select(LiveSession.slug, Place.name, price)
            .join(Pin, Pin.session_id == LiveSession.id)
            .join(Variant, Variant.id == Pin.variant_id)
            .join(Place, Place.id == LiveSession.place_id)
            .outerjoin(Campaign, Campaign.id == Pin.campaign_id)
            .where(Variant.product_id == product_id, Pin.unpinned_at.is_(None))
            .where(LiveSession.state == SessionState.ON_AIR)
            .order_by(price, LiveSession.id)
            .limit(1)
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


async def rooms_with(session: AsyncSession, slugs: Sequence[str]) -> dict[str, str]:
    """The sessions on air that have these products: product slug -> session slug. No statement for no product."""
    if not slugs:
        return {}
    rows = await session.execute(
        select(Product.slug, LiveSession.slug)
        .join(Airing, Airing.product_id == Product.id)
        .join(LiveSession, LiveSession.id == Airing.session_id)
        .where(Product.slug.in_(slugs))
        .order_by(LiveSession.slug)
    )
    return {row[0]: row[1] for row in rows}


async def bought_of_late(session: AsyncSession, slugs: Sequence[str]) -> frozenset[str]:
    """Those of these products of which at least one piece was bought in the last thirty days."""
    if not slugs:
        return frozenset()
    rows = await session.scalars(select(Product.slug).where(Product.slug.in_(slugs), Product.sold > 0))
    return frozenset(rows)


async def sessions_of_host(session: AsyncSession, person_id: UUID) -> list[LiveSession]:
    """The sessions a person runs that are not over, by their start."""
    rows = await session.scalars(
        select(LiveSession)
        .where(_run_by(person_id), LiveSession.state.in_([SessionState.SCHEDULED, SessionState.ON_AIR]))
        .order_by(LiveSession.starts_at, LiveSession.id)
    )
    return list(rows)


async def count_places(session: AsyncSession) -> int:
    """How many sales points there are that are not closed."""
    return await session.scalar(select(func.count()).where(Place.kind == PlaceKind.SALES_POINT, serving())) or 0


def _run_by(person_id: UUID | None) -> ColumnElement[bool]:
    """The sessions a person is host or co-host of."""
    named = select(CoHost.session_id).where(CoHost.person_id == person_id)
    return or_(LiveSession.host_id == person_id, LiveSession.id.in_(named))


def _own_basket(cart_id: UUID | None, person_id: UUID | None) -> ColumnElement[bool]:
    by_cookie = (Cart.id == cart_id) & or_(Cart.person_id.is_(None), Cart.person_id == person_id)
    return by_cookie if person_id is None else or_(by_cookie, Cart.person_id == person_id)
