"""Who was there, and what a finished session gives."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from shop.core.actor import Role
from shop.core.clock import today
from shop.training.errors import OwnTraining
from shop.training.finish_session import finish_session
from shop.training.mark_attendance import mark_attendance
from shop.training.models import Attendance, Enrolment, EnrolmentState, Licence
from shop.training.rules import months_later
from tests.make import accounts, training


def path_of(held, act=""):
    return f"/api/v1/office/training/sessions/{held.id}{act}"


async def officer_in(client, session):
    officer = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, officer)
    return officer


async def class_of(session, *, percent=80, days=2, learners=2, licence_months=24):
    """A session of `days` days that ends today, with some learners."""
    of = await training.course(session, attendance_percent=percent, licence_months=licence_months)
    held = await training.course_session(session, of=of, starts_in=1 - days, days=days)
    return held, [await training.learner(session, held) for _ in range(learners)]


async def test_who_was_there_often_enough_is_licensed_and_the_others_are_not(client, session):
    held, (often, once) = await class_of(session, percent=60, days=3)
    await officer_in(client, session)
    first, second, _ = held.days
    for day, here in ((first, [often, once]), (second, [often])):
        body = {"day": day.isoformat(), "present": [str(one.id) for one in here]}
        assert (await client.put(path_of(held, "/attendance"), json=body)).status_code == 200

    done = await client.post(path_of(held, "/finish"))
    again = await client.post(path_of(held, "/finish"))

    assert (done.json(), again.json()) == ({"licensed": 1}, {"licensed": 0})
    licence = (await session.scalars(select(Licence))).one()
    day = await today(session)
    assert (licence.person_id, licence.granted_on, licence.expires_on) == (often.person_id, day, months_later(day, 24))
    found = dict((await session.execute(select(Enrolment.id, Enrolment.state))).all())
    assert found == {often.id: EnrolmentState.COMPLETED, once.id: EnrolmentState.MISSED}


async def test_course_that_licenses_nobody_is_completed_all_the_same(session):
    held, (learner,) = await class_of(session, learners=1, licence_months=None, days=1)
    officer = await accounts.person(session, Role.OFFICER)
    await mark_attendance(session, officer.id, held.id, held.days[0], {learner.id: True})

    licensed = await finish_session(session, officer.id, held.id)

    assert licensed == await session.scalar(select(func.count()).select_from(Licence)) == 0
    assert await session.scalar(select(Enrolment.state)) is EnrolmentState.COMPLETED


async def test_a_correction_counts_and_others_stay_as_they_were_marked(client, session):
    held, (one, two) = await class_of(session, days=1)
    await officer_in(client, session)
    day = held.days[0].isoformat()

    await client.put(path_of(held, "/attendance"), json={"day": day, "present": [str(one.id), str(two.id)]})
    reply = await client.put(path_of(held, "/attendance"), json={"day": day, "present": [], "absent": [str(one.id)]})

    present = {row["enrolment"]: row["present"] for row in reply.json()["learners"]}
    assert present == {str(one.id): [], str(two.id): [day]}


async def test_day_of_no_lesson_and_day_to_come_are_refused(client, session):
    held = await training.course_session(session, starts_in=0, days=2)
    learner = await training.learner(session, held)
    await officer_in(client, session)
    before, tomorrow = held.days[0] - timedelta(days=1), held.days[1]

    replies = [
        await client.put(path_of(held, "/attendance"), json={"day": day.isoformat(), "present": [str(learner.id)]})
        for day in (before, tomorrow)
    ]

    assert [(reply.status_code, reply.json()["code"]) for reply in replies] == [(422, "attendance_day_wrong")] * 2


async def test_learner_of_another_session_or_without_a_seat_is_not_marked(client, session):
    held, _ = await class_of(session)
    _, (foreign, _) = await class_of(session)
    waiting = await training.learner(session, held, state=EnrolmentState.WAITING)
    await officer_in(client, session)

    replies = [
        await client.put(path_of(held, "/attendance"), json={"day": held.days[0].isoformat(), "present": [str(one.id)]})
        for one in (foreign, waiting)
    ]

    assert [(reply.status_code, reply.json()["code"]) for reply in replies] == [(404, "enrolment_unknown")] * 2
    assert await session.scalar(select(func.count()).select_from(Attendance)) == 0


async def test_session_is_finished_from_its_last_day_on_and_then_stays_as_it_is(client, session, warp):
    held = await training.course_session(session, starts_in=0, days=2)
    learner = await training.learner(session, held)
    await officer_in(client, session)

    early = await client.post(path_of(held, "/finish"))
    await warp(session, timedelta(days=1))
    done = await client.post(path_of(held, "/finish"))
    body = {"day": held.days[0].isoformat(), "present": [str(learner.id)]}
    late = await client.put(path_of(held, "/attendance"), json=body)

    assert (early.status_code, early.json()["code"]) == (409, "course_session_not_over")
    assert f"{held.days[1]:%d/%m/%Y}" in early.json()["detail"]
    assert done.json() == {"licensed": 0}
    assert (late.status_code, late.json()["code"]) == (409, "attendance_closed")


async def test_two_officers_finishing_at_once_grant_each_licence_once(sessions):
    async with sessions() as session:
        held, learners = await class_of(session, days=1, learners=5)
        officers = [await accounts.person(session, Role.OFFICER) for _ in range(3)]
        here = {one.id: True for one in learners}
        await mark_attendance(session, officers[0].id, held.id, held.days[0], here)
        await session.commit()

    async def finish(officer):
        async with sessions() as session:
            licensed = await finish_session(session, officer.id, held.id)
            await session.commit()
            return licensed

    got = await asyncio.gather(*(finish(officer) for officer in officers))

    assert sorted(got) == [0, 0, 5]
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Licence)) == 5


async def test_two_officers_marking_one_day_at_once_lose_nothing_of_each_other(sessions):
    async with sessions() as session:
        held, learners = await class_of(session, days=1, learners=8)
        officer = await accounts.person(session, Role.OFFICER)
        await session.commit()

    async def mark(part):
        async with sessions() as session:
            await mark_attendance(session, officer.id, held.id, held.days[0], {one.id: True for one in part})
            await session.commit()

    await asyncio.gather(mark(learners[:4]), mark(learners[4:]), mark(learners[2:6]))

    async with sessions() as session:
        assert await session.scalar(select(func.count()).where(Attendance.present)) == 8


async def test_officer_among_the_learners_neither_marks_themselves_nor_finishes(session):
    held, (other,) = await class_of(session, learners=1, days=1)
    officer = await accounts.person(session, Role.OFFICER)
    own = await training.learner(session, held, officer)

    with pytest.raises(OwnTraining):
        await mark_attendance(session, officer.id, held.id, held.days[0], {own.id: True, other.id: True})
    with pytest.raises(OwnTraining):
        await finish_session(session, officer.id, held.id)

    assert await session.scalar(select(func.count()).select_from(Licence)) == 0


async def test_the_database_knows_no_licence_somebody_gave_themselves(session):
    held, (own,) = await class_of(session, learners=1)
    day = await today(session)
    facts = {"person_id": own.person_id, "course_id": held.course_id, "enrolment_id": own.id, "granted_on": day}
    session.add(Licence(**facts, expires_on=day + timedelta(days=9), granted_by=own.person_id))

    with pytest.raises(IntegrityError, match="licence_not_by_oneself_check"):
        await session.flush()


async def test_learner_sees_their_days_and_their_licence(client, session):
    held, (learner, _) = await class_of(session, days=1)
    officer = await accounts.person(session, Role.OFFICER)
    await mark_attendance(session, officer.id, held.id, held.days[0], {learner.id: True})
    await finish_session(session, officer.id, held.id)
    person = await session.get(accounts.Person, learner.person_id)
    await accounts.signed_in(client, person)

    mine = (await client.get("/api/v1/training/mine")).json()

    assert [(row["state"], row["present"]) for row in mine["enrolments"]] == [("completed", 1)]
    assert [row["revoked_at"] for row in mine["licences"]] == [None]
    assert (mine["may_go_on_air"], mine["missing"]) == (False, "host_identity_missing")
