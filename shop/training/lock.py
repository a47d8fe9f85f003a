"""The one lock of a session and its learners."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.training.errors import CourseSessionUnknown
from shop.training.models import CourseSession


async def lock_session(session: AsyncSession, session_id: UUID) -> CourseSession:
    """The session, read anew and locked until the commit: seats, attendance and its end follow one another.

    Raises:
        CourseSessionUnknown: there is no such session.
    """
    held: CourseSession | None = await session.scalar(
        select(CourseSession)
        .where(CourseSession.id == session_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if held is None:
        raise CourseSessionUnknown
    return held
