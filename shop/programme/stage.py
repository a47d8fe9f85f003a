"""What a room shows of its programme: the segment on air, who hosts with whom, where its viewers go next."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ScalarSelect, Select, and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.markets.models import CoHost, LiveSession, SessionState
from shop.producers.models import Producer
from shop.programme.models import Segment, SegmentTurn, StallMove
from shop.programme.rules import COUNTDOWN_SECONDS


class SegmentSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The segment on air: since when (UTC), how many minutes are planned, and the title of what comes next."""

    id: UUID
    title: str
    presenter: str
    producer: str | None
    started_at: datetime
    minutes: int
    next: str | None


class MovedTo(msgspec.Struct, frozen=True, kw_only=True):
    """The stall viewers are taken to since `at` (UTC), `seconds` after they hear of it unless they stay."""

    slug: str
    title: str
    at: datetime
    seconds: int = COUNTDOWN_SECONDS


class OnStage(msgspec.Struct, frozen=True, kw_only=True):
    """The programme of a room at one moment."""

    segment: SegmentSeen | None = None
    co_hosts: list[str] = msgspec.field(default_factory=list)
    moved_to: MovedTo | None = None


async def on_stage(session: AsyncSession, live: LiveSession) -> OnStage:
    """The programme of a session's room, in one statement. A stall that is off air takes no viewers."""
    row = (await session.execute(_stage(live.id))).one()
    began_at, segment_id, title, presenter, minutes, producer, coming, named, moved_at, slug, stall = row
    segment = None
    if segment_id is not None and live.state is SessionState.ON_AIR:
        segment = SegmentSeen(
            id=segment_id,
            title=title,
            presenter=presenter,
            producer=producer,
            started_at=began_at,
            minutes=minutes,
            next=coming,
        )
    moved = None if slug is None else MovedTo(slug=slug, title=stall, at=moved_at)
    return OnStage(segment=segment, co_hosts=named or [], moved_to=moved)


def _stage(session_id: UUID) -> Select[Any]:
    target = aliased(LiveSession)
    began = (SegmentTurn.created_at, Segment.id, Segment.title, Segment.presenter, Segment.minutes, Producer.name)
    return (
        select(*began, _following(session_id), _co_hosts(session_id), StallMove.moved_at, target.slug, target.title)
        .select_from(LiveSession)
        .outerjoin(SegmentTurn, SegmentTurn.id == _newest_turn(session_id))
        .outerjoin(Segment, Segment.id == SegmentTurn.segment_id)
        .outerjoin(Producer, Producer.id == Segment.producer_id)
        .outerjoin(StallMove, StallMove.session_id == LiveSession.id)
        .outerjoin(target, and_(target.id == StallMove.to_id, target.state == SessionState.ON_AIR))
        .where(LiveSession.id == session_id)
    )


def _newest_turn(session_id: UUID) -> ScalarSelect[UUID]:
    turns = select(SegmentTurn.id).where(SegmentTurn.session_id == session_id)
    return turns.order_by(SegmentTurn.number.desc()).limit(1).scalar_subquery()


def _co_hosts(session_id: UUID) -> ScalarSelect[Any]:
    return (
        select(func.array_agg(aggregate_order_by(Person.name, CoHost.id)))
        .join(CoHost, CoHost.person_id == Person.id)
        .where(CoHost.session_id == session_id)
        .scalar_subquery()
    )


def _following(session_id: UUID) -> ScalarSelect[str]:
    """The title of the segment behind the one on air."""
    behind = aliased(Segment)
    return (
        select(behind.title)
        .where(behind.session_id == session_id, behind.position > Segment.position)
        .order_by(behind.position)
        .limit(1)
        .scalar_subquery()
    )
