"""The rows of a session's record, table by table. Times are UTC in ISO 8601, amounts đồng."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.conduct.models import Opening
from shop.conduct.queries import StopSeen, stop_of
from shop.core.clock import shop_now
from shop.inventory.models import Movement, StockLevel
from shop.livestream.models import Comment, Pin, RoomBan
from shop.markets.models import LineUp, LiveSession
from shop.markets.queries import Stall
from shop.orders.models import Order
from shop.oversight.models import Complaint, SessionTally
from shop.promotions.models import Allowance, Campaign
from shop.training.models import Course, HostIdentity, Licence

MOST = 100_000  # rows of one table

Rows = list[list[object]]


class HostFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What was known of the host at the start, and the state of the verification now."""

    name: str
    identity_document: str | None
    verified_at: datetime | None
    identity_state_now: str | None
    licence_course: str | None
    licence_from: str | None
    licence_until: str | None
    rules_number: int | None
    rules_accepted_at: datetime | None


class SessionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A session by its facts; `record_pruned_at` says since when talk and pins are gone."""

    slug: str
    title: str
    market: str
    place: str
    state: str
    planned_from: datetime
    planned_until: datetime
    started_at: datetime | None
    ended_at: datetime | None
    host: HostFacts
    stopped: StopSeen | None
    record_pruned_at: datetime | None
    sample: bool
    read_at: datetime


async def session_facts(session: AsyncSession, stall: Stall) -> SessionFacts:
    """The session, its host at the start, and a stop."""
    live = stall.live
    opening = await session.scalar(select(Opening).where(Opening.session_id == live.id))
    licence = await session.execute(
        select(Licence, Course.title_vi)
        .join(Course, Course.id == Licence.course_id)
        .where(Licence.id == (opening.licence_id if opening else None))
    )
    held, course = next(iter(licence), (None, None))
    known = await session.scalar(select(HostIdentity.state).where(HostIdentity.person_id == live.host_id))
    pruned = await session.scalar(select(SessionTally.created_at).where(SessionTally.session_id == live.id))
    return SessionFacts(
        slug=live.slug,
        title=live.title,
        market=stall.market_name,
        place=stall.place_name,
        state=live.state,
        planned_from=live.starts_at,
        planned_until=live.ends_at,
        started_at=live.started_at,
        ended_at=live.ended_at,
        host=HostFacts(
            name=stall.host_name,
            identity_document=opening.document if opening else None,
            verified_at=opening.verified_at if opening else None,
            identity_state_now=known,
            licence_course=course,
            licence_from=held.granted_on.isoformat() if held else None,
            licence_until=held.expires_on.isoformat() if held else None,
            rules_number=opening.rules_number if opening else None,
            rules_accepted_at=opening.accepted_at if opening else None,
        ),
        stopped=await stop_of(session, live.id),
        record_pruned_at=pruned,
        sample=live.sample,
        read_at=stall.now,
    )


async def line_up_rows(session: AsyncSession, live: LiveSession) -> Rows:
    """What the session meant to show."""
    rows = await session.execute(
        select(LineUp.code, Product.name, Variant.name, Variant.price)
        .join(Variant, Variant.id == LineUp.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(LineUp.session_id == live.id)
        .order_by(LineUp.position, LineUp.id)
        .limit(MOST)
    )
    return _written(rows.all())


async def pin_rows(session: AsyncSession, live: LiveSession) -> Rows:
    """What was pinned at which price, from when until when."""
    rows = await session.execute(
        select(
            func.concat_ws(" · ", Product.name, func.nullif(Variant.name, "")),
            Campaign.price,
            Allowance.quota,
            Pin.created_at,
            Pin.unpinned_at,
            Pin.unpin_reason,
        )
        .join(Variant, Variant.id == Pin.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Campaign, Campaign.id == Pin.campaign_id)
        .outerjoin(Allowance, Allowance.id == Campaign.allowance_id)
        .where(Pin.session_id == live.id)
        .order_by(Pin.id)
        .limit(MOST)
    )
    return _written(rows.all())


async def comment_rows(session: AsyncSession, live: LiveSession) -> Rows:
    """What was said, also what was taken down or stood in the shadow."""
    rows = await session.execute(
        select(
            Comment.created_at,
            Comment.name,
            Comment.text,
            Comment.order_code,
            Comment.shadow,
            Comment.hidden_at,
            Comment.hidden_why,
            func.array_to_string(Comment.claims, " "),
        )
        .where(Comment.session_id == live.id)
        .order_by(Comment.id)
        .limit(MOST)
    )
    return _written(rows.all())


async def ban_rows(session: AsyncSession, live: LiveSession) -> Rows:
    """Who was kept from speaking."""
    rows = await session.execute(
        select(RoomBan.created_at, RoomBan.name, RoomBan.kind, RoomBan.until, RoomBan.lifted_at, RoomBan.why)
        .where(RoomBan.session_id == live.id)
        .order_by(RoomBan.id)
        .limit(MOST)
    )
    return _written(rows.all())


async def order_rows(session: AsyncSession, live: LiveSession) -> Rows:
    """Orders bought in the room: code, state and value, nobody's name."""
    rows = await session.execute(
        select(Order.created_at, Order.code, Order.status, Order.total)
        .where(Order.session_id == live.id)
        .order_by(Order.id)
        .limit(MOST)
    )
    return _written(rows.all())


async def stock_rows(session: AsyncSession, live: LiveSession) -> Rows:
    """The ledger of the stall's goods at its place while it was on air."""
    if live.started_at is None:
        return []
    until = func.coalesce(live.ended_at, shop_now())
    rows = await session.execute(
        select(
            Movement.created_at,
            func.concat_ws(" · ", Product.name, func.nullif(Variant.name, "")),
            Movement.kind,
            Movement.on_hand,
            Movement.held,
            Movement.reason,
        )
        .join(StockLevel, StockLevel.id == Movement.level_id)
        .join(LineUp, and_(LineUp.variant_id == StockLevel.variant_id, LineUp.session_id == live.id))
        .join(Variant, Variant.id == StockLevel.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(
            StockLevel.place_id == live.place_id,
            Movement.created_at >= live.started_at,
            Movement.created_at <= until,
        )
        .order_by(Movement.id)
        .limit(MOST)
    )
    return _written(rows.all())


async def complaint_rows(session: AsyncSession, live: LiveSession) -> Rows:
    """Complaints about the session; of their senders nothing."""
    rows = await session.execute(
        select(
            Complaint.created_at,
            Complaint.code,
            Complaint.kind,
            Complaint.state,
            Complaint.words,
            Complaint.answer,
            func.array_to_string(Complaint.measures, " "),
        )
        .where(Complaint.session_id == live.id)
        .order_by(Complaint.id)
        .limit(MOST)
    )
    return _written(rows.all())


def _written(rows: Sequence[Sequence[object]]) -> Rows:
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else ""
    return "" if cell is None else cell
