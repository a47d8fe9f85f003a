"""Write down how many watch the sessions on air, and keep the sketch of who has."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now, shop_now
from shop.core.db import Sessions, short
from shop.livestream.audience import Audience
from shop.livestream.seen import Crowd, Room, Sketches
from shop.markets.models import LiveSession, SessionState
from shop.reports.models import SessionAudience, SessionMinute
from shop.reports.rules import minute_of

MOST_ROOMS = 500  # on air at once
JUST_ENDED = timedelta(minutes=2)


async def sample_viewers(sessions: Sessions, redis: "Redis") -> int:
    """Look at all sessions on air once; return how many. Without Redis nothing is written: nobody knows.

    Safe to repeat and to run twice at once: a minute keeps the most that was seen in it. Redis is asked between two
    transactions.
    """
    async with short(sessions) as session:
        rooms = await rooms_on_air(session)
    if not rooms:
        return 0
    watching = await Audience(redis).known([room.session_id for room in rooms])
    if watching is None:
        return 0
    try:
        crowds = await Sketches(redis).count(rooms)
    except (RedisError, OSError, TimeoutError):
        return 0
    async with short(sessions) as session:
        await keep_samples(session, watching, crowds)
    return len(crowds)


async def rooms_on_air(session: AsyncSession) -> list[Room]:
    """Sessions on air or just ended, and of markets still open those that have ended, with what was kept of each."""
    on_air = select(LiveSession.market_id).where(LiveSession.state == SessionState.ON_AIR)
    rows = await session.execute(
        select(LiveSession.id, LiveSession.market_id, SessionAudience.sketch)
        .outerjoin(SessionAudience, SessionAudience.session_id == LiveSession.id)
        .where(
            or_(LiveSession.market_id.in_(on_air), LiveSession.ended_at > shop_now() - JUST_ENDED),
            LiveSession.state != SessionState.SCHEDULED,
        )
        .order_by(LiveSession.id)
        .limit(MOST_ROOMS)
    )
    return [Room(row[0], row[1], row[2]) for row in rows]


async def keep_samples(session: AsyncSession, watching: Mapping[UUID, int], crowds: Sequence[Crowd]) -> None:
    """Write the samples of this minute, for sessions still on air; sketches of all. Rows are taken in id order."""
    on_air = set(await session.scalars(select(LiveSession.id).where(LiveSession.state == SessionState.ON_AIR)))
    minute = minute_of(await now(session))
    by_id = sorted(crowds, key=lambda crowd: crowd.session_id)
    rows = [
        {"session_id": each.session_id, "minute": minute, "viewers": watching[each.session_id], "seen": each.seen}
        for each in by_id
        if each.session_id in on_air
    ]
    if rows:
        new = insert(SessionMinute).values(rows)
        most = {
            "viewers": func.greatest(SessionMinute.viewers, new.excluded.viewers),
            "seen": func.greatest(SessionMinute.seen, new.excluded.seen),
        }
        await session.execute(new.on_conflict_do_update(index_elements=["session_id", "minute"], set_=most))
    await _keep_sketches(session, by_id)


async def _keep_sketches(session: AsyncSession, crowds: Sequence[Crowd]) -> None:
    new = insert(SessionAudience).values(
        [
            {"session_id": each.session_id, "sketch": each.sketch, "seen": each.seen, "market_seen": each.market_seen}
            for each in crowds
        ]
    )
    grown = (SessionAudience.seen < new.excluded.seen) | (SessionAudience.market_seen < new.excluded.market_seen)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=["session_id"],
            set_={
                "sketch": new.excluded.sketch,
                "seen": func.greatest(SessionAudience.seen, new.excluded.seen),
                "market_seen": func.greatest(SessionAudience.market_seen, new.excluded.market_seen),
            },
            where=grown,
        )
    )
