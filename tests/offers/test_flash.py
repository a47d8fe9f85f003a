"""Flash drops: opened and closed by the database's clock, each press answered, each piece once."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shop.core.db import short
from shop.offers.finish_flash import finish_due
from shop.offers.models import FlashDrop
from shop.orders.audit import audit_books
from shop.orders.models import Order
from tests.make import accounts, livestream, oversight
from tests.make.offers import as_host, buy, pinned, serve, wait

PLAN = {"pieces": 3, "price": 150_000, "seconds": 30, "minutes": 5}


async def planned(client, sessions, *, stock=10, **changes):
    """A stall with a flash drop of its first product that opens in 30 seconds; returns it and the drop's id."""
    stall = await pinned(client, sessions, stock=stock)
    body = {"variant": str(stall.variants[0].id), **PLAN, **changes}
    reply = await as_host(client, stall, "POST", "flash", body)
    assert reply.status_code == 201, reply.text
    return stall, reply.json()["id"]


async def at(sessions, warp, **later):
    async with sessions() as session:
        await warp(session, timedelta(**later))


@pytest.mark.parametrize(
    ("seconds", "answer"),
    [(25, "flash_not_open"), (31, 150_000), (329, 150_000), (331, "flash_over")],
)
async def test_a_press_counts_from_the_opening_until_the_close(live_client, sessions, warp, seconds, answer):
    stall, flash = await planned(live_client, sessions)
    await at(sessions, warp, seconds=seconds)

    reply = await buy(live_client, stall, 1, flash=flash)

    assert reply.json()["code" if reply.is_error else "total"] == answer


async def test_a_crowd_is_answered_each_and_the_drop_ends_with_its_last_piece(live_client, sessions, warp):
    stall, flash = await planned(live_client, sessions)
    await at(sessions, warp, seconds=31)

    replies = await asyncio.gather(*(buy(live_client, stall, number, flash=flash) for number in range(30)))

    told = Counter(reply.json()["code"] if reply.is_error else "placed" for reply in replies)
    assert told.pop("placed") == 3
    assert set(told) <= {"quota_exhausted", "flash_over"}
    assert sum(told.values()) == 27
    room = (await live_client.get(f"{stall.path}/snapshot")).json()
    assert (room["flash"]["ended"], room["flash"]["left"], room["flash"]["pieces"]) == ("sold_out", 0, 3)
    async with sessions() as session:
        assert await audit_books(session) == []


async def test_who_comes_too_late_for_a_drop_waits_for_it_and_gets_what_comes_free(live_client, sessions, warp):
    stall, flash = await planned(live_client, sessions, pieces=1)
    await at(sessions, warp, seconds=31)
    bought = (await buy(live_client, stall, 1, flash=flash)).json()
    await wait(live_client, stall, 2, flash=flash)
    assert await serve(sessions) == 0  # the shelf is full, the drop is sold out
    token = {"X-Order-Token": bought["token"]}
    assert (await live_client.post(f"/api/v1/orders/{bought['code']}/cancel", headers=token)).status_code < 300

    assert await serve(sessions) == 1

    async with sessions() as session:
        assert list(await session.scalars(select(Order.total))) == [150_000, 150_000]
        assert await audit_books(session) == []


async def test_who_waits_for_a_drop_does_not_stop_the_pin(live_client, sessions, warp):
    stall, flash = await planned(live_client, sessions, pieces=1)
    await at(sessions, warp, seconds=31)
    await buy(live_client, stall, 1, flash=flash)
    turn = (await wait(live_client, stall, 2, flash=flash)).json()

    room = (await live_client.get(f"{stall.path}/snapshot")).json()
    late = await buy(live_client, stall, 3, flash=flash)
    pinned_price = await buy(live_client, stall, 4)

    assert (turn["position"], room["flash"]["waiting"], room["waiting"]) == (1, 1, {})
    assert late.json()["code"] == "flash_over"
    assert (pinned_price.status_code, pinned_price.json()["total"]) == (201, 200_000)


async def test_one_buyer_gets_no_more_than_the_limit(live_client, sessions, warp):
    stall, flash = await planned(live_client, sessions, pieces=5, buyer_limit=2)
    await at(sessions, warp, seconds=31)

    replies = [await buy(live_client, stall, 1, quantity, flash=flash) for quantity in (2, 1, 3)]

    assert [reply.json().get("code") if reply.is_error else "placed" for reply in replies] == [
        "placed",
        "buyer_limit",
        "buyer_limit",
    ]


async def test_a_room_has_one_drop_at_a_time_and_the_same_again_is_the_same(live_client, sessions):
    stall, flash = await planned(live_client, sessions)
    body = {"variant": str(stall.variants[0].id), **PLAN}

    again = await as_host(live_client, stall, "POST", "flash", body)
    other = await as_host(live_client, stall, "POST", "flash", {**body, "pieces": 4})

    assert (again.status_code, again.json()["id"]) == (201, flash)
    assert (other.status_code, other.json()["code"]) == (409, "flash_running")


async def test_eight_clicks_at_once_plan_one_drop(live_client, sessions):
    stall = await pinned(live_client, sessions)
    await accounts.signed_in(live_client, stall.host)
    body = {"variant": str(stall.variants[0].id), **PLAN}

    replies = await asyncio.gather(*(live_client.post(f"{stall.path}/flash", json=body) for _ in range(8)))

    assert {reply.status_code for reply in replies} == {201}
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(FlashDrop)) == 1


async def test_a_drop_is_called_off_before_it_opens_and_not_after(live_client, sessions, warp):
    stall, flash = await planned(live_client, sessions)
    for _ in range(2):
        assert (await as_host(live_client, stall, "DELETE", f"flash/{flash}")).status_code == 204
    assert (await live_client.get(f"{stall.path}/snapshot")).json()["flash"] is None
    assert (await buy(live_client, stall, 1, flash=flash)).json()["code"] == "flash_over"

    body = {"variant": str(stall.variants[0].id), **PLAN}
    second = (await as_host(live_client, stall, "POST", "flash", body)).json()["id"]
    await at(sessions, warp, seconds=31)
    late = await as_host(live_client, stall, "DELETE", f"flash/{second}")

    assert (late.status_code, late.json()["code"]) == (409, "flash_open")


async def test_a_drop_nobody_empties_ends_by_its_time_once(live_client, sessions, warp):
    stall, _ = await planned(live_client, sessions)
    await at(sessions, warp, seconds=329)
    async with short(sessions) as session:
        assert await finish_due(session) == 0
    await at(sessions, warp, seconds=331)

    async def sweep():
        async with short(sessions) as session:
            return await finish_due(session)

    assert sum(await asyncio.gather(sweep(), sweep())) == 1
    room = (await live_client.get(f"{stall.path}/snapshot")).json()
    assert (room["flash"]["ended"], room["flash"]["left"]) == ("time", 3)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"seconds": 9}, "seconds"),
        ({"seconds": 301}, "seconds"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 21}, "minutes"),
        ({"pieces": 0}, "pieces"),
        ({"pieces": 10_001}, "pieces"),
        ({"buyer_limit": 0}, "buyer_limit"),
        ({"price": 250_001}, "price"),
        ({"price": 0}, "price"),
        ({"price": -1}, "price"),
    ],
)
async def test_a_drop_that_cannot_be_is_refused_by_its_field(live_client, sessions, change, field):
    stall = await pinned(live_client, sessions)

    reply = await as_host(live_client, stall, "POST", "flash", {"variant": str(stall.variants[0].id), **PLAN, **change})

    assert (reply.status_code, reply.json()["field"]) == (422, field)


async def test_a_drop_does_not_sell_what_is_not_there_or_what_others_wait_for(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=2)
    await wait(live_client, stall, 1, 3)

    reply = await as_host(
        live_client, stall, "POST", "flash", {"variant": str(stall.variants[0].id), **PLAN, "pieces": 1}
    )

    assert (reply.status_code, reply.json()["code"], reply.json()["free"]) == (409, "flash_short", 0)


async def test_a_drop_of_another_room_is_none_of_this(live_client, sessions, warp):
    _, flash = await planned(live_client, sessions)
    other = await pinned(live_client, sessions)
    await at(sessions, warp, seconds=31)

    reply = await buy(live_client, other, 1, flash=flash)

    assert (reply.status_code, reply.json()["code"]) == (404, "flash_unknown")


async def test_a_drop_is_held_to_the_producers_floor_and_to_papers_for_herbal_goods(live_client, sessions):
    async with short(sessions) as session:
        dear = await livestream.stall(session, floor=200_000)
        herbs = await livestream.stall(session)
        await oversight.herbal(session, herbs.variants[0])

    refused = [
        await as_host(live_client, stall, "POST", "flash", {"variant": str(stall.variants[0].id), **PLAN})
        for stall in (dear, herbs)
    ]

    assert [(reply.status_code, reply.json()["code"]) for reply in refused] == [
        (422, "live_price_below_floor"),
        (409, "ad_not_confirmed"),
    ]
