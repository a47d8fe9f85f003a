"""Plan a session: add, change, move and remove its segments."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.errors import Invalid
from shop.core.money import Dong, show
from shop.core.outbox import publish
from shop.markets.errors import SessionOver
from shop.markets.guards import require_host
from shop.markets.models import LineUp, LiveSession, SessionState
from shop.producers.models import Producer
from shop.programme.errors import (
    SegmentBegun,
    SegmentGoodsWrong,
    SegmentPriceWrong,
    SegmentUnknown,
    TooManySegments,
)
from shop.programme.events import SegmentsChanged
from shop.programme.models import Segment, SegmentGood, SegmentTurn
from shop.programme.rules import MOST_GOODS, MOST_MINUTES, MOST_SEGMENTS
from shop.promotions.rules import is_bound


class Good(msgspec.Struct, frozen=True, kw_only=True):
    """A variant to pin: its live price in đồng (None: the list price) and its bounds (None: without)."""

    variant_id: UUID
    price: int | None = None
    quota: int | None = None
    buyer_limit: int | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A segment as its author wants it."""

    title: str
    minutes: int
    presenter: str = ""
    script: str = ""
    producer_id: UUID | None = None
    goods: Sequence[Good] = ()


async def add_segment(session: AsyncSession, actor: Actor, slug: str, draft: Draft, client_id: str) -> Segment:
    """Add a segment at the end of the plan; the same `client_id` adds one.

    Raises:
        SessionOver: the session has ended.
        TooManySegments: it has as many as it can.
        Invalid, SegmentGoodsWrong, SegmentPriceWrong: the draft cannot be meant.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await _open(session, actor, slug)
    standing = await segments_of(session, live.id)
    for segment in standing:
        if segment.client_id == client_id:
            return segment
    if len(standing) >= MOST_SEGMENTS:
        raise TooManySegments(most=MOST_SEGMENTS)
    await _check(session, live, draft)
    position = standing[-1].position + 1 if standing else 1
    segment = Segment(session_id=live.id, client_id=client_id, position=position, **_facts(draft))
    session.add(segment)
    await session.flush()  # its goods refer to it
    _put_goods(session, segment, draft)
    _tell(session, actor, live, "add_segment", segment)
    return segment


async def change_segment(session: AsyncSession, actor: Actor, slug: str, segment_id: UUID, draft: Draft) -> Segment:
    """Write the segment anew. Safe to repeat.

    Raises:
        SegmentUnknown: the session has none such.
        SegmentBegun: it has been on air.
        and those of `add_segment`.
    """
    live = await _open(session, actor, slug)
    segment = await _waiting(session, live, segment_id)
    await _check(session, live, draft)
    for name, value in _facts(draft).items():
        setattr(segment, name, value)
    await session.execute(
        delete(SegmentGood).where(SegmentGood.segment_id == segment.id).execution_options(synchronize_session=False)
    )
    await session.flush()  # before the same variants are written again
    _put_goods(session, segment, draft)
    _tell(session, actor, live, "change_segment", segment)
    return segment


async def move_segment(session: AsyncSession, actor: Actor, slug: str, segment_id: UUID, to: int) -> None:
    """Put the segment to the place `to`, counted from 1, within those that have not been on air. Safe to repeat.

    Raises:
        SegmentUnknown, SegmentBegun, SessionOver: as `change_segment`.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await _open(session, actor, slug)
    moved = await _waiting(session, live, segment_id)
    begun = await begun_of(session, live.id)
    standing = await segments_of(session, live.id)
    fixed = [segment for segment in standing if segment.id in begun]
    rest = [segment for segment in standing if segment.id not in begun and segment.id != moved.id]
    place = min(max(to - len(fixed) - 1, 0), len(rest))
    wanted = [*fixed, *rest[:place], moved, *rest[place:]]
    if wanted == standing:
        return
    for position, segment in enumerate(wanted, 1):
        segment.position = position
    await session.flush()
    _tell(session, actor, live, "move_segment", moved)


async def remove_segment(session: AsyncSession, actor: Actor, slug: str, segment_id: UUID) -> None:
    """Take the segment out of the plan. Safe to repeat: what is not there stays so.

    Raises:
        SegmentBegun, SessionOver: as `change_segment`.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await _open(session, actor, slug)
    try:
        segment = await _waiting(session, live, segment_id)
    except SegmentUnknown:
        return
    await session.execute(
        delete(SegmentGood).where(SegmentGood.segment_id == segment.id).execution_options(synchronize_session=False)
    )
    await session.delete(segment)
    _tell(session, actor, live, "remove_segment", segment)


async def segments_of(session: AsyncSession, session_id: UUID) -> list[Segment]:
    """The segments of a session in their order."""
    rows = await session.scalars(
        select(Segment)
        .where(Segment.session_id == session_id)
        .order_by(Segment.position)
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def begun_of(session: AsyncSession, session_id: UUID) -> frozenset[UUID]:
    """The segments of a session that have been on air."""
    rows = await session.scalars(select(SegmentTurn.segment_id).where(SegmentTurn.session_id == session_id))
    return frozenset(segment for segment in rows if segment is not None)


async def _open(session: AsyncSession, actor: Actor, slug: str) -> LiveSession:
    live = await require_host(session, actor, slug)
    if live.state is SessionState.ENDED:
        raise SessionOver
    return live


async def _waiting(session: AsyncSession, live: LiveSession, segment_id: UUID) -> Segment:
    """The segment, which has not been on air."""
    segment: Segment | None = await session.scalar(
        select(Segment)
        .where(Segment.id == segment_id, Segment.session_id == live.id)
        .execution_options(populate_existing=True)
    )
    if segment is None:
        raise SegmentUnknown
    if segment.id in await begun_of(session, live.id):
        raise SegmentBegun
    return segment


async def _check(session: AsyncSession, live: LiveSession, draft: Draft) -> None:
    if not draft.title:
        raise Invalid(field="title")
    if not 1 <= draft.minutes <= MOST_MINUTES:
        raise Invalid(field="minutes")
    if draft.producer_id is not None and await session.get(Producer, draft.producer_id) is None:
        raise Invalid(field="producer")
    wanted = [good.variant_id for good in draft.goods]
    rows = await session.execute(
        select(Variant.id, Product.name, Variant.price)
        .join(Product, Product.id == Variant.product_id)
        .join(LineUp, LineUp.variant_id == Variant.id)
        .where(LineUp.session_id == live.id, Variant.id.in_(wanted))
    )
    known: dict[UUID, tuple[str, Dong]] = {row[0]: (row[1], row[2]) for row in rows}
    if len(wanted) > MOST_GOODS or len(known) != len(wanted):
        raise SegmentGoodsWrong(field="goods", most=MOST_GOODS)
    for good in draft.goods:
        name, list_price = known[good.variant_id]
        if good.price is not None and not 0 < good.price <= list_price:
            raise SegmentPriceWrong(field="goods", name=name, list_price=show(list_price))
        if not is_bound(good.quota) or not is_bound(good.buyer_limit):
            raise Invalid(field="goods")


def _facts(draft: Draft) -> dict[str, object]:
    return {
        "title": draft.title,
        "minutes": draft.minutes,
        "presenter": draft.presenter,
        "script": draft.script,
        "producer_id": draft.producer_id,
    }


def _put_goods(session: AsyncSession, segment: Segment, draft: Draft) -> None:
    session.add_all(
        SegmentGood(
            segment_id=segment.id,
            variant_id=good.variant_id,
            position=position,
            price=None if good.price is None else Dong(good.price),
            quota=good.quota,
            buyer_limit=good.buyer_limit,
        )
        for position, good in enumerate(draft.goods, 1)
    )


def _tell(session: AsyncSession, actor: Actor, live: LiveSession, act: str, segment: Segment) -> None:
    record_act(session, actor.person_id, f"programme.{act}", live.slug, segment=str(segment.id), title=segment.title)
    publish(session, SegmentsChanged(session_id=live.id))
