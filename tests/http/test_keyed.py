"""`Idempotency-Key` on writes that have no way of their own with it: one effect, one answer."""

import asyncio

import pytest
from sqlalchemy import func, select

from shop.cart.models import Cart
from shop.core.idempotency import IdempotencyKey
from tests.make.accounts import person, signed_in
from tests.make.inventory import goods

CARTS = "/api/v1/carts"
KEY = {"Idempotency-Key": "cart-of-this-evening"}


async def count(session, table):
    return await session.scalar(select(func.count()).select_from(table))


async def test_a_repeat_gets_the_first_answer_and_is_marked(client, session):
    bowl = await goods(session)
    body = {"lines": [{"variant": str(bowl.variant_id), "quantity": 2}]}

    first = await client.post(CARTS, json=body, headers=KEY)
    again = await client.post(CARTS, json=body, headers=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["content-type"] == first.headers["content-type"]
    assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
    assert await count(session, Cart) == 1


async def test_without_a_key_or_with_another_each_call_is_its_own(client, session):
    for headers in ({}, {}, KEY, {"Idempotency-Key": "another-cart"}):
        assert (await client.post(CARTS, json={}, headers=headers)).status_code == 201

    assert await count(session, Cart) == 4


async def test_many_at_once_with_one_key_are_one(live_client, sessions):
    replies = await asyncio.gather(*(live_client.post(CARTS, json={}, headers=KEY) for _ in range(8)))

    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["id"] for reply in replies}) == 1
    assert sum("idempotent-replayed" in reply.headers for reply in replies) == 7
    async with sessions() as session:
        assert await count(session, Cart) == 1


async def test_another_body_or_query_with_the_key_is_refused(client, session):
    bowl = await goods(session)
    await client.post(CARTS, json={}, headers=KEY)

    other = await client.post(CARTS, json={"lines": [{"variant": str(bowl.variant_id), "quantity": 1}]}, headers=KEY)
    asked = await client.post(f"{CARTS}?from=home", json={}, headers=KEY)

    assert [(reply.status_code, reply.json()["code"]) for reply in (other, asked)] == [(422, "key_reused")] * 2
    assert await count(session, Cart) == 1


async def test_a_refusal_is_not_remembered(client, session):
    bowl = await goods(session)
    wrong = {"lines": [{"variant": str(bowl.variant_id), "quantity": 0}]}

    refused = await client.post(CARTS, json=wrong, headers=KEY)
    mended = await client.post(CARTS, json={}, headers=KEY)

    assert (refused.status_code, mended.status_code) == (422, 201)
    assert "idempotent-replayed" not in mended.headers
    assert await count(session, IdempotencyKey) == 1


async def test_the_same_key_at_another_address_is_another(client, session):
    bowl, tea = await goods(session), await goods(session, name="Chè sen")
    cart = (await client.post(CARTS, json={}, headers=KEY)).json()["id"]

    lines = [f"{CARTS}/{cart}/lines/{one.variant_id}" for one in (bowl, tea)]
    replies = [await client.put(line, json={"quantity": 1}, headers=KEY) for line in lines]
    dropped = [await client.delete(lines[0], headers=KEY) for _ in range(2)]

    assert [len(reply.json()["lines"]) for reply in (*replies, *dropped)] == [1, 2, 1, 1]
    assert dropped[1].headers["idempotent-replayed"] == "true"


async def test_nobody_gets_the_answer_of_somebody_else(client, session):
    ngoc, lan = await person(session), await person(session)
    carts = []
    for one in (ngoc, lan):
        await signed_in(client, one)
        carts.append((await client.post(CARTS, json={}, headers=KEY)).json()["id"])

    assert carts[0] != carts[1]


@pytest.mark.parametrize("key", ["short", "k" * 81, "có dấu cách", ""])
async def test_a_key_that_can_be_none_is_refused(client, session, key):
    reply = await client.post(CARTS, json={}, headers=[(b"Idempotency-Key", key.encode())])

    assert (reply.status_code, reply.json()["code"], reply.json()["field"]) == (422, "key_missing", "Idempotency-Key")
    assert await count(session, Cart) == 0


async def test_a_body_longer_than_the_route_takes_is_refused_whole(client, session):
    reply = await client.post(CARTS, content=b"x" * 1_000_001, headers=KEY | {"Content-Type": "application/json"})

    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")
    assert await count(session, IdempotencyKey) == 0


async def test_reads_and_pages_take_no_notice(client, session):
    for _ in range(2):
        assert "idempotent-replayed" not in (await client.get("/api/v1/products", headers=KEY)).headers
        assert "idempotent-replayed" not in (await client.post("/api/v1/auth/sign-out", headers=KEY)).headers

    assert await count(session, IdempotencyKey) == 0
