"""Complaints: taken in with what stood in the room, worked in time, decided once, and done something about."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select

from shop.core.actor import Actor, Role
from shop.core.db import short
from shop.core.errors import Refusal
from shop.livestream.models import Comment
from shop.markets.models import LiveSession, SessionState
from shop.oversight.decide import Decision, decide_complaint
from shop.oversight.models import Complaint, ComplaintHistory, ComplaintState, Measure, Statement
from shop.oversight.queries import complaint_queue, year_figures
from shop.oversight.work import ask_statement, take_up
from shop.training.models import Licence
from tests.make import accounts, livestream, oversight
from tests.web.pages import hidden, look, send

SAID = {"client_id": "complaint-0001", "kind": "claim", "words": "Nói trà chữa khỏi bệnh", "email": "Ngoc@Example.com"}
QUEUE = "/van-phong/khieu-nai"


def officer_of(person):
    return Actor(person_id=person.id, roles=frozenset({Role.OFFICER}))


async def test_a_guest_complains_once_and_follows_it_by_its_link_alone(client, session):
    stall = await livestream.stall(session)
    await client.post(f"{stall.path}/comments", json={"text": "gọi 0912345678 nhé", "client_id": "client-0001"})
    await accounts.signed_in(client, stall.host)
    await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id), "price": 100_000})
    client.cookies.clear()

    first, again = [await client.post(f"{stall.path}/complaints", json=SAID) for _ in range(2)]
    other = await client.post(f"{stall.path}/complaints", json=SAID | {"words": "việc khác hẳn"})
    sent = first.json()
    read = await client.get(f"/api/v1/complaints/{sent['code']}", params={"token": sent["token"]})
    wrong = await client.get(f"/api/v1/complaints/{sent['code']}", params={"token": "x" * 24})

    assert (first.status_code, again.json()["code"], read.json()["state"]) == (201, sent["code"], "received")
    assert (other.status_code, other.json()["code"], wrong.status_code) == (422, "key_reused", 404)
    kept = (await session.scalars(select(Complaint))).one()
    assert (kept.email, kept.snapshot["pins"][0]["price"]) == ("ngoc@example.com", 100_000)
    assert kept.snapshot["lines"][0]["text"] == "gọi •••• 678 nhé"
    assert kept.decide_due - kept.answer_due == timedelta(days=12)


async def test_what_cannot_be_meant_is_said_beside_its_field(client, session):
    stall = await livestream.stall(session)
    here = f"/phien/{stall.live.slug}/khieu-nai"
    key = hidden(await look(client, here), "request_key")

    empty = await send(client, here, kind="claim", words=" … ", request_key=key)
    mail = await send(client, here, kind="claim", words="Nói quá", email="ngoc", request_key=key)
    order = await send(client, here, kind="claim", words="Nói quá", order_code="CM-1", request_key=key)
    sent = await send(client, here, kind="claim", words="Nói quá", request_key=key)
    page = await look(client, sent.headers["location"])

    for reply, field in ((empty, "words"), (mail, "email"), (order, "order_code")):
        assert (reply.status_code, f'id="{field}-error"' in reply.text) == (422, True), field
    assert "Đã nhận. Lưu lại liên kết" in page.text
    withdrawn = await send(client, sent.headers["location"].removesuffix("&xong=1"))
    assert "Đã rút" in (await look(client, withdrawn.headers["location"])).text


async def test_a_complaint_goes_from_hand_to_statement_to_decision_on_the_pages(client, session):
    stall = await livestream.stall(session)
    said = await client.post(f"{stall.path}/comments", json={"text": "trà chữa bệnh", "client_id": "client-0001"})
    complaint = await oversight.complaint(session, stall, email="ngoc@example.com")
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    here = f"{QUEUE}/{complaint.code}"

    early = await send(client, here, act="decide", verdict="rejected", answer="Không có cơ sở")
    took = await send(client, here, act="take")
    asked = await send(client, here, act="ask", of="host", question="Anh chị đã nói gì?")
    client.cookies.clear()
    await accounts.signed_in(client, stall.host)
    statement = f"/giai-trinh/{await session.scalar(select(Statement.id))}"
    gave = [await send(client, statement, words="Tôi nói nhầm.") for _ in range(2)]
    other = await send(client, statement, words="Tôi không nói.")
    client.cookies.clear()
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    measures = {"do-remove_comment": "yes", "do-warn": "yes", "comment": said.json()["id"]}
    unfit = await send(client, here, act="decide", verdict="rejected", answer="Không đủ", **measures)
    done = await send(client, here, act="decide", verdict="upheld", answer="Đã nhắc nhở người dẫn.", **measures)
    twice = await send(client, here, act="decide", verdict="rejected", answer="Đổi ý")

    assert [one.status_code for one in (early, took, asked, *gave, other)] == [409, 303, 303, 303, 303, 409]
    assert [one.status_code for one in (unfit, done, twice)] == [422, 303, 409]
    page = await look(client, here)
    assert "Tôi nói nhầm." in page.text
    assert "Nhắc nhở người dẫn" in page.text
    assert (await session.scalars(select(Comment.hidden_why))).one() == complaint.code
    states = await session.scalars(select(ComplaintHistory.state).order_by(ComplaintHistory.id))
    assert list(states) == ["received", "in_hand", "asked", "in_hand", "upheld"]


async def test_measures_stop_the_session_and_revoke_the_licence(session):
    stall = await livestream.stall(session)
    officer = await accounts.person(session, Role.OFFICER)
    complaint = await oversight.complaint(session, stall)
    await take_up(session, officer.id, complaint.code)
    await session.flush()

    measures = frozenset({Measure.END_SESSION, Measure.SUSPEND_LICENCE})
    decision = Decision(verdict=ComplaintState.UPHELD, answer="Bán hàng giả", measures=measures)
    await decide_complaint(session, officer_of(officer), complaint.code, decision)
    await session.flush()

    live = await session.get(LiveSession, stall.live.id, populate_existing=True)
    assert live.state is SessionState.ENDED
    revoked = await session.scalars(select(Licence.revoked_reason).where(Licence.person_id == stall.host.id))
    assert list(revoked) == ["Bán hàng giả"]


async def test_two_officers_decide_at_once_and_one_is_refused(sessions):
    async with short(sessions) as session:
        stall = await livestream.stall(session)
        officers = [await accounts.person(session, Role.OFFICER) for _ in range(2)]
        complaint = await oversight.complaint(session, stall)
        await take_up(session, officers[0].id, complaint.code)

    async def decide(officer, verdict):
        decision = Decision(verdict=verdict, answer="Đã xem xét kỹ")
        try:
            async with short(sessions) as session:
                await decide_complaint(session, officer_of(officer), complaint.code, decision)
        except Refusal as refusal:
            return refusal.code
        return "done"

    verdicts = (ComplaintState.UPHELD, ComplaintState.REJECTED)
    found = await asyncio.gather(*(decide(*each) for each in zip(officers, verdicts, strict=True)))

    assert sorted(found) == ["done", "illegal_move"]
    async with short(sessions) as session:
        steps = select(func.count()).where(ComplaintHistory.state.in_(verdicts))
        assert await session.scalar(steps) == 1


async def test_nobody_works_their_own_complaint_or_one_about_their_session(client, session):
    stall = await livestream.stall(session)
    officer = await accounts.person(session, Role.OFFICER)
    complaint = await oversight.complaint(session, stall, person=officer)
    await accounts.signed_in(client, officer)

    reply = await send(client, f"{QUEUE}/{complaint.code}", act="take")

    assert (reply.status_code, "Để cán bộ khác xử lý" in reply.text) == (409, True)


async def test_deadlines_run_by_the_shop_s_clock_and_late_ones_come_first(client, session, warp):
    stall = await livestream.stall(session)
    officer = await accounts.person(session, Role.OFFICER)
    first = await oversight.complaint(session, stall)
    await take_up(session, officer.id, first.code)
    await session.commit()
    await warp(session, timedelta(days=1))
    second = await oversight.complaint(session, stall, words="Giá khác giá đã nói")
    await session.commit()
    await warp(session, timedelta(days=5))

    queue = await complaint_queue(session)
    await accounts.signed_in(client, officer)
    page = await look(client, QUEUE)
    await warp(session, timedelta(days=16))

    assert [one.complaint.code for one in queue] == [second.code, first.code]
    assert page.text.count("Quá hạn</span>") == 1
    year = first.created_at.year
    figures = await year_figures(session, year)
    assert (figures.total, figures.states[ComplaintState.IN_HAND], figures.late) == (2, 1, 2)
    assert (await client.get(f"{QUEUE}/bao-cao.csv?nam={year}")).text.count("Khiếu nại nhận được") == 1


async def test_who_was_not_asked_does_not_see_the_question(client, session):
    stall = await livestream.stall(session)
    officer = await accounts.person(session, Role.OFFICER)
    complaint = await oversight.complaint(session, stall)
    await take_up(session, officer.id, complaint.code)
    await ask_statement(session, officer.id, complaint.code, None, "Anh chị đã nói gì?")
    await session.commit()
    statement = await session.scalar(select(Statement.id))
    await accounts.signed_in(client, await accounts.person(session))

    assert (await client.get(f"/giai-trinh/{statement}")).status_code == 404
