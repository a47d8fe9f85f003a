"""Finish a session: who was there often enough has completed the course and is licensed."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import shop_now, today
from shop.core.outbox import publish
from shop.training.errors import CourseSessionNotOver, OwnTraining
from shop.training.events import LicenceGranted
from shop.training.lock import lock_session
from shop.training.models import (
    Attendance,
    Course,
    CourseSession,
    CourseSessionState,
    Enrolment,
    EnrolmentState,
    Licence,
)
from shop.training.queries import practised_days
from shop.training.rules import months_later, was_there


async def finish_session(session: AsyncSession, officer_id: UUID, session_id: UUID) -> int:
    """Close the attendance and grant the licences, from today on; return how many. Safe to repeat: then none.

    Whoever still waits for a seat goes on waiting in the books; no seat comes any more.

    Raises:
        CourseSessionUnknown: there is no such session.
        CourseSessionNotOver: its last day is still to come.
        OwnTraining: the officer is one of its learners.
    """
    held = await lock_session(session, session_id)
    if held.state is CourseSessionState.FINISHED:
        return 0
    day = await today(session)
    if held.days[-1] > day:
        raise CourseSessionNotOver(day=f"{held.days[-1]:%d/%m/%Y}")
    learners = await _learners(session, session_id)
    if officer_id in {person_id for person_id, _ in learners.values()}:
        raise OwnTraining
    course = await session.get_one(Course, held.course_id)
    practised = await practised_days(session, session_id, course.practice_days)
    needed = course.attendance_percent
    done = {
        key for key, (_, present) in learners.items() if was_there(held.days, present, needed, practised.get(key, 0))
    }
    for state, whom in ((EnrolmentState.COMPLETED, done), (EnrolmentState.MISSED, learners.keys() - done)):
        moved = update(Enrolment).where(Enrolment.id.in_(whom)).values(state=state)
        await session.execute(moved.execution_options(synchronize_session=False))
    finished = {"state": CourseSessionState.FINISHED, "finished_at": shop_now(), "finished_by": officer_id}
    ended = update(CourseSession).where(CourseSession.id == session_id).values(finished)
    await session.execute(ended.execution_options(synchronize_session=False))
    licensed = await _license(session, officer_id, course, session_id, {learners[key][0]: key for key in done})
    record_act(session, officer_id, "training.finish", str(session_id), completed=len(done), licensed=licensed)
    return licensed


async def _license(
    session: AsyncSession, officer_id: UUID, course: Course, session_id: UUID, done: dict[UUID, UUID]
) -> int:
    """Grant licences to these people (person -> enrolment) and tell them."""
    if course.licence_months is None or not done:
        return 0
    day = await today(session)
    until = months_later(day, course.licence_months)
    usual = {"course_id": course.id, "granted_on": day, "expires_on": until, "granted_by": officer_id}
    rows = [usual | {"person_id": person_id, "enrolment_id": key} for person_id, key in sorted(done.items())]
    granted = insert(Licence).values(rows).on_conflict_do_nothing(index_elements=["enrolment_id"])
    people = (await session.scalars(granted.returning(Licence.person_id))).all()
    for person_id in people:
        publish(session, LicenceGranted(person_id=person_id, session_id=session_id, expires_on=until))
    return len(people)


async def _learners(session: AsyncSession, session_id: UUID) -> dict[UUID, tuple[UUID, list[date]]]:
    days = func.array_agg(Attendance.day).filter(Attendance.present)
    rows = await session.execute(
        select(Enrolment.id, Enrolment.person_id, days)
        .outerjoin(Attendance, Attendance.enrolment_id == Enrolment.id)
        .where(Enrolment.session_id == session_id, Enrolment.state == EnrolmentState.ENROLLED)
        .group_by(Enrolment.id)
    )
    return {row[0]: (row[1], list(row[2] or ())) for row in rows}
