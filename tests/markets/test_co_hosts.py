"""Who runs a session beside its host: who may be named, what they may do, and what not."""

import pytest

from shop.core.actor import Actor, Role
from shop.markets.keep_seen import note_host
from tests.make import accounts, livestream, training


async def licensed(session, name="Trần Văn Bình"):
    """Somebody who may go on air."""
    person = await accounts.person(session, Role.HOST, name=name)
    await training.verified(session, person)
    await training.licensed(session, person)
    return person


async def named(client, session, **stall):
    """A stall with a co-host, who is signed in."""
    made = await livestream.stall(session, goods=2, **stall)
    other = await licensed(session)
    await accounts.signed_in(client, made.host)
    reply = await client.post(f"{made.path}/co-hosts", json={"login": other.email})
    assert reply.status_code == 200, reply.text
    client.cookies.clear()
    await accounts.signed_in(client, other)
    return made, other


async def test_a_co_host_is_named_once_and_shown_in_the_room(client, session):
    stall = await livestream.stall(session)
    other = await licensed(session)
    await accounts.signed_in(client, stall.host)

    replies = [await client.post(f"{stall.path}/co-hosts", json={"login": other.email}) for _ in range(2)]

    assert [reply.json()["co_hosts"] for reply in replies] == [[{"id": str(other.id), "name": other.name}]] * 2
    assert (await client.get(f"{stall.path}/snapshot")).json()["co_hosts"] == [other.name]


@pytest.mark.parametrize("lacking", ["nobody", "unlicensed", "unverified"])
async def test_who_may_not_go_on_air_is_refused_in_the_same_words(client, session, lacking):
    stall = await livestream.stall(session)
    other = await accounts.person(session, Role.HOST)
    if lacking == "unlicensed":
        await training.verified(session, other)
    if lacking == "unverified":
        await training.licensed(session, other)
    await accounts.signed_in(client, stall.host)
    login = "khong-ai@chomay.test" if lacking == "nobody" else other.email

    reply = await client.post(f"{stall.path}/co-hosts", json={"login": login})

    assert (reply.status_code, reply.json()["code"]) == (422, "co_host_unfit")


RIGHTS = {
    "pin": ("post", "/pin", {"variant": "{variant}"}, 200),
    "unpin": ("post", "/unpin", {"variant": "{variant}"}, 200),
    "seen": ("post", "/seen", None, 204),
    "orders": ("get", "/orders", None, 200),
    "talk": ("get", "/talk", None, 200),
    "slow": ("post", "/slow", {"seconds": 5}, 204),
    "programme": ("get", "/programme", None, 200),
    "segment": ("post", "/segments", {"title": "Mở chợ", "minutes": 5, "client_id": "client-0001"}, 201),
    "next": ("post", "/next", {}, 200),
    "start": ("post", "/start", None, 200),
    "end": ("post", "/end", None, 200),
    "naming others": ("post", "/co-hosts", {"login": "ai@chomay.test"}, 403),
}


@pytest.mark.parametrize("act", RIGHTS)
async def test_a_co_host_may_do_what_the_host_may_but_name_others(client, session, act):
    stall, _ = await named(client, session)
    method, path, body, status = RIGHTS[act]
    filled = body and {key: str(stall.variants[0].id) if value == "{variant}" else value for key, value in body.items()}

    reply = await client.request(method.upper(), stall.path + path, json=filled)

    assert reply.status_code == status, reply.text


@pytest.mark.parametrize("act", sorted(set(RIGHTS) - {"naming others"}))
async def test_who_is_named_no_more_may_do_none_of_it(client, session, act):
    stall, other = await named(client, session)
    client.cookies.clear()
    await accounts.signed_in(client, stall.host)
    gone = [await client.delete(f"{stall.path}/co-hosts/{other.id}") for _ in range(2)]
    client.cookies.clear()
    await accounts.signed_in(client, other)
    method, path, body, _ = RIGHTS[act]
    filled = body and {key: str(stall.variants[0].id) if value == "{variant}" else value for key, value in body.items()}

    reply = await client.request(method.upper(), stall.path + path, json=filled)

    assert [one.status_code for one in gone] == [204, 204]
    assert reply.status_code == 403


async def test_a_co_host_at_the_desk_keeps_the_room_from_being_away(client, session):
    stall, other = await named(client, session)
    stall.live.host_seen_at = None
    await session.flush()
    assert (await client.get(f"{stall.path}/snapshot")).json()["state"] == "away"

    await note_host(session, stall.live, Actor(person_id=other.id))

    assert (await client.get(f"{stall.path}/snapshot")).json()["state"] == "on_air"


async def test_a_co_host_speaks_through_slow_mode_and_is_not_muted(client, session):
    stall, _ = await named(client, session)
    await client.post(f"{stall.path}/slow", json={"seconds": 60})

    said = [
        await client.post(f"{stall.path}/comments", json={"text": f"câu {n}", "client_id": f"client-{n:04}"})
        for n in range(2)
    ]
    ban = await client.post(f"{stall.path}/comments/{said[0].json()['id']}/ban", json={"kind": "mute"})

    assert [reply.status_code for reply in said] == [201, 201]
    assert (ban.status_code, ban.json()["code"]) == (409, "speaker_exempt")


async def test_a_heading_names_four_at_most(client, session):
    stall = await livestream.stall(session)
    others = [await licensed(session) for _ in range(5)]
    await accounts.signed_in(client, stall.host)

    replies = [await client.post(f"{stall.path}/co-hosts", json={"login": other.email}) for other in others]

    assert [reply.status_code for reply in replies] == [200] * 4 + [409]


async def test_the_desk_opens_for_a_co_host_from_their_own_page(client, session):
    stall, _ = await named(client, session)

    desk = await client.get(f"/phien/{stall.live.slug}/dieu-khien", headers={"accept": "text/html"})
    own = await client.get("/toi", headers={"accept": "text/html"})

    assert desk.status_code == 200
    assert "co_host_remove" not in desk.text
    assert f"/phien/{stall.live.slug}/dieu-khien" in own.text
