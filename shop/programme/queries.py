"""Reads of a run of show for those who run it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.markets.models import LineUp, LiveSession, SessionState
from shop.markets.queries import BY_START
from shop.producers.models import Producer
from shop.programme.edit import segments_of
from shop.programme.models import Segment, SegmentGood, SegmentSkip, SegmentTurn

T = TypeVar("T")


class Skip(msgspec.Struct, frozen=True):
    """What was not pinned when a segment began, and the code of the reason."""

    variant: UUID
    code: str


class Run(msgspec.Struct, frozen=True):
    """How a segment went: when it began and ended (UTC), and what of it could not be pinned."""

    began_at: datetime
    ended_at: datetime | None
    skipped: Sequence[Skip]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A segment with its goods, and how it went; None: it has not begun."""

    segment: Segment
    producer: str | None
    goods: Sequence[SegmentGood]
    run: Run | None = None


class Show(msgspec.Struct, frozen=True, kw_only=True):
    """The run of show of a session; `over` once its last segment has ended."""

    parts: Sequence[Part]
    current: UUID | None
    over: bool


async def show_of(session: AsyncSession, live: LiveSession) -> Show:
    """The whole run of show of a session, planned and real."""
    segments = await segments_of(session, live.id)
    goods = await session.scalars(
        select(SegmentGood)
        .where(SegmentGood.segment_id.in_([segment.id for segment in segments]))
        .order_by(SegmentGood.position)
        .execution_options(populate_existing=True)
    )
    by_segment = _gathered(goods, lambda good: good.segment_id)
    runs = await _runs(session, live)
    names = await _names(session, {segment.producer_id for segment in segments if segment.producer_id})
    last = next(reversed(runs), None)
    return Show(
        parts=[
            Part(
                segment=segment,
                producer=names.get(segment.producer_id) if segment.producer_id else None,
                goods=by_segment.get(segment.id, []),
                run=runs.get(segment.id),
            )
            for segment in segments
        ],
        current=last if live.state is SessionState.ON_AIR else None,
        over=bool(runs) and last is None,
    )


async def _runs(session: AsyncSession, live: LiveSession) -> dict[UUID | None, Run]:
    """How the segments of a session went, in the order they had; None stands for the end of the show."""
    turns = (
        await session.scalars(select(SegmentTurn).where(SegmentTurn.session_id == live.id).order_by(SegmentTurn.number))
    ).all()
    if not turns:
        return {}
    skips = await session.scalars(select(SegmentSkip).where(SegmentSkip.turn_id.in_([turn.id for turn in turns])))
    by_turn = _gathered(skips, lambda skip: skip.turn_id)
    ends = [*(turn.created_at for turn in turns[1:]), live.ended_at]
    return {
        turn.segment_id: Run(
            turn.created_at, end, [Skip(skip.variant_id, skip.code) for skip in by_turn.get(turn.id, [])]
        )
        for turn, end in zip(turns, ends, strict=True)
    }


async def _names(session: AsyncSession, makers: Collection[UUID]) -> dict[UUID, str]:
    if not makers:
        return {}
    rows = await session.execute(select(Producer.id, Producer.name).where(Producer.id.in_(makers)))
    return {row[0]: row[1] for row in rows}


def _gathered(rows: Iterable[T], of: Callable[[T], UUID]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = {}
    for row in rows:
        found.setdefault(of(row), []).append(row)
    return found


class OpenStall(msgspec.Struct, frozen=True):
    """Another stall of the market that is on air."""

    slug: str
    title: str


async def stalls_beside(session: AsyncSession, live: LiveSession, most: int = 50) -> list[OpenStall]:
    """Where the viewers of a session can be taken."""
    rows = await session.execute(
        select(LiveSession.slug, LiveSession.title)
        .where(
            LiveSession.market_id == live.market_id,
            LiveSession.state == SessionState.ON_AIR,
            LiveSession.id != live.id,
        )
        .order_by(*BY_START)
        .limit(most)
    )
    return [OpenStall(row[0], row[1]) for row in rows]


class Maker(msgspec.Struct, frozen=True):
    """A producer by id and name."""

    id: UUID
    name: str


async def makers_of(session: AsyncSession, live: LiveSession) -> list[Maker]:
    """The producers of a line-up by name."""
    rows = await session.execute(
        select(Producer.id, Producer.name)
        .distinct()
        .join(Product, Product.producer_id == Producer.id)
        .join(Variant, Variant.product_id == Product.id)
        .join(LineUp, LineUp.variant_id == Variant.id)
        .where(LineUp.session_id == live.id)
        .order_by(Producer.name)
    )
    return [Maker(row[0], row[1]) for row in rows]
