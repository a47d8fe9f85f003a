"""The sample training: its size, that all of it is marked, and that the sample hosts may go on air."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from shop.accounts.models import Person
from shop.core.clock import now, today
from shop.samples.demo import load_demo
from shop.samples.demo_learners import organisations, people
from shop.samples.demo_market import STALLS
from shop.training.air import why_not_on_air
from shop.training.models import (
    Attendance,
    Course,
    CourseSession,
    Enrolment,
    EnrolmentState,
    HostIdentity,
    Licence,
)
from shop.training.queries import training_figures
from shop.training.revoke_licence import revoke_licence
from tests.samples.conftest import SECRET

MADE_UP = (Course, CourseSession, Licence, HostIdentity)


async def hosts(session):
    return list(await session.scalars(select(Person.id).where(Person.email.in_([stall.host for stall in STALLS]))))


def test_names_are_made_up_once_each_and_say_so():
    assert len(set(organisations())) == len(organisations()) == 273
    assert all(name.endswith("(mẫu)") for name in organisations())
    assert len({person["email"] for person in people()}) == 504


async def test_five_courses_five_hundred_learners_and_273_organisations_can_be_shown(demo):
    found = await training_figures(demo)

    hosts_too = len(STALLS)
    assert (found.courses, found.learners, found.organisations) == (5, 504 + hosts_too, 273 + 1)
    assert found.sample
    assert found.finished == found.sessions - 2
    assert 0 < found.completed < found.learners


async def test_all_of_it_is_marked(demo):
    for model in MADE_UP:
        rows = await demo.execute(select(model.sample, func.count()).group_by(model.sample))
        assert [sample for sample, _ in rows] == [True], model
    real = select(func.count()).select_from(Enrolment).join(Person, Person.id == Enrolment.person_id)
    assert await demo.scalar(real.where(~Person.sample)) == 0


async def test_who_completed_was_there_and_seats_are_counted(demo):
    days = select(func.count()).where(Attendance.enrolment_id == Enrolment.id, Attendance.present).scalar_subquery()
    learned = select(Enrolment.state, func.min(days), func.max(days)).join(Person, Person.id == Enrolment.person_id)
    rows = await demo.execute(learned.where(Person.email.startswith("hoc-vien")).group_by(Enrolment.state))
    taken = await demo.scalar(select(func.sum(CourseSession.taken)))

    assert {state: (least, most) for state, least, most in rows} == {
        EnrolmentState.COMPLETED: (3, 3),
        EnrolmentState.MISSED: (1, 1),
    }
    assert taken == await demo.scalar(select(func.count()).select_from(Enrolment))


async def test_sample_hosts_may_go_on_air(demo):
    day = await today(demo)

    lacking = [await why_not_on_air(demo, host, day) for host in await hosts(demo)]

    assert lacking == [None] * len(STALLS)


async def test_samples_of_an_older_version_get_their_training_at_the_next_start(demo):
    for model in (Attendance, Licence, Enrolment, CourseSession, Course, HostIdentity):
        await demo.execute(delete(model))

    await load_demo(demo, SECRET)
    await demo.flush()

    assert (await training_figures(demo)).courses == 5
    assert await why_not_on_air(demo, (await hosts(demo))[0], await today(demo)) is None


async def test_licences_of_sample_hosts_are_renewed_and_a_revoked_one_is_left_to_who_revoked_it(demo, warp):
    first, *others = await hosts(demo)
    officer = await demo.scalar(select(Person.id).where(Person.email == "can-bo@chomay.example"))
    licence = await demo.scalar(select(Licence).where(Licence.person_id == first))
    await revoke_licence(demo, officer, licence.id, "Thử thu hồi")
    later = await now(demo) + timedelta(days=900)
    await warp(demo, later)

    await load_demo(demo, SECRET)
    await load_demo(demo, SECRET)
    await demo.flush()

    day = await today(demo)
    assert [await why_not_on_air(demo, host, day) for host in others] == [None] * 3
    assert (await why_not_on_air(demo, first, day)).code == "host_licence_revoked"
    assert await demo.scalar(select(func.count()).where(Licence.person_id.in_(others))) == 6
