"""Reads that only pages need: the frame of a page in one statement."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.models import Cart, CartLine
from shop.catalog.models import Product
from shop.core.clock import shop_now
from shop.livestream.models import LiveSession, Market, SessionState
from shop.places.models import PlaceStaff


class FrameFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the frame of a page shows besides the page."""

    sample: bool
    cart_count: int  # pieces
    staff: bool
    host: bool
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
        .order_by((Market.ends_at > shop_now()).desc(), func.abs(func.extract("epoch", Market.starts_at - shop_now())))
        .limit(1)
        .scalar_subquery()
    )
    runs = LiveSession.state != SessionState.ENDED
    row = (
        await session.execute(
            select(
                select(Product.id).where(Product.sample).exists(),
                pieces,
                select(PlaceStaff.place_id).where(PlaceStaff.person_id == person_id).exists(),
                select(LiveSession.id).where(LiveSession.host_id == person_id, runs).exists(),
                market,
            )
        )
    ).one()
    return FrameFacts(sample=row[0], cart_count=int(row[1]), staff=row[2], host=row[3], market_slug=row[4])


def _own_basket(cart_id: UUID | None, person_id: UUID | None) -> ColumnElement[bool]:
    by_cookie = (Cart.id == cart_id) & or_(Cart.person_id.is_(None), Cart.person_id == person_id)
    return by_cookie if person_id is None else or_(by_cookie, Cart.person_id == person_id)
