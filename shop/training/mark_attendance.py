"""Write down who was there."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import shop_now, today
from shop.training.errors import AttendanceClosed, AttendanceDayWrong, EnrolmentUnknown, OwnTraining
from shop.training.lock import lock_session
from shop.training.models import Attendance, CourseSessionState, Enrolment, EnrolmentState


async def mark_attendance(
    session: AsyncSession, officer_id: UUID, session_id: UUID, day: date, here: Mapping[UUID, bool]
) -> None:
    """Say of learners (enrolment -> was there) how it was on `day`; of all others nothing changes. Safe to repeat.

    Two officers may mark one day at once, each their own learners.

    Raises:
        CourseSessionUnknown: there is no such session.
        AttendanceClosed: it is finished.
        AttendanceDayWrong: it is not held on that day, or the day is still to come.
        EnrolmentUnknown: somebody has no seat in it.
        OwnTraining: the officer is among those to be marked.
    """
    held = await lock_session(session, session_id)
    if held.state is CourseSessionState.FINISHED:
        raise AttendanceClosed
    if day not in held.days or day > await today(session):
        raise AttendanceDayWrong(field="day")
    if not here:
        return
    people = await session.execute(
        select(Enrolment.id, Enrolment.person_id).where(
            Enrolment.session_id == session_id,
            Enrolment.id.in_(here),
            Enrolment.state == EnrolmentState.ENROLLED,
        )
    )
    seated = {row.id: row.person_id for row in people}
    if len(seated) < len(here):
        raise EnrolmentUnknown
    if officer_id in seated.values():
        raise OwnTraining
    rows = [
        {"enrolment_id": enrolment_id, "day": day, "present": present, "marked_by": officer_id}
        for enrolment_id, present in here.items()
    ]
    said = insert(Attendance).values(rows)
    anew = {"present": said.excluded.present, "marked_by": said.excluded.marked_by, "marked_at": shop_now()}
    await session.execute(said.on_conflict_do_update(index_elements=["enrolment_id", "day"], set_=anew))
    marked = {str(enrolment_id): present for enrolment_id, present in here.items()}
    record_act(session, officer_id, "training.attendance", str(session_id), day=day.isoformat(), here=marked)
