"""Orders of authorities to remove a product or a link: noted, carried out, and late ones told."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now, shop_now
from shop.core.errors import Unauthenticated
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.oversight.errors import ReasonMissing, TakedownProductUnknown, TakedownUnknown
from shop.oversight.events import TakedownLate
from shop.oversight.models import Takedown, TakedownKind
from shop.oversight.own_page import own_page
from shop.oversight.rules import SHORTEST, TAKEDOWN_WITHIN
from shop.oversight.take_away import take_page_away, take_product_away


class TakedownOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What an authority wants removed: a product by its address, a link, or words; `received_at` None: just now."""

    kind: TakedownKind
    subject: str
    authority: str
    document_no: str
    received_at: datetime | None = None


async def note_takedown(session: AsyncSession, officer_id: UUID, order: TakedownOrder) -> UUID:
    """Note the order, due 24 hours after it came in. The same paper on the same thing is one order.

    Raises:
        ReasonMissing: a word is missing.
        TakedownProductUnknown: no product has this address.
    """
    words = {name: squeeze(getattr(order, name)) for name in ("subject", "authority", "document_no")}
    for name, value in words.items():
        if len(value) < SHORTEST:
            raise ReasonMissing(field=name)
    product_id = None
    if order.kind is TakedownKind.PRODUCT:
        product_id = await session.scalar(select(Product.id).where(Product.slug == words["subject"]))
        if product_id is None:
            raise TakedownProductUnknown(field="subject")
    moment = await now(session)
    received = min(order.received_at or moment, moment)
    dated = {"received_at": received, "due_at": received + TAKEDOWN_WITHIN}
    row = words | dated | {"kind": order.kind, "product_id": product_id, "noted_by": officer_id}
    made: UUID | None = await session.scalar(
        insert(Takedown).values(row).on_conflict_do_nothing().returning(Takedown.id)
    )
    if made is not None:
        record_act(session, officer_id, "oversight.takedown", words["subject"], document=words["document_no"])
        return made
    same = (Takedown.document_no == words["document_no"], Takedown.subject == words["subject"])
    return (await session.scalars(select(Takedown.id).where(*same))).one()


async def carry_out(session: AsyncSession, actor: Actor, takedown_id: UUID, note: str, base_url: str) -> None:
    """Carry an order out. A product, and what stands on a page of ours (`base_url`), goes by itself.

    Such a page is a product's, a session's, a replay's or a comment's. Of anything else it is noted what was done.
    Said again it stays the first time.

    Raises:
        ReasonMissing: nothing says how.
        TakedownUnknown: there is no such order.
        TakedownProductUnknown, SessionUnknown, CommentUnknown, Forbidden: see `take_page_away`.
    """
    if actor.person_id is None:
        raise Unauthenticated
    said = squeeze(note)
    if len(said) < SHORTEST:
        raise ReasonMissing(field="note")
    takedown: Takedown | None = await session.scalar(
        select(Takedown).where(Takedown.id == takedown_id).with_for_update().execution_options(populate_existing=True)
    )
    if takedown is None:
        raise TakedownUnknown
    if takedown.done_at is not None:
        return
    page = own_page(takedown.subject, base_url) if takedown.kind is TakedownKind.LINK else None
    if takedown.product_id is not None:
        await take_product_away(session, takedown.product_id)
    elif page is not None:
        await take_page_away(session, actor, takedown, page)
    takedown.done_at, takedown.done_by, takedown.done_note = await now(session), actor.person_id, said
    record_act(session, actor.person_id, "oversight.takedown_done", takedown.subject, document=takedown.document_no)


async def warn_of_late(session: AsyncSession, limit: int = 50) -> int:
    """Tell of at most `limit` orders whose time is over, each once; return how many. Safe to run twice at once."""
    late = (
        select(Takedown.id)
        .where(Takedown.done_at.is_(None), Takedown.warned_at.is_(None), Takedown.due_at <= shop_now())
        .order_by(Takedown.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    told = await session.scalars(
        update(Takedown)
        .where(Takedown.id.in_(late))
        .values(warned_at=shop_now())
        .returning(Takedown.id)
        .execution_options(synchronize_session=False)
    )
    found = list(told)
    for takedown_id in found:
        publish(session, TakedownLate(takedown_id=takedown_id))
    return len(found)
