"""Comments: one per client id, clean, masked, and only on air."""

import asyncio
import unicodedata

import pytest
from sqlalchemy import func, select

from shop.livestream.models import Comment
from tests.make import accounts, livestream


def said(text, client_id="client-0001", **more):
    return {"text": text, "client_id": client_id, **more}


async def test_repeated_comment_is_one_comment(live_client, sessions):
    async with sessions() as session:
        stall = await livestream.stall(session)
        await session.commit()

    replies = await asyncio.gather(
        *(live_client.post(f"{stall.path}/comments", json=said("Bát này nung bao lâu ạ?")) for _ in range(6))
    )

    assert [reply.status_code for reply in replies] == [201] * 6
    assert len({reply.json()["id"] for reply in replies}) == 1
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Comment)) == 1


async def test_client_id_of_other_words_is_refused(client, session):
    stall = await livestream.stall(session)
    await client.post(f"{stall.path}/comments", json=said("một"))

    reply = await client.post(f"{stall.path}/comments", json=said("hai"))

    assert (reply.status_code, reply.json()["code"]) == (422, "key_reused")


async def test_phone_numbers_are_masked_for_others_and_kept_for_the_host(client, session):
    stall = await livestream.stall(session)

    own = await client.post(f"{stall.path}/comments", json=said("chốt A1 x2, 0912 345 678 giá 1.250.000", name="Bình"))
    room = (await client.get(f"{stall.path}/snapshot")).json()

    assert own.json()["text"] == "chốt A1 x2, 0912 345 678 giá 1.250.000"
    assert [line["text"] for line in room["comments"] if not line["order"]] == ["chốt A1 x2, •••• 678 giá 1.250.000"]
    assert (await session.scalars(select(Comment.text).where(Comment.order_code.is_(None)))).one().count("345") == 1


async def test_signed_in_people_speak_under_their_own_name(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, await accounts.person(session, name="Lê Thị Bích"))

    reply = await client.post(f"{stall.path}/comments", json=said("chào shop", name="Nguyễn Thị Hà"))

    assert reply.json()["name"] == "Lê Thị Bích"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("a" * 300, 201),
        ("a" * 301, 422),
        ("a" * 10_000, 422),
        (unicodedata.normalize("NFD", "ậ" * 300), 201),
        ("NUL \x00 giữa câu", 422),
        ("", 422),
        ("   \n ", 422),
        ("\u200b\u202e\u2066", 422),
        ("👩🏽‍🌾 ngon quá 🍊🍊", 201),
    ],
)
async def test_what_a_comment_may_be(client, session, text, status):
    stall = await livestream.stall(session)

    reply = await client.post(f"{stall.path}/comments", json=said(text))

    assert reply.status_code == status, reply.text
    if status == 201:
        assert reply.json()["text"] == unicodedata.normalize("NFC", text)
    else:
        assert reply.headers["content-type"] == "application/problem+json"


async def test_text_that_turns_the_line_around_is_straightened(client, session):
    stall = await livestream.stall(session)

    reply = await client.post(f"{stall.path}/comments", json=said("giá \u202e000.05\u202c\n rẻ"))

    assert reply.json()["text"] == "giá 000.05 rẻ"


async def test_nobody_talks_before_and_after_the_air(client, session):
    waiting = await livestream.stall(session, on_air=False)

    early = await client.post(f"{waiting.path}/comments", json=said("có ai chưa?"))
    nowhere = await client.post("/api/v1/sessions/khong-co/comments", json=said("có ai chưa?"))

    assert (early.status_code, early.json()["code"]) == (409, "not_on_air")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "session_unknown")


async def test_who_talks_too_fast_is_asked_to_wait(make_client, sessions, redis_client):
    async with sessions() as session:
        stall = await livestream.stall(session)
        talker = await accounts.person(session)
        await session.commit()
    async with make_client(limits=True) as client:
        await accounts.signed_in(client, talker)

        lines = [said("chào", f"client-{n:04}") for n in range(40)]
        replies = await asyncio.gather(*(client.post(f"{stall.path}/comments", json=line) for line in lines))

    refused = [reply for reply in replies if reply.status_code == 429]
    assert {reply.status_code for reply in replies} == {201, 429}
    assert all(int(reply.headers["retry-after"]) >= 1 for reply in refused)
