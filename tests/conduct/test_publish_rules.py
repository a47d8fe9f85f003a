"""Versions of the rules: drafted, published, read; never changed after."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shop.conduct.errors import RulesDayWrong, RulesDraftMissing
from shop.conduct.publish_rules import RulesWords, publish_rules, save_draft
from shop.conduct.queries import published_rules, rules_in_force
from shop.core.actor import Role
from shop.core.clock import today
from shop.core.db import short
from shop.core.errors import Refusal
from tests.make import accounts, livestream, oversight
from tests.web.pages import look, send

WORDS = RulesWords(text_vi="Bản mới", text_en="New", changes_vi="Đổi", changes_en="Changed")
OFFICE = "/van-phong/quy-dinh"


async def test_a_version_is_published_ahead_and_takes_over_on_its_day(session):
    officer = await accounts.person(session, Role.OFFICER)
    first = await oversight.rules(session, since=30)
    day = await today(session)
    await save_draft(session, officer.id, WORDS)

    for wrong in (day - timedelta(days=1), first.in_force_from):
        with pytest.raises(RulesDayWrong):
            await publish_rules(session, officer.id, wrong)
    made = await publish_rules(session, officer.id, day + timedelta(days=2))

    assert (made.number, made.written_by) == (2, officer.id)
    assert (await rules_in_force(session)).number == 1
    assert (await rules_in_force(session, day + timedelta(days=2))).number == 2
    assert [one.number for one in await published_rules(session)] == [2, 1]


async def test_what_was_published_never_changes(session):
    await oversight.rules(session)

    with pytest.raises(DBAPIError, match="livestream_rules"):
        await session.execute(text("UPDATE livestream_rules SET text_vi = 'khác'"))


async def test_two_officers_publish_one_draft_once(sessions):
    async with short(sessions) as session:
        officer = await accounts.person(session, Role.OFFICER)
        await save_draft(session, officer.id, WORDS)
        day = await today(session)

    async def publish(days):
        try:
            async with short(sessions) as session:
                return (await publish_rules(session, officer.id, day + timedelta(days=days))).number
        except Refusal as refusal:
            return type(refusal)

    found = await asyncio.gather(publish(0), publish(1))

    assert set(found) == {1, RulesDraftMissing}


async def test_office_drafts_and_publishes_and_everybody_reads_words_as_words(client, session):
    await oversight.rules(session)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    typed = {"text_vi": "## Mục <i>\n- ý", "text_en": "## Part", "changes_vi": "Thêm mục", "changes_en": "A part"}

    bare = await send(client, OFFICE, act="save", **(typed | {"text_en": ""}))
    early = await send(client, OFFICE, act="publish", day="1/1/2020")
    saved = await send(client, OFFICE, act="save", **typed)
    past = await send(client, OFFICE, act="publish", day="1/1/2020")
    coming = await today(session) + timedelta(days=3)
    published = await send(client, OFFICE, act="publish", day=f"{coming:%d/%m/%Y}")
    client.cookies.clear()
    read = await look(client, "/quy-dinh-livestream/2")
    held = await look(client, "/quy-dinh-livestream")

    assert [one.status_code for one in (bare, early, saved, past, published)] == [422, 409, 303, 422, 303]
    assert "Viết nội dung này" in bare.text
    assert "Mục &lt;i&gt;" in read.text
    assert "Bản này không phải bản đang có hiệu lực." in read.text
    assert "<b>không phải HTML</b>" not in held.text
    assert "Khi cơ quan quản lý yêu cầu" in held.text
    assert (await client.get("/quy-dinh-livestream/9")).status_code == 404


async def test_a_paper_is_noted_corrected_and_ended_on_its_page(client, session):
    variant = (await livestream.stall(session)).variants[0]
    product = await oversight.herbal(session, variant)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    at = "/van-phong/giay-quang-cao"
    until = await today(session) + timedelta(days=40)
    paper = {"product": product.slug, "document_no": "9/XNQC", "issuer": "Sở Y tế", "valid_until": f"{until:%d/%m/%Y}"}

    unknown = await send(client, at, act="add", **(paper | {"product": "khong-co"}))
    past = await send(client, at, act="add", **(paper | {"valid_until": "1/1/2020"}))
    added = [await send(client, at, act="add", **paper) for _ in range(2)]
    page = await look(client, at)

    assert [one.status_code for one in (unknown, past, *added)] == [422, 422, 303, 303]
    assert page.text.count("9/XNQC") == 1
