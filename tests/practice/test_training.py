"""A learner's run: who may, what waits, and the sheet that is kept."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shop.core.actor import Role
from shop.core.db import short
from shop.practice.act import Wish, act_as_host
from shop.practice.finish import finish_overdue
from shop.practice.jobs import jobs_of
from shop.practice.models import ActKind, PracticeAct, PracticeMark, PracticeRun, Skill
from shop.practice.queries import played
from shop.practice.scenario import Talk
from shop.training.models import EnrolmentState
from tests.make import accounts, practice, training
from tests.web.pages import hidden, look, send

HERE = "/toi/dao-tao/luyen"
BODY = {"level": 1, "minutes": 5, "speed": 20}


async def learner(session, state=EnrolmentState.ENROLLED):
    """Somebody in a course."""
    held = await training.course_session(session)
    person = await accounts.person(session)
    await training.learner(session, held, person, state=state)
    return person


@pytest.mark.parametrize("state", [EnrolmentState.ENROLLED, EnrolmentState.COMPLETED, EnrolmentState.WAITING])
async def test_who_is_or_was_in_a_course_may_practise(client, session, state):
    await accounts.signed_in(client, await learner(session, state))

    reply = await client.post("/api/v1/practice/runs", json=BODY, headers={"Idempotency-Key": "run-12345678"})

    assert (reply.status_code, reply.json()["kind"]) == (201, "training")


@pytest.mark.parametrize("given_back", [True, False])
async def test_others_are_told_to_enrol_first(client, session, given_back):
    somebody = await learner(session, EnrolmentState.WITHDRAWN) if given_back else await accounts.person(session)
    await accounts.signed_in(client, somebody)

    reply = await client.post("/api/v1/practice/runs", json=BODY, headers={"Idempotency-Key": "run-12345678"})
    page = await look(client, HERE)

    assert (reply.status_code, reply.json()["code"]) == (403, "practice_not_yours")
    assert "Ghi danh một khóa" in page.text


async def test_the_same_key_is_one_run_and_three_may_be_open(sessions, live_client):
    async with short(sessions) as session:
        host = await accounts.person(session, Role.HOST)
    await accounts.signed_in(live_client, host)

    async def start(key):
        return await live_client.post("/api/v1/practice/runs", json=BODY, headers={"Idempotency-Key": key})

    same = await asyncio.gather(*(start("run-same-key") for _ in range(5)))
    others = await asyncio.gather(*(start(f"run-other-{n}") for n in range(5)))

    assert len({reply.json()["key"] for reply in same}) == 1
    assert sorted(reply.status_code for reply in others) == [201, 201, 409, 409, 409]


@pytest.mark.parametrize("wrong", [{"level": 4}, {"minutes": 7}, {"speed": 3}, {"speed": 21}])
async def test_no_other_length_or_speed(client, session, wrong):
    await accounts.signed_in(client, await accounts.person(session, Role.HOST))

    reply = await client.post("/api/v1/practice/runs", json=BODY | wrong, headers={"Idempotency-Key": "run-12345678"})

    assert reply.status_code == 422


async def test_two_tabs_and_two_processes_see_the_same_room(client, session, warp):
    run, _ = await practice.training_run(session)
    await warp(session, timedelta(seconds=150))

    first = (await played(session, run.key)).stage()
    frame = (await client.get(f"/api/v1/sessions/luyen/tap/{run.key}/snapshot")).json()

    shown = [line["id"] for line in frame["comments"]]
    assert shown == [str(line.id) for line in first.lines][-len(shown) :]
    assert (frame["seq"], frame["viewers"]) == (first.seq, first.viewers)
    assert frame["viewers"] > 10


async def test_jobs_show_what_waits_and_go_when_it_is_done(session, warp):
    run, host = await practice.training_run(session)
    await warp(session, timedelta(seconds=60))
    seen = await played(session, run.key)
    jobs = jobs_of(seen.stage(), seen.audience, seen.acts, 1)

    for job in jobs:
        wish = Wish(kind=ActKind.REPLY, target=str(job.line.id), words="Dạ, em nghe ạ")
        await act_as_host(session, host, run.key, wish)
        await act_as_host(session, host, run.key, wish)  # a second click

    after = await played(session, run.key)
    assert len(jobs) > 0
    assert all(job.hint is not None for job in jobs)
    assert jobs_of(after.stage(), after.audience, after.acts, 1) == []
    assert await session.scalar(select(func.count()).select_from(PracticeAct)) == len(jobs)


async def test_harder_levels_give_no_hints_and_sort_nothing(session, warp):
    run, _ = await practice.training_run(session, level=3)
    await warp(session, timedelta(seconds=120))
    seen = await played(session, run.key)

    second = jobs_of(seen.stage(), seen.audience, seen.acts, 2)
    third = jobs_of(seen.stage(), seen.audience, seen.acts, 3)

    spoken = {line.number: line for line in seen.audience}
    assert {job.hint for job in (*second, *third)} == {None}
    assert Talk.CHAT not in {spoken[job.line.number].talk for job in second}
    assert [job.line.at for job in third] == sorted(line.at for line in seen.stage().lines if line.number is not None)[
        -6:
    ]


async def test_an_order_the_machine_doubts_is_taken_by_hand_once(session, warp):
    run, host = await practice.training_run(session)
    seen = await played(session, run.key)
    unclear = next(line for line in seen.audience if line.talk is Talk.VAGUE and not line.clear)
    await warp(session, timedelta(seconds=unclear.at + 1))
    stage = (await played(session, run.key)).stage()
    wish = Wish(
        kind=ActKind.TAKE, target=str(stage.line_id(unclear.number)), words=unclear.code, amount=unclear.quantity
    )

    await act_as_host(session, host, run.key, wish)
    await act_as_host(session, host, run.key, wish)

    taken = [one for one in (await played(session, run.key)).stage().orders if one.by_hand]
    assert [(one.code, one.quantity) for one in taken] == [(unclear.code, unclear.quantity)]


async def test_a_run_nobody_ends_is_marked_once_and_its_sheet_is_kept(client, session, warp):
    run, host = await practice.training_run(session)
    await act_as_host(session, host, run.key, Wish(kind=ActKind.GREET))
    await warp(session, timedelta(minutes=6))

    ended = [await finish_overdue(session, 10) for _ in range(2)]

    again = (await session.scalars(select(PracticeRun).execution_options(populate_existing=True))).one()
    marks = {mark.skill: mark for mark in await session.scalars(select(PracticeMark))}
    assert ended == [1, 0]
    assert set(marks) == set(Skill)
    assert marks[Skill.GREET].done == 1
    assert (again.points, again.passed) == (sum(mark.points for mark in marks.values()), False)
    assert again.finished_at == again.ends_at


async def test_pages_lead_from_training_to_the_sheet(client, session):
    person = await learner(session)
    await accounts.signed_in(client, person)
    training_page = await look(client, "/toi/dao-tao")
    page = await look(client, HERE)
    form = {"level": "1", "minutes": "5", "speed": "1", "request_key": hidden(page, "request_key")}

    started = await send(client, HERE, **form)
    again = await send(client, HERE, **form)
    desk = await look(client, started.headers["location"])
    ended = await send(client, started.headers["location"], action="end")
    sheet = await look(client, ended.headers["location"])
    listed = await look(client, HERE)
    back = await client.get(started.headers["location"])

    assert HERE in training_page.text
    assert started.headers["location"] == again.headers["location"]
    assert "Đang chờ bạn" in desk.text
    assert "Phiếu điểm" in sheet.text
    assert "Chưa đạt" in listed.text
    assert back.headers["location"] == ended.headers["location"]


async def test_wrong_choices_are_said_beside_their_field(client, session):
    await accounts.signed_in(client, await learner(session))

    reply = await send(client, HERE, level="9", minutes="5", speed="1", request_key="form-12345678")

    assert reply.status_code == 422
    assert 'id="level-error"' in reply.text


async def test_office_reads_every_learners_sheet_and_strangers_none(client, session):
    run, _ = await practice.training_run(session)
    key = run.key
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    listed = await look(client, "/van-phong/dao-tao/luyen")
    sheet = await look(client, f"{HERE}/{key}")
    act = await client.post(f"/api/v1/sessions/luyen/tap/{key}/acts", json={"kind": "greet"})
    await accounts.signed_in(client, await accounts.person(session, Role.HOST))

    stranger = [await client.get(f"{HERE}/{key}"), await client.get(f"/api/v1/practice/runs/{key}/sheet")]

    assert key in listed.text
    assert "Phiếu điểm" in sheet.text
    assert act.status_code == 403
    assert [reply.status_code for reply in stranger] == [403, 403]


async def test_nobody_speaks_or_buys_in_a_training_run(client, session):
    run, _ = await practice.training_run(session)
    good = (await played(session, run.key)).goods[0]
    at = f"/api/v1/sessions/luyen/tap/{run.key}"

    said = await client.post(f"{at}/comments", json={"text": "Alô", "client_id": "crew-12345"})
    bought = await client.post(
        f"{at}/orders",
        json={"variant": str(good.id), "quantity": 1, "contact": {"name": "Lan", "phone": "0912345678"}},
        headers={"Idempotency-Key": "crew-order-1"},
    )

    assert (said.json()["code"], bought.json()["code"]) == ("practice_without", "practice_without")
