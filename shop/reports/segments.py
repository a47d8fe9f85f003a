"""What was bought while each part of a run of show went on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.markets.models import LiveSession
from shop.programme.models import Segment, SegmentTurn
from shop.reports.count import Bought
from shop.reports.figures import Minute, OfSegment, Sales, Span, by_span
from shop.reports.rules import minute_of


async def count_segments(session: AsyncSession, sessions: Sequence[UUID], bought: Bought) -> list[OfSegment]:
    """The segments that began, by session and their first beginning; several turns of one are together.

    The minute in which a segment begins is counted to it, not to the one before.
    """
    rows = await session.execute(
        select(SegmentTurn, Segment, LiveSession)
        .join(LiveSession, LiveSession.id == SegmentTurn.session_id)
        .outerjoin(Segment, Segment.id == SegmentTurn.segment_id)
        .where(SegmentTurn.session_id.in_(sessions))
        .order_by(LiveSession.starts_at, LiveSession.id, SegmentTurn.number)
    )
    moment = await now(session)
    found: list[OfSegment] = []
    for live, turns in groupby(((row[2], row[0], row[1]) for row in rows), key=lambda each: each[0]):
        minutes = bought.minutes_of.get(live.id, {})
        found += _of_session(live, [(turn, segment) for _, turn, segment in turns], minutes, live.ended_at or moment)
    return found


def _of_session(
    live: LiveSession,
    turns: Sequence[tuple[SegmentTurn, Segment | None]],
    minutes: dict[datetime, Sales],
    until: datetime,
) -> Iterable[OfSegment]:
    begins = [minute_of(turn.created_at) for turn, _ in turns]
    ends = [after for _, after in pairwise([*begins, max([until, *begins])])]
    spans = [Span(str(at), begun, end) for at, (begun, end) in enumerate(zip(begins, ends, strict=True))]
    sums = by_span([Minute(at=at, sales=sales) for at, sales in minutes.items()], spans)
    whole: dict[UUID, OfSegment] = {}
    for (turn, segment), sales in zip(turns, sums, strict=True):
        if segment is None:
            continue
        before = whole.get(segment.id)
        whole[segment.id] = OfSegment(
            session=live.slug,
            title=segment.title,
            presenter=segment.presenter,
            since=turn.created_at if before is None else before.since,
            sales=sales if before is None else before.sales + sales,
        )
    return whole.values()
