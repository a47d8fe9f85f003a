"""Leave the air: by the host, or by the sweep once the host is gone."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.models import TakeEnd
from shop.broadcast.takes import end_open_take
from shop.catalog.airing import take_off_air
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now, shop_now
from shop.core.outbox import publish
from shop.livestream.events import SessionEnded
from shop.livestream.models import Pin
from shop.livestream.rules import ABANDONED_AFTER
from shop.livestream.unpin import BY_END, close_pins
from shop.markets.guards import require_host
from shop.markets.models import LiveSession, Market, SessionState
from shop.markets.rules import MOVES
from shop.markets.slots import free_slots
from shop.programme.move_viewers import move_at_end

SWEEP = "sweep:livestream"


async def end_session(session: AsyncSession, actor: Actor, slug: str) -> LiveSession:
    """End the session: its pins come down, their live prices end, its viewers go to the next stall on air.

    Ending again changes nothing.

    Raises:
        IllegalMove: it was never on air.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    if live.state is SessionState.ENDED:
        return live
    MOVES.check(live.state, SessionState.ENDED)
    await _end(session, live)
    record_act(session, actor.person_id, "livestream.end", live.slug)
    return live


async def end_abandoned(session: AsyncSession, limit: int = 20) -> int:
    """End at most `limit` sessions whose market is over and whose host was last seen long ago; return how many.

    A host who overruns is left alone. Safe to repeat and to run twice at once: held rows are passed over.
    """
    last_sign = func.greatest(Market.ends_at, LiveSession.host_seen_at)
    found = await session.scalars(
        select(LiveSession)
        .join(Market, Market.id == LiveSession.market_id)
        .where(LiveSession.state == SessionState.ON_AIR, last_sign < shop_now() - ABANDONED_AFTER)
        .order_by(LiveSession.id)
        .limit(limit)
        .with_for_update(of=LiveSession, key_share=True, skip_locked=True)
    )
    abandoned = list(found)
    for live in abandoned:
        await _end(session, live)
        record_act(session, SWEEP, "livestream.end", live.slug, reason="the host is gone")
    return len(abandoned)


async def cut_session(session: AsyncSession, live: LiveSession) -> None:
    """End a session on air that is not its host's to end; the caller holds its lock and says why in the log."""
    MOVES.check(live.state, SessionState.ENDED)
    await _end(session, live)


async def _end(session: AsyncSession, live: LiveSession) -> None:
    live.state = SessionState.ENDED
    live.ended_at = await now(session)
    await close_pins(session, BY_END, Pin.session_id == live.id, tell=False)
    await take_off_air(session, live.id)
    await free_slots(session, live.id)
    await end_open_take(session, live.id, TakeEnd.SESSION_ENDED)
    await move_at_end(session, live)
    publish(session, SessionEnded(session_id=live.id))
