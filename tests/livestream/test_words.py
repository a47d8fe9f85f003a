"""Banned words: kept by the office, counting at once, and never named to who said one."""

import asyncio

import pytest
from sqlalchemy import select

from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.core.db import short
from shop.core.errors import Refusal
from shop.livestream.words import add_word
from tests.make import accounts, livestream

AT = "/api/v1/room-words"


@pytest.fixture
async def officer(client, session):
    """An officer, signed in."""
    person = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, person)
    return person


async def speak(client, stall, text, **more):
    return await client.post(
        f"{stall.path}/comments", json={"text": text, "client_id": f"client-{abs(hash(text))}", **more}
    )


async def test_a_banned_word_counts_until_it_is_removed(client, session, officer):
    stall = await livestream.stall(session)
    added = await client.post(AT, json={"word": "  Đồ   NGU "})
    officer_cookies = dict(client.cookies)
    client.cookies.clear()

    evil = await speak(client, stall, "đồ n.g.u")
    named = await speak(client, stall, "ngon quá", name="đồ ngu")
    innocent = await speak(client, stall, "đồ ngủ ngon nhỉ")
    client.cookies.update(officer_cookies)
    removed = await client.delete(f"{AT}/{added.json()['id']}")
    client.cookies.clear()
    after = await speak(client, stall, "đồ n.g.u")

    assert (added.status_code, added.json()["word"]) == (201, "đồ ngu")
    assert (evil.status_code, evil.json()["code"], evil.json()["rule"]) == (422, "comment_not_kind", "banned_words")
    assert "ngu" not in evil.json()["detail"]
    assert [named.status_code, innocent.status_code, removed.status_code, after.status_code] == [422, 201, 204, 201]


async def test_the_list_is_kept_and_logged(client, session, officer):
    for word in ("vcl", "ăn cứt"):
        await client.post(AT, json={"word": word})
    twice = await client.post(AT, json={"word": "VCL"})
    empty = await client.post(AT, json={"word": "?!"})
    gone = await client.delete(f"{AT}/{officer.id}")

    assert [row["word"] for row in (await client.get(AT)).json()["items"]] == ["vcl", "ăn cứt"]
    assert [twice.json()["code"], empty.json()["code"], gone.json()["code"]] == [
        "word_known",
        "word_unreadable",
        "word_unknown",
    ]
    acts = await session.scalars(select(AuditEntry.action).where(AuditEntry.actor == str(officer.id)))
    assert list(acts).count("livestream.add_word") == 2


async def test_of_two_officers_who_add_a_word_at_once_one_is_told(sessions):
    async with sessions() as session:
        officer = await accounts.person(session, Role.OFFICER)
        await session.commit()

    async def add():
        try:
            async with short(sessions) as session:
                await add_word(session, officer.id, "vcl")
        except Refusal as refusal:
            return refusal.code
        return "added"

    assert sorted(await asyncio.gather(add(), add())) == ["added", "word_known"]
