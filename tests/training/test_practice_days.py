"""Practice counts for a course, where the course says so."""

import pytest
from sqlalchemy import func, select

from shop.core.actor import Role
from shop.training.finish_session import finish_session
from shop.training.mark_attendance import mark_attendance
from shop.training.models import Enrolment, EnrolmentState, PracticeDay
from shop.training.note_practice import note_practice
from tests.make import accounts, training


async def class_of(session, *, counts, days=4, starts_in=-3):
    """A session whose last day is today, of a course in which `counts` days may be made up; and one learner."""
    of = await training.course(session, attendance_percent=75)
    of.practice_days = counts
    held = await training.course_session(session, of=of, starts_in=starts_in, days=days)
    return held, await training.learner(session, held)


async def finished(session, held, learner, *, there):
    """The learner's state once the session is finished, after being there on the first `there` days."""
    officer = await accounts.person(session, Role.OFFICER)
    for day in held.days[:there]:
        await mark_attendance(session, officer.id, held.id, day, {learner.id: True})
    await finish_session(session, officer.id, held.id)
    return await session.scalar(select(Enrolment.state).where(Enrolment.id == learner.id))


@pytest.mark.parametrize(
    ("counts", "practised", "state"),
    [
        (0, 1, EnrolmentState.MISSED),
        (1, 0, EnrolmentState.MISSED),
        (1, 1, EnrolmentState.COMPLETED),
        (2, 1, EnrolmentState.COMPLETED),
    ],
)
async def test_a_passed_practice_makes_up_a_day_where_the_course_says_so(session, counts, practised, state):
    held, learner = await class_of(session, counts=counts)
    for _ in range(practised):
        await note_practice(session, learner.person_id)

    found = await finished(session, held, learner, there=2)

    assert found is state


async def test_many_practices_of_a_day_are_one_and_no_more_count_than_the_course_allows(session):
    held, learner = await class_of(session, counts=1)
    for _ in range(3):
        await note_practice(session, learner.person_id)
    session.add(PracticeDay(enrolment_id=learner.id, day=held.days[0]))
    await session.flush()

    noted = await session.scalar(select(func.count()).select_from(PracticeDay))
    found = await finished(session, held, learner, there=1)

    assert noted == 2
    assert found is EnrolmentState.MISSED


async def test_practice_before_the_first_day_or_after_the_end_or_without_a_seat_counts_nowhere(session):
    _, early = await class_of(session, counts=2, starts_in=3)
    over, late = await class_of(session, counts=2)
    await finished(session, over, late, there=4)
    held, _ = await class_of(session, counts=2)
    waiting = await training.learner(session, held, state=EnrolmentState.WAITING)

    for one in (early, late, waiting):
        await note_practice(session, one.person_id)

    assert await session.scalar(select(func.count()).select_from(PracticeDay)) == 0


async def test_the_office_says_how_many_days_practice_makes_up(client, session):
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    body = {"title_vi": "Dẫn phiên", "title_en": "Hosting", "organiser": "VPĐP", "hours": 8, "attendance_percent": 80}

    made = await client.post(
        "/api/v1/office/training/courses", json=body | {"practice_days": 2}, headers={"Idempotency-Key": "course-1234"}
    )
    wrong = await client.post(
        "/api/v1/office/training/courses", json=body | {"practice_days": 32}, headers={"Idempotency-Key": "course-5678"}
    )

    assert (made.status_code, made.json()["practice_days"]) == (201, 2)
    assert wrong.status_code == 422
