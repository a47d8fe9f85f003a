"""A crowd in a room: never more than there is, each answered once, and the books agree."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shop.inventory.models import StockLevel
from shop.livestream.models import Comment
from shop.orders.audit import audit_books
from shop.orders.expire import expire_holds
from shop.orders.models import Order
from tests.make import accounts, livestream

BUYERS, UNITS = 60, 20


@pytest.fixture
async def stall(live_client, sessions):
    """A stall on air with its first product pinned, for a guest."""
    async with sessions() as session, session.begin():
        made = await livestream.stall(session, stock=UNITS)
    async with sessions() as session, session.begin():
        await accounts.signed_in(live_client, made.host)
    pin = {"variant": str(made.variants[0].id), "price": 200_000}
    assert (await live_client.post(f"{made.path}/pin", json=pin)).status_code == 200
    live_client.cookies.clear()
    return made


async def buy(client, stall, number, quantity=1, **more):
    contact = {"name": "Lê Thị Bích Ngọc", "phone": f"0912{number:06d}"}
    body = {"variant": str(stall.variants[0].id), "quantity": quantity, "contact": contact, **more}
    return await client.post(f"{stall.path}/orders", json=body, headers={"Idempotency-Key": f"drop-buyer-{number:04d}"})


async def test_sixty_buyers_of_twenty_pieces_make_twenty_orders(live_client, sessions, stall):
    replies = await asyncio.gather(*(buy(live_client, stall, number) for number in range(BUYERS)))

    told = Counter((reply.status_code, reply.json().get("code") if reply.is_error else "") for reply in replies)
    assert told == {(201, ""): UNITS, (409, "out_of_stock"): BUYERS - UNITS}
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Order)) == UNITS
        assert (await session.execute(select(StockLevel.on_hand, StockLevel.held))).one() == (UNITS, UNITS)
        assert await session.scalar(select(func.count()).select_from(Comment)) == UNITS
        assert await audit_books(session) == []


async def test_one_key_pressed_many_times_at_once_is_one_order(live_client, sessions, stall):
    replies = await asyncio.gather(*(buy(live_client, stall, 7) for _ in range(12)))

    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["code"] for reply in replies}) == 1
    assert sum(reply.headers.get("idempotent-replayed") == "true" for reply in replies) == 11
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Order)) == 1
        assert await session.scalar(select(func.count()).select_from(Comment)) == 1


async def test_one_key_with_two_bodies_at_once_is_one_order_and_a_refusal(live_client, stall):
    replies = await asyncio.gather(buy(live_client, stall, 7), buy(live_client, stall, 7, quantity=2))

    assert sorted(reply.status_code for reply in replies) == [201, 422]
    assert {reply.json().get("code") for reply in replies if reply.is_error} == {"key_reused"}


async def test_good_and_bad_orders_at_once_each_get_their_own_answer(live_client, sessions, stall):
    wished = [
        buy(live_client, stall, 1),
        buy(live_client, stall, 2, variant="01997b6e-0000-7000-8000-000000000000"),
        buy(live_client, stall, 3, expected_total=1),
        buy(live_client, stall, 4, quantity=UNITS + 1),
        buy(live_client, stall, 5, delivery={"method": "pickup", "sales_point": "khong-co"}),
        buy(live_client, stall, 6, quantity=UNITS - 1),
    ]

    replies = await asyncio.gather(*wished)

    assert [reply.status_code for reply in replies] == [201, 409, 409, 409, 422, 201]
    async with sessions() as session:
        assert await audit_books(session) == []


async def test_a_hold_that_runs_out_comes_back_for_the_next_buyer(live_client, sessions, stall, warp):
    await asyncio.gather(*(buy(live_client, stall, number) for number in range(UNITS)))
    async with sessions() as session:
        await warp(session, timedelta(minutes=16))
    assert (await buy(live_client, stall, 50)).status_code == 409

    async with sessions() as session, session.begin():
        await expire_holds(session)

    assert (await buy(live_client, stall, 51)).status_code == 201
    async with sessions() as session:
        assert await audit_books(session) == []
