"""The life of a take: seen while its bytes come, ended once."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.events import TakeEnded
from shop.broadcast.models import Take, TakeEnd
from shop.core.clock import shop_now
from shop.core.outbox import publish
from shop.markets.models import LiveSession, SessionState

LOST_AFTER = timedelta(seconds=10)  # a publisher not heard of for so long is gone


async def see_take(session: AsyncSession, take_id: UUID, *, sound: bool = True) -> bool:
    """Note that bytes of a take still come; False once it was ended, and its publisher is to be cut.

    So is one of a session that is over: also of one that was called off.
    """
    goes_on = select(LiveSession.id).where(LiveSession.state.in_((SessionState.SCHEDULED, SessionState.ON_AIR)))
    seen = await session.scalar(
        update(Take)
        .where(Take.id == take_id, Take.ended_at.is_(None), Take.session_id.in_(goes_on))
        .values(seen_at=shop_now(), sound=sound)
        .returning(Take.id)
        .execution_options(synchronize_session=False)
    )
    return seen is not None


async def close_take(session: AsyncSession, take_id: UUID, reason: TakeEnd) -> None:
    """End a take. What was ended before keeps its reason: safe to repeat."""
    await _end(session, reason, Take.id == take_id)


async def end_open_take(session: AsyncSession, session_id: UUID, reason: TakeEnd) -> None:
    """End what comes in of a session, if anything does. Safe to repeat."""
    await _end(session, reason, Take.session_id == session_id)


async def close_lost(session: AsyncSession, limit: int = 50) -> int:
    """End at most `limit` takes whose publishers were not heard of for long; return how many.

    Their process was killed, or their media server forgot to say so. Held rows are passed over: safe to run twice.
    """
    silent = (
        select(Take.id)
        .where(Take.ended_at.is_(None), Take.seen_at < shop_now() - LOST_AFTER)
        .order_by(Take.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return await _end(session, TakeEnd.LOST, Take.id.in_((await session.scalars(silent)).all()))


async def _end(session: AsyncSession, reason: TakeEnd, *which: ColumnElement[bool]) -> int:
    rows = await session.execute(
        update(Take)
        .where(Take.ended_at.is_(None), *which)
        .values(ended_at=shop_now(), end_reason=reason)
        .returning(Take.session_id, Take.id)
        .execution_options(synchronize_session=False)
    )
    ended = rows.all()
    for session_id, take_id in ended:
        publish(session, TakeEnded(session_id=session_id, take_id=take_id))
    return len(ended)
