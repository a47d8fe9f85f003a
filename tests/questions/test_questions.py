"""Anybody asks about a product, its producer answers once, and everybody reads both."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from shop.core.actor import GUEST, Role
from shop.core.db import short
from shop.core.outbox import OutboxEvent
from shop.notifications.models import Notice
from shop.notifications.notify_question import tell_answer, tell_question
from shop.producers.models import MemberRole, ProducerMember
from shop.questions.ask import ask_question
from shop.questions.events import QuestionAnswered, QuestionAsked
from shop.questions.models import Question, QuestionAnswer
from tests.make.accounts import person, signed_in
from tests.make.inventory import goods
from tests.make.reviews import as_actor, maker
from tests.web.pages import look, send

SAID = {"text": "Có giao trong ngày không, gọi 0912345678", "email": "Lan@example.vn"}


async def desk(client, session, role=MemberRole.OWNER):
    """A guest's question and the producer's member, signed in: (producer, goods, question)."""
    bowl = await goods(session)
    own, lan = await maker(session, bowl), await person(session, Role.PRODUCER)
    session.add(ProducerMember(producer_id=own.id, person_id=lan.id, role=role))
    await session.flush()
    asked = await ask_question(session, GUEST, bowl.product_id, words=SAID["text"], email="lan@example.vn", locale="vi")
    await signed_in(client, lan)
    return own, bowl, asked


async def test_a_question_is_read_by_all_once_it_is_answered_and_keeps_its_wordings(client, session):
    own, bowl, asked = await desk(client, session)
    public = f"/api/v1/products/{bowl.product_slug}/questions"
    before = (await client.get(public)).json()["items"]

    for words in ("Có", "Có", "Có, trong nội thành"):
        reply = await client.put(f"/api/v1/producers/{own.slug}/questions/{asked.id}/answer", json={"text": words})
        assert reply.status_code == 200

    [shown] = (await client.get(public)).json()["items"]
    waiting = (await client.get(f"/api/v1/producers/{own.slug}/questions?waiting=true")).json()["items"]
    kept = await session.scalars(select(QuestionAnswer.words).order_by(QuestionAnswer.version))
    assert (before, waiting) == ([], [])
    assert shown["text"] == "Có giao trong ngày không, gọi •••• 678"
    assert (shown["answer"], shown["answer_edited"]) == ("Có, trong nội thành", True)
    assert "lan@example.vn" not in str(shown)
    assert list(kept) == ["Có", "Có, trong nội thành"]


async def test_the_same_question_at_once_is_one_and_told_once(live_client, sessions):
    async with short(sessions) as session:
        bowl = await goods(session)
    at = f"/api/v1/products/{bowl.product_slug}/questions"

    replies = await asyncio.gather(*(live_client.post(at, json=SAID) for _ in range(6)))

    async with short(sessions) as session:
        told = await session.scalar(select(func.count()).where(OutboxEvent.kind == "questions.asked"))
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["id"] for reply in replies}) == told == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [({"text": "…"}, "question_says_nothing"), ({"email": None}, "nobody_to_answer"), ({"text": ""}, "validation")],
)
async def test_what_cannot_be_meant_is_said(client, session, change, code):
    bowl = await goods(session)

    reply = await client.post(f"/api/v1/products/{bowl.product_slug}/questions", json=SAID | change)

    assert (reply.status_code, reply.json()["code"]) == (422, code)


async def test_only_editors_answer_about_their_own(client, session):
    own, _, asked = await desk(client, session, MemberRole.VIEWER)
    foreign = await ask_question(
        session, GUEST, (await goods(session)).product_id, words="Còn không", email="a@x.vn", locale="vi"
    )
    at = f"/api/v1/producers/{own.slug}/questions"

    viewer = await client.put(f"{at}/{asked.id}/answer", json={"text": "Có"})
    await signed_in(client, await person(session, Role.ADMIN))
    other = await client.put(f"{at}/{foreign.id}/answer", json={"text": "Có"})

    assert (viewer.json()["code"], other.json()["code"]) == ("not_allowed", "question_unknown")


async def test_both_sides_are_told_once(client, session):
    _, _, asked = await desk(client, session)
    asked.answer, asked.answer_version, asked.answered_at = "Có", 1, asked.created_at
    await session.flush()

    for tell, event in (
        (tell_question, QuestionAsked(question_id=asked.id)),
        (tell_answer, QuestionAnswered(question_id=asked.id)),
    ):
        event_id = uuid4()
        assert await tell(session, event_id, event) == 2
        assert await tell(session, event_id, event) == 0

    mailed = await session.scalars(select(Notice.email).where(Notice.email.is_not(None)).order_by(Notice.id))
    assert list(mailed)[-1] == "lan@example.vn"


async def test_the_database_keeps_every_answer(client, session):
    own, _, asked = await desk(client, session)
    await client.put(f"/api/v1/producers/{own.slug}/questions/{asked.id}/answer", json={"text": "Có"})

    with pytest.raises(DBAPIError):
        await session.execute(text("UPDATE question_answer SET words = 'x'"))


async def test_the_pages_ask_and_answer(client, session):
    own, bowl, asked = await desk(client, session)
    await client.post("/api/v1/auth/sign-out")
    at = f"/san-pham/{bowl.product_slug}/hoi"

    wrong = await send(client, at, words="Bảo quản thế nào", email="lan@")
    right = await send(client, at, words="Bảo quản thế nào", email="lan@example.vn")
    lan = await person(session, Role.PRODUCER)
    session.add(ProducerMember(producer_id=own.id, person_id=lan.id, role=MemberRole.EDITOR))
    await session.flush()
    await signed_in(client, lan)
    waiting = await look(client, f"/chu-the/{own.slug}/cau-hoi")
    refused = await send(client, f"/chu-the/{own.slug}/cau-hoi", question=str(asked.id), words=" ")
    answered = await send(client, f"/chu-the/{own.slug}/cau-hoi", question=str(asked.id), words="Có giao")
    page = await look(client, at)

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert 'value="lan@"' in wrong.text
    assert "Bảo quản thế nào" in waiting.text
    assert "Hỏi hôm nay" in waiting.text
    assert (refused.status_code, answered.status_code) == (422, 303)
    assert "Có giao" in page.text
    assert "Bảo quản thế nào" not in page.text


async def test_a_signed_in_asker_needs_no_address(client, session):
    bowl, lan = await goods(session), await person(session)
    await signed_in(client, lan)

    reply = await client.post(f"/api/v1/products/{bowl.product_slug}/questions", json={"text": "Còn không"})

    asked = (await session.scalars(select(Question))).one()
    assert (reply.status_code, asked.person_id, asked.author) == (201, lan.id, "Lan N.")
    assert as_actor(lan).person_id == asked.person_id
