"""A rehearsal is seen by those with its link alone, and nothing of it is real."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from shop.core.actor import Role
from shop.core.db import short
from shop.core.outbox import OutboxEvent
from shop.inventory.models import StockLevel
from shop.livestream.models import Comment, Pin
from shop.markets.models import SessionState
from shop.orders.models import Order
from shop.practice.finish import finish_overdue
from shop.practice.models import PracticeAct, PracticeRun
from shop.practice.queries import played
from tests.make import accounts, practice
from tests.make.orders import CONTACT
from tests.web.pages import look, send


def api(stall, run):
    return f"/api/v1/sessions/{stall.live.slug}/tap/{run.key}"


def page(stall, run):
    return f"/phien/{stall.live.slug}/tap/{run.key}"


async def pinned(client, session, **facts):
    """An open rehearsal whose host, signed in, has pinned the first good: (stall, run, good)."""
    stall, run, _ = await practice.rehearsal(session, **facts)
    await accounts.signed_in(client, stall.host)
    good = (await played(session, run.key)).goods[0]
    reply = await client.post(
        f"{api(stall, run)}/acts", json={"kind": "pin", "target": str(good.id), "amount": 200_000}
    )
    assert reply.status_code == 200, reply.text
    return stall, run, good


def order_of(good, quantity=2, **changes):
    return {"variant": str(good.id), "quantity": quantity, "contact": CONTACT} | changes


async def test_whole_room_works_and_nothing_of_it_is_real(client, session):
    stall, run, good = await pinned(client, session)

    said = await client.post(f"{api(stall, run)}/comments", json={"text": "Nghe rõ rồi", "client_id": "crew-12345"})
    bought = await client.post(
        f"{api(stall, run)}/orders", json=order_of(good), headers={"Idempotency-Key": "crew-order-1"}
    )
    frame = (await client.get(f"{api(stall, run)}/snapshot")).json()
    desk = await look(client, f"{page(stall, run)}/dieu-khien")

    assert (said.status_code, bought.status_code) == (201, 201)
    assert bought.json()["code"].startswith("TAP-")
    assert frame["stock"] == {str(good.id): 3}
    assert [pin["price"] for pin in frame["pins"]] == [200_000]
    assert [line["order"] for line in frame["comments"]] == [False, True]
    assert bought.json()["code"] in desk.text
    for table in (Order, Comment, Pin):
        assert await session.scalar(select(func.count()).select_from(table)) == 0
    assert list(await session.scalars(select(StockLevel.held))) == [0]
    assert await session.scalar(select(func.count()).where(OutboxEvent.kind.startswith("livestream"))) == 0
    assert str(good.id) != str(stall.variants[0].id)


async def test_public_pages_and_figures_know_nothing_of_it(client, session):
    stall, run, _ = await pinned(client, session)
    client.cookies.clear()

    for path in (f"/cho-dem/{stall.market.slug}", f"/phien/{stall.live.slug}", "/", "/sitemap.xml"):
        assert run.key not in (await client.get(path, follow_redirects=True)).text
    room = (await client.get(f"/api/v1/sessions/{stall.live.slug}/snapshot")).json()
    shown = await look(client, page(stall, run))

    assert (room["state"], room["pins"], room["seq"]) == ("scheduled", [], 0)
    assert shown.headers["x-robots-tag"] == "noindex, nofollow"
    assert "Không bán thật" in shown.text


async def test_no_licence_is_asked_for_and_two_clicks_open_one(sessions, live_client):
    async with short(sessions) as session:
        stall = await practice.livestream.stall(session, on_air=False, licensed=False)
    await accounts.signed_in(live_client, stall.host)

    replies = await asyncio.gather(*(live_client.post(f"/api/v1/sessions/{stall.live.slug}/tap") for _ in range(6)))

    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.json()["key"] for reply in replies}) == 1


@pytest.mark.parametrize("state", ["on_air", "ended"])
async def test_what_is_on_air_or_over_is_not_rehearsed(client, session, state):
    stall = await practice.livestream.stall(session)
    if state == "ended":
        stall.live.state, stall.live.ended_at = SessionState.ENDED, stall.live.started_at
        await session.flush()
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"/api/v1/sessions/{stall.live.slug}/tap")

    assert (reply.status_code, reply.json()["code"]) == (409, "practice_on_air")


async def test_strangers_reach_neither_desk_nor_a_guessed_address(client, session):
    stall, run, _ = await practice.rehearsal(session)
    await accounts.signed_in(client, await accounts.person(session, Role.HOST))

    replies = [
        await client.get(f"{page(stall, run)}/dieu-khien"),
        await client.post(f"{api(stall, run)}/acts", json={"kind": "greet"}),
        await client.post(f"{api(stall, run)}/end"),
        await client.get(f"{api(stall, run)}0/snapshot"),
        await client.get(f"/api/v1/sessions/luyen/tap/{run.key}/snapshot"),
    ]

    assert [reply.status_code for reply in replies] == [403, 403, 403, 404, 404]


async def test_a_line_and_an_order_sent_twice_or_six_times_are_one(sessions, live_client):
    async with short(sessions) as session:
        stall, run, _ = await practice.rehearsal(session)
        good = (await played(session, run.key)).goods[0]
    await accounts.signed_in(live_client, stall.host)
    await live_client.post(f"{api(stall, run)}/acts", json={"kind": "pin", "target": str(good.id)})
    line = {"text": "Chốt nhé", "client_id": "crew-12345"}
    key = {"Idempotency-Key": "crew-order-1"}

    said = await asyncio.gather(*(live_client.post(f"{api(stall, run)}/comments", json=line) for _ in range(6)))
    bought = await asyncio.gather(
        *(live_client.post(f"{api(stall, run)}/orders", json=order_of(good), headers=key) for _ in range(6))
    )

    assert {reply.status_code for reply in (*said, *bought)} == {201}
    assert len({reply.json()["id"] for reply in said}) == len({reply.json()["id"] for reply in bought}) == 1


async def test_crew_cannot_buy_more_than_there_is_at_once(sessions, live_client):
    async with short(sessions) as session:
        stall, run, _ = await practice.rehearsal(session, stock=3)
        good = (await played(session, run.key)).goods[0]
    await accounts.signed_in(live_client, stall.host)
    await live_client.post(f"{api(stall, run)}/acts", json={"kind": "pin", "target": str(good.id)})

    replies = await asyncio.gather(
        *(
            live_client.post(
                f"{api(stall, run)}/orders", json=order_of(good, 1), headers={"Idempotency-Key": f"crew-order-{n}"}
            )
            for n in range(8)
        )
    )

    assert sorted(reply.status_code for reply in replies) == [201] * 3 + [409] * 5


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ({"kind": "pin", "target": "A1", "amount": 0}, "practice_price_wrong"),
        ({"kind": "pin", "target": "A1", "amount": 250_001}, "practice_price_wrong"),
        ({"kind": "pin", "target": "Z9"}, "practice_line_unknown"),
        ({"kind": "reply", "target": "không phải id", "words": "Dạ"}, "practice_line_unknown"),
        ({"kind": "remove", "target": str(uuid4())}, "practice_line_unknown"),
        ({"kind": "say", "words": "Tôi là khách"}, "practice_without"),
        ({"kind": "buy", "target": "A1"}, "practice_without"),
    ],
    ids=["free", "dearer", "no-goods", "no-id", "no-line", "crew-says", "crew-buys"],
)
async def test_what_a_host_cannot_do_is_said(client, session, act, code):
    stall, run, _ = await practice.rehearsal(session)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{api(stall, run)}/acts", json=act)

    assert reply.json()["code"] == code


async def test_each_button_of_the_desk_works_and_is_safe_to_repeat(client, session):
    stall, run, good = await pinned(client, session)
    await client.post(f"{api(stall, run)}/comments", json={"text": "Đồ ngu", "client_id": "crew-12345", "name": "Tục"})
    line = (await client.get(f"{api(stall, run)}/snapshot")).json()["comments"][0]["id"]
    desk = f"{page(stall, run)}/dieu-khien"
    acts = (
        {"action": "greet"},
        {"action": "pin", "variant": str(good.id), "price": "190.000"},
        {"action": "mute", "comment": line},
        {"action": "remove", "comment": line},
        {"action": "slow", "seconds": "10"},
        {"action": "sold_out", "variant": good.code},
        {"action": "lift", "ban": "Tục"},
    )

    replies = [await send(client, desk, **fields) for fields in acts for _ in range(2)]
    frame = (await client.get(f"{api(stall, run)}/snapshot")).json()
    without = await send(client, desk, action="poll_open")

    assert {reply.status_code for reply in replies} == {303}
    assert (frame["slow_seconds"], frame["removed"], frame["pins"]) == (10, [line], [])
    assert await session.scalar(select(func.count()).select_from(PracticeAct)) == 2 + len(acts)
    assert (without.status_code, "chưa có trong buổi tập" in without.text) == (409, True)


async def test_desk_offers_a_rehearsal_and_leads_there_and_back(client, session):
    stall = await practice.livestream.stall(session, on_air=False)
    await accounts.signed_in(client, stall.host)
    before = await look(client, f"/phien/{stall.live.slug}/dieu-khien")

    opened = await send(client, f"/phien/{stall.live.slug}/tap")
    desk = await look(client, opened.headers["location"])
    ended = await send(client, opened.headers["location"], action="end")

    assert f'action="/phien/{stall.live.slug}/tap"' in before.text
    assert "Buổi tập thử" in desk.text
    assert ended.headers["location"] == f"/phien/{stall.live.slug}/dieu-khien"
    assert stall.live.state is SessionState.SCHEDULED


async def test_forms_of_the_room_work_without_a_script_and_say_what_is_wrong(client, session):
    stall, run, good = await pinned(client, session)
    client.cookies.clear()
    form = {"variant": str(good.id), "name": "Lan", "request_key": "form-12345678"}

    said = await send(client, f"{page(stall, run)}/binh-luan", text="Nghe rõ", client_id="form-12345", name="Lan")
    empty = await send(client, f"{page(stall, run)}/binh-luan", text=" ", client_id="form-12346", name="Lan")
    bought = await send(client, f"{page(stall, run)}/mua", quantity="2", **form)
    much = await send(client, f"{page(stall, run)}/mua", quantity="99", **(form | {"request_key": "form-12345679"}))

    assert (said.status_code, empty.status_code, bought.status_code, much.status_code) == (303, 422, 303, 409)
    assert "chỉ còn 3" in much.text


async def test_a_rehearsal_ends_when_the_session_begins_or_its_time_is_over(client, session, warp):
    stall, run, _ = await practice.rehearsal(session)
    late_stall, late, _ = await practice.rehearsal(session)
    await accounts.signed_in(client, stall.host)
    stall.live.state, stall.live.started_at = SessionState.ON_AIR, stall.live.starts_at
    await session.flush()

    reply = await client.post(f"{api(stall, run)}/comments", json={"text": "Alô", "client_id": "crew-12345"})
    begun = await finish_overdue(session, 10)
    await warp(session, timedelta(minutes=241))
    over = await finish_overdue(session, 10)

    assert reply.json()["code"] == "practice_over"
    assert (begun, over) == (1, 1)
    finished = await session.scalars(select(PracticeRun.finished_at).execution_options(populate_existing=True))
    assert None not in list(finished)
    assert late.points is None
    assert late_stall.live.state is SessionState.SCHEDULED


async def test_the_database_keeps_acts_as_they_were(client, session):
    await pinned(client, session)

    with pytest.raises(DBAPIError):
        await session.execute(text("UPDATE practice_act SET words = 'x'"))
