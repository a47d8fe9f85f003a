"""Work around replays: built once a session is over, cleared away once they are closed."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.keeping import open_storage
from shop.core.db import short
from shop.core.errors import Unavailable
from shop.livestream.events import SessionEnded
from shop.oversight.events import ReplayForbidden, SessionHalted
from shop.replays.begin import begin_replay
from shop.replays.build import build_replay
from shop.replays.claim import claim_replay
from shop.replays.clear import clear_closed
from shop.replays.cut import claim_clip, cut_clip
from shop.replays.remove import expire_replays, withdraw_forbidden, withdraw_stopped
from workers.app import SETTINGS
from workers.runtime import Worker, program, sweep
from workers.subscribe import subscriber

log = structlog.get_logger("workers.replays")


@subscriber("replays.begin", "bulk")
async def begin(session: AsyncSession, _event_id: UUID, event: SessionEnded) -> None:
    """Have the replay of a session built."""
    await begin_replay(session, event.session_id)


@subscriber("replays.withdraw", "bulk")
async def withdraw(session: AsyncSession, _event_id: UUID, event: SessionHalted) -> None:
    """Take the replay of a stopped session from the public."""
    await withdraw_stopped(session, event.session_id)


@subscriber("replays.forbid", "bulk")
async def forbid(session: AsyncSession, _event_id: UUID, event: ReplayForbidden) -> None:
    """Take a replay an authority named from the public."""
    await withdraw_forbidden(session, event.session_id)


@program("replays.build", "bulk")
async def build(worker: Worker, /) -> None:
    """Build the oldest replay nobody builds."""
    async with short(worker.sessions) as session:
        claim = await claim_replay(session)
    if claim is not None:
        await build_replay(worker.sessions, open_storage(worker.settings), claim)


@program("replays.cut", "bulk")
async def cut(worker: Worker, /) -> None:
    """Cut the oldest clip nobody cuts."""
    async with short(worker.sessions) as session:
        wanted = await claim_clip(session)
    if wanted is not None:
        await cut_clip(worker.sessions, open_storage(worker.settings), wanted)


@program("replays.clear", "bulk")
async def clear(worker: Worker, /) -> None:
    """Clear away the files of what was closed."""
    try:
        await clear_closed(worker.sessions, open_storage(worker.settings))
    except Unavailable:
        log.warning("storage of video is away")


@sweep("replays.expire", "bulk", limit=50)
async def expire(session: AsyncSession, limit: int) -> int:
    """Close replays that were kept long enough."""
    return await expire_replays(session, SETTINGS.video_keep_days, limit)
