"""Who runs a session: its host and its co-hosts."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.markets.models import CoHost, LiveSession


async def runs(session: AsyncSession, live: LiveSession, person_id: UUID | None) -> bool:
    """Whether a person is the session's host, or named beside them; no statement for the host and for guests."""
    if person_id is None or person_id == live.host_id:
        return person_id is not None
    return await session.scalar(named(live.id, person_id)) is not None


def named(session_id: UUID, person_id: UUID) -> Select[UUID]:
    """The row that names a person co-host of a session."""
    return select(CoHost.id).where(CoHost.session_id == session_id, CoHost.person_id == person_id)
