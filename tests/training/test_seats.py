"""Seats of a session: as many as there are, the rest waits, and what comes free goes to who waits longest."""

import asyncio

from sqlalchemy import func, select

from shop.core.actor import Role
from shop.training.enrol import Affiliation, enrol, withdraw
from shop.training.models import CourseSession, Enrolment, EnrolmentState
from tests.make import accounts, producers, training


def seat(held):
    return f"/api/v1/training/sessions/{held.id}/enrolment"


async def states(session, held):
    rows = await session.execute(
        select(Enrolment.state, func.count()).where(Enrolment.session_id == held.id).group_by(Enrolment.state)
    )
    taken = await session.scalar(select(CourseSession.taken).where(CourseSession.id == held.id))
    return taken, dict(rows.all())


async def test_many_at_once_get_exactly_the_seats_there_are(sessions):
    async with sessions() as session:
        held = await training.course_session(session, capacity=3)
        people = [await accounts.person(session) for _ in range(10)]
        await session.commit()

    async def ask(person):
        async with sessions() as session:
            made = await enrol(session, held.id, person.id, Affiliation(organisation="HTX Chè Ba Trại"))
            await session.commit()
            return made.state

    got = await asyncio.gather(*(ask(person) for person in people))

    assert sorted(got) == [EnrolmentState.ENROLLED] * 3 + [EnrolmentState.WAITING] * 7
    async with sessions() as session:
        assert await states(session, held) == (3, {EnrolmentState.ENROLLED: 3, EnrolmentState.WAITING: 7})


async def test_one_person_asking_many_times_at_once_has_one_seat(sessions):
    async with sessions() as session:
        held = await training.course_session(session, capacity=3)
        person = await accounts.person(session)
        await session.commit()

    async def ask():
        async with sessions() as session:
            await enrol(session, held.id, person.id, Affiliation())
            await session.commit()

    await asyncio.gather(*(ask() for _ in range(6)))

    async with sessions() as session:
        assert await states(session, held) == (1, {EnrolmentState.ENROLLED: 1})


async def test_seats_given_back_at_once_go_to_those_who_wait(sessions):
    async with sessions() as session:
        held = await training.course_session(session, capacity=2)
        people = [await accounts.person(session) for _ in range(5)]
        await session.commit()
        for person in people:
            await enrol(session, held.id, person.id, Affiliation())
            await session.commit()

    async def leave(person):
        async with sessions() as session:
            await withdraw(session, held.id, person.id)
            await session.commit()

    await asyncio.gather(leave(people[0]), leave(people[1]), leave(people[0]))

    async with sessions() as session:
        rows = await session.execute(select(Enrolment.person_id, Enrolment.state))
        found = dict(rows.all())
    assert [found[person.id].value for person in people] == [
        "withdrawn",
        "withdrawn",
        "enrolled",
        "enrolled",
        "waiting",
    ]


async def test_seat_nobody_waits_for_is_free_again(client, session):
    held = await training.course_session(session, capacity=1)
    person = await accounts.person(session)
    await accounts.signed_in(client, person)

    took = await client.post(seat(held), json={"organisation": "  Làng  nghề Phú Vinh "})
    left = await client.delete(seat(held))
    again = await client.delete(seat(held))
    back = await client.post(seat(held), json={})

    assert [row["state"] for row in took.json()["enrolments"]] == ["enrolled"]
    assert left.json()["enrolments"] == again.json()["enrolments"] == []
    assert [row["state"] for row in back.json()["enrolments"]] == ["enrolled"]
    assert await states(session, held) == (1, {EnrolmentState.ENROLLED: 1})


async def test_who_waits_sees_how_many_wait_before_them(client, session):
    held = await training.course_session(session, capacity=1)
    for _ in range(3):
        await enrol(session, held.id, (await accounts.person(session)).id, Affiliation())
    await accounts.signed_in(client, await accounts.person(session))

    mine = (await client.post(seat(held), json={})).json()["enrolments"]
    listed = (await client.get("/api/v1/training/courses")).json()["sessions"]

    assert [(row["state"], row["ahead"]) for row in mine] == [("waiting", 2)]
    assert [(row["free"], row["waiting"]) for row in listed] == [(0, 3)]


async def test_learner_comes_from_a_producer_they_act_for_and_from_no_other(client, session):
    held = await training.course_session(session)
    person = await accounts.person(session, Role.PRODUCER)
    own = await producers.producer(session, members=[person])
    other = await producers.producer(session)
    await accounts.signed_in(client, person)

    foreign = await client.post(seat(held), json={"producer": other.slug})
    both = await client.post(seat(held), json={"producer": own.slug, "organisation": "HTX khác"})
    right = await client.post(seat(held), json={"producer": own.slug})

    assert (foreign.status_code, foreign.json()["code"]) == (404, "producer_unknown")
    assert (both.status_code, both.json()["code"]) == (422, "affiliation_unclear")
    assert right.status_code == 200
    assert await session.scalar(select(Enrolment.producer_id)) == own.id


async def test_session_that_has_begun_takes_nobody_and_gives_nothing_back(client, session):
    held = await training.course_session(session, starts_in=-1)
    person = await accounts.person(session)
    await training.learner(session, held, person)
    stranger = await accounts.person(session)
    await accounts.signed_in(client, person)

    left = await client.delete(seat(held))
    await accounts.signed_in(client, stranger)
    asked = await client.post(seat(held), json={})

    assert [reply.json()["code"] for reply in (left, asked)] == ["enrolment_closed"] * 2


async def test_link_of_an_online_session_is_told_to_its_learners_alone(client, session):
    held = await training.course_session(session, online=True)
    await accounts.signed_in(client, await accounts.person(session))

    before = (await client.get("/api/v1/training/courses")).json()["sessions"][0]
    mine = (await client.post(seat(held), json={})).json()["enrolments"][0]

    assert (before["venue"], mine["venue"]) == (None, held.venue)


async def test_office_gives_a_seat_to_somebody_by_their_phone(client, session):
    held = await training.course_session(session)
    learner = await accounts.person(session, name="Lò Thị Mỉ", phone="+84912345678")
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    path = f"/api/v1/office/training/sessions/{held.id}/learners"

    added = await client.post(path, json={"login": "0912 345 678", "organisation": "HTX Dệt Mường"})
    again = await client.post(path, json={"login": learner.email})
    nobody = await client.post(path, json={"login": "khong-co@chomay.test"})

    assert [(row["name"], row["organisation"]) for row in added.json()["learners"]] == [("Lò Thị Mỉ", "HTX Dệt Mường")]
    assert again.json()["learners"] == added.json()["learners"]
    assert (nobody.status_code, nobody.json()["code"], nobody.json()["field"]) == (422, "learner_unknown", "login")


async def test_office_writes_down_what_was_taught_before_until_the_session_is_finished(client, session):
    held = await training.course_session(session, starts_in=-30)
    over = await training.course_session(session, starts_in=-30, finished=True)
    learner = await accounts.person(session)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    late, too_late = [
        await client.post(f"/api/v1/office/training/sessions/{one.id}/learners", json={"login": learner.email})
        for one in (held, over)
    ]

    assert [row["state"] for row in late.json()["learners"]] == ["enrolled"]
    assert (too_late.status_code, too_late.json()["code"]) == (409, "enrolment_closed")
