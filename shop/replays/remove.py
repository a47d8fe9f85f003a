"""Take a replay from everybody: by its host or an officer, by the authority's stop, or when it was kept long enough."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.conduct.models import SessionStop
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import shop_now
from shop.core.text import squeeze
from shop.markets.guards import require_moderator
from shop.markets.models import LiveSession
from shop.oversight.models import Complaint
from shop.oversight.rules import OPEN
from shop.replays.begin import begin_replay
from shop.replays.errors import ReplayReasonMissing, ReplayUnknown
from shop.replays.models import Replay, ReplayState

SHORTEST = 3  # letters of a reason
STOPPED = "stopped by the authority"
FORBIDDEN = "removed by order of the authority"
SWEEP = "sweep:replays"


async def remove_replay(session: AsyncSession, actor: Actor, slug: str, reason: str) -> None:
    """Remove the replay: pages and addresses know it no more from the commit on, its files go within a minute.

    While it is being built too. Again changes nothing: the first reason stays.

    Raises:
        ReplayReasonMissing: nothing says why.
        ReplayUnknown: the session has none yet.
        SessionUnknown, Unauthenticated, Forbidden: see `require_moderator`.
    """
    live = await require_moderator(session, actor, slug)
    said = squeeze(reason)
    if len(said) < SHORTEST:
        raise ReplayReasonMissing(field="reason")
    if await session.scalar(select(Replay.id).where(Replay.session_id == live.id)) is None:
        raise ReplayUnknown
    if await _close(session, ReplayState.REMOVED, str(actor.person_id), said, Replay.session_id == live.id):
        record_act(session, actor.person_id, "replays.remove", live.slug, reason=said)


async def withdraw_stopped(session: AsyncSession, session_id: UUID) -> None:
    """Take the replay of a session the authority stopped from the public, begun or not. Safe to repeat."""
    await begin_replay(session, session_id)
    await _close(session, ReplayState.REMOVED, SWEEP, STOPPED, Replay.session_id == session_id)


async def withdraw_forbidden(session: AsyncSession, session_id: UUID) -> None:
    """Take a replay the authority named from the public, begun or not; its session stands. Safe to repeat."""
    await begin_replay(session, session_id)
    await _close(session, ReplayState.REMOVED, SWEEP, FORBIDDEN, Replay.session_id == session_id)


async def expire_replays(session: AsyncSession, keep_days: int, limit: int) -> int:
    """Close at most `limit` replays of sessions that ended longer than `keep_days` ago; return how many.

    One under an open complaint is kept until that is decided. Safe to repeat.
    """
    due = (
        select(Replay.id)
        .join(LiveSession, LiveSession.id == Replay.session_id)
        .where(LiveSession.ended_at < shop_now() - timedelta(days=keep_days), Replay.closed_at.is_(None))
        .where(~argued())
        .order_by(Replay.id)
        .limit(limit)
        .with_for_update(of=Replay, skip_locked=True)
    )
    return await _close(session, ReplayState.EXPIRED, SWEEP, f"kept for {keep_days} days", Replay.id.in_(due))


def argued() -> ColumnElement[bool]:
    """Whether a complaint about a `Replay` row's session waits for its decision."""
    return exists().where(Complaint.session_id == Replay.session_id, Complaint.state.in_(OPEN)).correlate(Replay)


def stopped() -> ColumnElement[bool]:
    """Whether the authority stopped a `Replay` row's session."""
    return exists().where(SessionStop.session_id == Replay.session_id).correlate(Replay)


async def _close(session: AsyncSession, state: ReplayState, by: str, why: str, *which: ColumnElement[bool]) -> int:
    closed = await session.scalars(
        update(Replay)
        .where(Replay.closed_at.is_(None), *which)
        .values(state=state, closed_at=shop_now(), closed_by=by, closed_why=why)
        .returning(Replay.id)
        .execution_options(synchronize_session=False)
    )
    return len(closed.all())
