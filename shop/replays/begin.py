"""Begin the replay of a session that is over."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.replays.models import Replay


async def begin_replay(session: AsyncSession, session_id: UUID) -> None:
    """Note that the session's replay is to be built. Safe to repeat."""
    await session.execute(insert(Replay).values(session_id=session_id).on_conflict_do_nothing())
