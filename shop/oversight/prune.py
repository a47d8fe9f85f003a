"""The record of a session goes when its time is over: talk, bans and pins. Counts, orders and complaints stay."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.conduct.models import SessionStop
from shop.core.clock import now, shop_now
from shop.livestream.models import Comment, Pin, RoomBan
from shop.markets.models import LiveSession
from shop.oversight.models import Complaint, SessionTally
from shop.oversight.rules import OPEN


async def prune_records(session: AsyncSession, keep_days: int, limit: int) -> int:
    """Remove at most `limit` rows of one session that ended longer than `keep_days` ago; return how many went.

    A session the authority stopped, or one with an open complaint, is kept. How much there was is counted before the
    first row goes. Safe to repeat and to run twice at once.
    """
    old = await now(session) - timedelta(days=keep_days)
    done = exists().where(SessionTally.session_id == LiveSession.id, SessionTally.finished_at.is_not(None))
    stopped = exists().where(SessionStop.session_id == LiveSession.id)
    argued = exists().where(Complaint.session_id == LiveSession.id, Complaint.state.in_(OPEN))
    session_id = await session.scalar(
        select(LiveSession.id)
        .where(LiveSession.ended_at < old, ~done, ~stopped, ~argued)
        .order_by(LiveSession.ended_at, LiveSession.id)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True)
    )
    if session_id is None:
        return 0
    await _count(session, session_id)
    gone = 0
    for model in (Comment, RoomBan, Pin):
        some = select(model.id).where(model.session_id == session_id).order_by(model.id).limit(limit - gone)
        removed = await session.execute(delete(model).where(model.id.in_(some)).returning(model.id))
        gone += len(removed.all())
        if gone >= limit:
            return gone
    await session.execute(
        update(SessionTally)
        .where(SessionTally.session_id == session_id)
        .values(finished_at=shop_now())
        .execution_options(synchronize_session=False)
    )
    return gone + 1  # the session itself: a sweep goes on while there is more


async def _count(session: AsyncSession, session_id: UUID) -> None:
    counts = {
        name: select(func.count()).where(model.session_id == session_id).scalar_subquery()
        for name, model in (("comments", Comment), ("pins", Pin), ("bans", RoomBan))
    }
    await session.execute(insert(SessionTally).values(counts | {"session_id": session_id}).on_conflict_do_nothing())
