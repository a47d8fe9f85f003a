"""Who watches does so once, is told by one way they chose, and can stop."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shop.core.db import short
from shop.reminders.models import Subject, Watch
from shop.reminders.rules import is_push_service, watch_token
from tests.conftest import SECRET
from tests.make.accounts import person, signed_in
from tests.make.livestream import market, stall
from tests.make.reminders import browser, watch, watch_stall
from tests.make.reviews import as_actor
from tests.web.pages import look, send

AT = "/api/v1/watches"


def body(stall, **changes):
    return {"subject": "stall", "slug": stall.live.slug, "email": "lan@example.vn"} | changes


async def test_a_guest_watches_a_stall_once(client, session):
    gom = await stall(session, on_air=False)

    replies = [await client.post(AT, json=body(gom, email=email)) for email in ("lan@example.vn", "LAN@example.vn")]

    assert [reply.status_code for reply in replies] == [201, 201]
    assert replies[0].json() == replies[1].json()


async def test_eight_at_once_are_one_watch(live_client, sessions):
    async with short(sessions) as session:
        gom = await stall(session, on_air=False)

    replies = await asyncio.gather(*(live_client.post(AT, json=body(gom)) for _ in range(8)))

    assert {reply.status_code for reply in replies} == {201}
    async with short(sessions) as session:
        assert await session.scalar(select(func.count()).select_from(Watch)) == 1


async def test_what_is_not_there_or_over_is_not_watched_and_a_guest_says_how_to_be_told(client, session):
    over = await market(session, starts_in=-timedelta(days=2))
    gom = await stall(session, on_air=False)

    replies = [
        await client.post(AT, json=body(gom, slug="khong-co")),
        await client.post(AT, json={"subject": "market", "slug": over.slug, "email": "lan@example.vn"}),
        await client.post(AT, json=body(gom, email=None)),
        await client.post(AT, json=body(gom, subject="weather")),
    ]

    codes = [(reply.status_code, reply.json()["code"]) for reply in replies]
    assert codes[:3] == [(404, "nothing_to_watch"), (409, "watch_over"), (422, "no_way_to_tell")]
    assert codes[3][0] == 422


async def test_a_person_sees_and_stops_what_they_watch_and_nobody_elses(client, session):
    lan, mai = await person(session), await person(session)
    gom = await stall(session, on_air=False)
    own = await watch(session, Subject.STALL, gom.live.slug, actor=as_actor(lan))
    await watch(session, Subject.STALL, gom.live.slug, actor=as_actor(mai))

    await signed_in(client, mai)
    strange = await client.post(f"{AT}/{own.id}/stop", json={"token": "x"})
    await signed_in(client, lan)
    listed = await client.get(AT)
    for _ in range(2):
        stopped = await client.post(f"{AT}/{own.id}/stop", json={})
    after = await client.get(AT)

    assert [item["thing"]["slug"] for item in listed.json()["items"]] == [gom.live.slug]
    assert (strange.status_code, strange.json()["code"]) == (404, "watch_unknown")
    assert stopped.status_code == 204
    assert after.json()["items"] == []


async def test_the_link_of_a_letter_stops_one_watch_by_a_button(client, session):
    gom, tra = await stall(session, on_air=False), await stall(session, on_air=False)
    first, second = await watch_stall(session, gom), await watch_stall(session, tra)
    address = f"/theo-doi/dung/{first.id}"

    page = await look(client, f"{address}?token={watch_token(SECRET, first.id)}")
    await session.refresh(first)
    only_looked = first.stopped_at
    await send(client, address, token=watch_token(SECRET, first.id))
    wrong = await client.post(f"{AT}/{second.id}/stop", json={"token": watch_token(SECRET, first.id)})

    assert page.status_code == 200
    assert only_looked is None
    await session.refresh(first)
    assert first.stopped_at is not None
    assert wrong.status_code == 404


async def test_the_page_takes_a_guest_and_keeps_what_was_wrong(client, session):
    hall = await market(session, starts_in=timedelta(days=2))
    address = f"/theo-doi/cho-dem/{hall.slug}"

    wrong = await send(client, address, email="lan@")
    right = await send(client, address, email="lan@example.vn")
    done = await look(client, right.headers["location"])

    assert wrong.status_code == 422
    assert 'value="lan@"' in wrong.text
    assert right.status_code == 303
    assert "Chợ Mây sẽ nhắc bạn" in done.text


async def test_a_browser_watches_without_an_address_and_renews_its_keys(client, session):
    gom = await stall(session, on_air=False)
    replies = []
    for _ in range(2):
        _, keys = browser()
        push = {"endpoint": keys.endpoint, "p256dh": keys.p256dh, "auth": keys.auth}
        replies.append(await client.post(AT, json=body(gom, email=None, push=push)))

    assert [reply.status_code for reply in replies] == [201, 201]
    assert replies[0].json() == replies[1].json()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://example.org/x",
        "https://fcm.googleapis.com.example.org/x",
        "https://fcm.googleapis.com@example.org/x",
        "https://fcm.googleapis.com:8443/x",
        "https://127.0.0.1/x",
        "file:///etc/passwd",
        "https://[::1",
    ],
)
async def test_our_servers_post_to_known_services_alone(client, session, endpoint):
    gom = await stall(session, on_air=False)
    _, keys = browser(endpoint)

    push = {"endpoint": endpoint, "p256dh": keys.p256dh, "auth": keys.auth}
    reply = await client.post(AT, json=body(gom, email=None, push=push))

    assert (reply.status_code, reply.json()["code"]) == (422, "push_address_wrong")


def test_a_shop_may_name_further_services():
    others = ("push.example.org", "127.0.0.1:9000")

    assert is_push_service("https://push.example.org/x", others)
    assert is_push_service("http://127.0.0.1:9000/x", others)
    assert is_push_service("https://sg2p.notify.windows.com/w/?token=x")
    assert not is_push_service("http://push.example.org/x", others)
    assert not is_push_service("http://127.0.0.1:9001/x", others)
