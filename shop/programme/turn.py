"""Take the next turn of a run of show."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.outbox import publish
from shop.markets.models import LiveSession
from shop.programme.edit import segments_of
from shop.programme.events import SegmentBegan
from shop.programme.models import Segment, SegmentGood, SegmentSkip, SegmentTurn


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A turn that was taken: what the segment before pinned, and what the one that begins wants to pin.

    Without a `segment` the run of show is over.
    """

    turn_id: UUID
    segment: Segment | None
    before: Sequence[UUID]
    goods: Sequence[SegmentGood]


async def take_turn(session: AsyncSession, live: LiveSession, leaving: UUID | None) -> Taken | None:
    """Let the segment behind `leaving` begin (None: the first one); None: nothing changed.

    The caller holds the session's lock, so of two taps that name the same segment the first takes the turn, and the
    other finds that the show has moved on. Once it is over it does not begin again.
    """
    last = await session.scalar(
        select(SegmentTurn)
        .where(SegmentTurn.session_id == live.id)
        .order_by(SegmentTurn.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    standing = await segments_of(session, live.id)
    if (last.segment_id if last else None) != leaving or (last is not None and leaving is None) or not standing:
        return None
    following = _behind(standing, leaving)
    turn = SegmentTurn(
        session_id=live.id, number=last.number + 1 if last else 1, segment_id=following.id if following else None
    )
    session.add(turn)
    await session.flush()  # what is skipped refers to it
    publish(session, SegmentBegan(session_id=live.id, segment_id=turn.segment_id))
    return Taken(
        turn_id=turn.id,
        segment=following,
        before=[good.variant_id for good in await _goods(session, leaving)],
        goods=await _goods(session, turn.segment_id),
    )


def note_skip(session: AsyncSession, turn_id: UUID, variant_id: UUID, code: str) -> None:
    """Keep that a variant could not be pinned as its segment began, and why."""
    session.add(SegmentSkip(turn_id=turn_id, variant_id=variant_id, code=code))


def _behind(standing: Sequence[Segment], leaving: UUID | None) -> Segment | None:
    order = [segment.id for segment in standing]
    place = 0 if leaving is None else order.index(leaving) + 1
    return standing[place] if place < len(standing) else None


async def _goods(session: AsyncSession, segment_id: UUID | None) -> Sequence[SegmentGood]:
    if segment_id is None:
        return ()
    rows = await session.scalars(
        select(SegmentGood).where(SegmentGood.segment_id == segment_id).order_by(SegmentGood.position)
    )
    return rows.all()
