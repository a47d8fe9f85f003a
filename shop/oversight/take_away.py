"""Take away what an authority's order names, where it is ours."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.catalog.publish import hide_product
from shop.core.actor import Actor
from shop.core.outbox import publish
from shop.livestream.models import Pin
from shop.livestream.moderate import remove_comment
from shop.livestream.unpin import close_pins
from shop.markets.guards import require_moderator
from shop.oversight.errors import TakedownProductUnknown
from shop.oversight.events import ReplayForbidden
from shop.oversight.models import Takedown
from shop.oversight.own_page import OwnKind, OwnPage
from shop.oversight.stop import StopOrder, stop_session

BY_ORDER = "order of an authority"


async def take_product_away(session: AsyncSession, product_id: UUID) -> None:
    """Take a product off the shelves and out of every room. Safe to repeat."""
    await hide_product(session, product_id)
    variants = select(Variant.id).where(Variant.product_id == product_id)
    await close_pins(session, BY_ORDER, Pin.variant_id.in_(variants))


async def take_page_away(session: AsyncSession, actor: Actor, takedown: Takedown, page: OwnPage) -> None:
    """Take away what stands on one of our pages. Safe to repeat.

    A session is stopped for good, as by `stop_session`; a replay goes right after the commit.

    Raises:
        TakedownProductUnknown, SessionUnknown, CommentUnknown: nothing stands there.
        Forbidden, Unauthenticated: the actor is no officer.
    """
    why = f"{takedown.authority}, {takedown.document_no}"
    if page.kind is OwnKind.PRODUCT:
        product_id = await session.scalar(select(Product.id).where(Product.slug == page.slug))
        if product_id is None:
            raise TakedownProductUnknown(field="subject")
        await take_product_away(session, product_id)
    elif page.kind is OwnKind.SESSION:
        await stop_session(session, actor, page.slug, StopOrder(reason=why, document_no=takedown.document_no))
    elif page.kind is OwnKind.REPLAY:
        live = await require_moderator(session, actor, page.slug)
        publish(session, ReplayForbidden(session_id=live.id))
    else:
        assert page.comment_id is not None, "a comment has its id"
        await remove_comment(session, actor, page.slug, page.comment_id, why)
