"""Write down that somebody passed a practice, where a course of theirs counts it."""

from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import today
from shop.training.models import Course, CourseSession, CourseSessionState, Enrolment, EnrolmentState, PracticeDay


async def note_practice(session: AsyncSession, person_id: UUID) -> None:
    """Note today for every open session whose course counts practice and has begun. Safe to repeat.

    The sessions' rows are locked, in the order of their ids: a day is noted before a session is finished, or not at
    all.
    """
    day = await today(session)
    open_ones = await session.scalars(
        select(CourseSession.id)
        .join(Course, Course.id == CourseSession.course_id)
        .join(Enrolment, Enrolment.session_id == CourseSession.id)
        .where(Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.ENROLLED)
        .where(CourseSession.state == CourseSessionState.OPEN, CourseSession.days[1] <= day, Course.practice_days > 0)
        .order_by(CourseSession.id)
        .with_for_update(of=CourseSession)
    )
    seats = select(Enrolment.id, literal(day)).where(
        Enrolment.person_id == person_id, Enrolment.session_id.in_(open_ones.all())
    )
    noted = insert(PracticeDay).from_select(["enrolment_id", "day"], seats).on_conflict_do_nothing()
    await session.execute(noted)
