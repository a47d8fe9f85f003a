"""Viewers go on to another stall: by the desk's button, at the end, and only where somebody is on air."""

import asyncio
import json

from tests.livestream.conftest import PATIENCE
from tests.make import accounts, livestream


async def two_stalls(session, **other):
    one = await livestream.stall(session)
    return one, await livestream.stall(session, hall=one.market, **other)


async def moved_to(client, stall):
    return (await client.get(f"{stall.path}/snapshot")).json()["moved_to"]


async def test_the_desk_takes_viewers_to_a_stall_on_air_and_goes_on(client, session):
    one, two = await two_stalls(session)
    await accounts.signed_in(client, one.host)

    replies = [await client.post(f"{one.path}/hand-over", json={"to": two.live.slug}) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [204, 204]
    moved = await moved_to(client, one)
    assert (moved["slug"], moved["title"], moved["seconds"]) == (two.live.slug, two.live.title, 8)
    assert (await client.get(f"{one.path}/snapshot")).json()["state"] == "on_air"


async def test_only_another_stall_of_the_market_that_is_on_air_takes_viewers(client, session):
    one, waiting = await two_stalls(session, on_air=False)
    elsewhere = await livestream.stall(session)
    await accounts.signed_in(client, one.host)

    slugs = (waiting.live.slug, elsewhere.live.slug, one.live.slug, "khong-co")
    replies = [await client.post(f"{one.path}/hand-over", json={"to": slug}) for slug in slugs]

    assert [(reply.status_code, reply.json()["code"]) for reply in replies] == [(409, "stall_not_open")] * 4
    assert await moved_to(client, one) is None


async def test_the_end_leads_to_the_stall_on_air_and_to_none_without_one(client, session):
    one, two = await two_stalls(session)
    await accounts.signed_in(client, one.host)
    await client.post(f"{one.path}/end")
    first = await moved_to(client, one)
    await accounts.signed_in(client, two.host)
    await client.post(f"{two.path}/end")

    assert first["slug"] == two.live.slug
    assert await moved_to(client, one) is None, "nobody is sent to a stall that has closed"
    assert await moved_to(client, two) is None


async def test_the_end_keeps_where_the_host_sent_the_viewers(client, session):
    one, _ = await two_stalls(session)
    three = await livestream.stall(session, hall=one.market)
    await accounts.signed_in(client, one.host)
    await client.post(f"{one.path}/hand-over", json={"to": three.live.slug})

    await client.post(f"{one.path}/end")

    assert (await moved_to(client, one))["slug"] == three.live.slug


async def test_a_hand_over_is_seen_by_an_open_socket(live_client, sessions, serve, tell):
    async with sessions() as session:
        one, two = await two_stalls(session)
        await session.commit()
    await accounts.signed_in(live_client, one.host)
    async with serve() as running, running.hear(one) as viewer:
        await viewer.text()
        await live_client.post(f"{one.path}/end")
        await tell()

        async with asyncio.timeout(PATIENCE):
            while (frame := json.loads(await viewer.text()))["moved_to"] is None:
                pass

    assert (frame["state"], frame["moved_to"]["slug"]) == ("ended", two.live.slug)
