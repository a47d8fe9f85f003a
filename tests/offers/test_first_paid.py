"""How goods are kept: for some minutes, or for who pays first; and for whom nothing is kept."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from shop.core.db import short
from shop.inventory.models import StockLevel
from shop.offers.queries import held_pieces
from shop.orders.audit import audit_books
from shop.orders.expire import expire_holds
from shop.orders.models import Order, OrderStatus
from shop.orders.settle import settle_order
from shop.payments.models import PaymentMethod, Refund
from shop.payments.receive import Money, receive_money
from tests.make.offers import as_host, buy, pinned

FIRST = {"policy": "first_paid", "hold_minutes": 7}


async def _pay(sessions, code):
    async with short(sessions) as session:
        order = await session.scalar(select(Order).where(Order.code == code))
        await receive_money(session, order.id, Money(PaymentMethod.VIETQR, f"ft-{code}", order.total), "bank")
    async with short(sessions) as session:
        await settle_order(session, order.id)


async def test_two_who_pay_for_the_last_piece_one_has_it_and_the_other_has_all_back(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1, offer=FIRST, quota=5)
    placed = [(await buy(live_client, stall, number, payment="vietqr")).json() for number in (1, 2)]
    assert [order["unheld"] for order in placed] == [True, True]

    await asyncio.gather(*(_pay(sessions, order["code"]) for order in placed))

    async with sessions() as session:
        states = list(await session.scalars(select(Order.status).order_by(Order.status)))
        assert states == [OrderStatus.CANCELLED, OrderStatus.CONFIRMED]
        assert (await session.execute(select(StockLevel.on_hand, StockLevel.held))).one() == (1, 1)
        assert list(await session.scalars(select(Refund.amount))) == [200_000]
        assert await audit_books(session) == []


async def test_paying_again_after_the_loss_owes_back_once(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1, offer=FIRST)
    first, second = [(await buy(live_client, stall, number, payment="vietqr")).json() for number in (1, 2)]
    await _pay(sessions, first["code"])
    await _pay(sessions, second["code"])
    async with short(sessions) as session:
        for order_id in list(await session.scalars(select(Order.id))):
            await settle_order(session, order_id)

    async with sessions() as session:
        assert len(list(await session.scalars(select(Refund.id)))) == 1
        assert await audit_books(session) == []


async def test_money_comes_first_so_cash_is_no_way_to_pay(live_client, sessions):
    stall = await pinned(live_client, sessions, offer=FIRST)
    cash = await buy(live_client, stall, 1)
    order = (await buy(live_client, stall, 2, payment="vietqr")).json()

    turned = await live_client.post(
        f"/api/v1/orders/{order['code']}/payment",
        json={"method": "cod"},
        headers={"X-Order-Token": order["token"]},
    )

    assert (cash.status_code, cash.json()["code"], cash.json()["field"]) == (409, "pay_first", "payment")
    assert (turned.status_code, turned.json()["code"]) == (409, "pay_first")


async def test_unpaid_it_runs_out_and_nothing_was_ever_kept(live_client, sessions, warp):
    stall = await pinned(live_client, sessions, stock=1, offer=FIRST, quota=1)
    await buy(live_client, stall, 1, payment="vietqr")
    async with sessions() as session:
        assert await session.scalar(select(StockLevel.held)) == 0
        assert await held_pieces(session, stall.live.id) == {}
        assert await audit_books(session) == []
        await warp(session, timedelta(minutes=8))

    async with short(sessions) as session:
        assert await expire_holds(session) == 1

    async with sessions() as session:
        assert await audit_books(session) == []


async def test_paid_late_it_has_what_is_still_there(live_client, sessions, warp):
    stall = await pinned(live_client, sessions, stock=1, offer=FIRST, quota=1)
    order = (await buy(live_client, stall, 1, payment="vietqr")).json()
    async with sessions() as session:
        await warp(session, timedelta(minutes=8))
    async with short(sessions) as session:
        await expire_holds(session)

    await _pay(sessions, order["code"])

    async with sessions() as session:
        assert await session.scalar(select(Order.status)) is OrderStatus.CONFIRMED
        assert await audit_books(session) == []


@pytest.mark.parametrize("minutes", [1, 20, 60])
async def test_an_order_is_kept_as_long_as_the_pin_says_and_the_room_shows_it(live_client, sessions, minutes):
    stall = await pinned(live_client, sessions, offer={"policy": "hold", "hold_minutes": minutes})

    await buy(live_client, stall, 1, 2)

    room = (await live_client.get(f"{stall.path}/snapshot")).json()
    assert room["pins"][0]["offer"] == {"policy": "hold", "hold_minutes": minutes, "deposit": None}
    async with sessions() as session:
        assert await session.scalar(select(Order.hold_expires_at - Order.created_at)) == timedelta(minutes=minutes)
        assert await held_pieces(session, stall.live.id) == {stall.variants[0].id: 2}


@pytest.mark.parametrize("minutes", [0, 61, -1])
async def test_no_other_time_can_be_said(live_client, sessions, minutes):
    stall = await pinned(live_client, sessions)
    variant = stall.variants[0].id

    reply = await as_host(live_client, stall, "PUT", f"offers/{variant}", {"policy": "hold", "hold_minutes": minutes})

    assert (reply.status_code, reply.json()["field"]) == (422, "hold_minutes")


async def test_who_let_three_holds_run_out_pays_first_whatever_the_pin_says(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=9)
    for quantity in (1, 2, 3):
        assert (await buy(live_client, stall, 1, quantity)).status_code == 201
    async with short(sessions) as session:
        await session.execute(update(Order).values(hold_expires_at=Order.created_at - timedelta(minutes=1)))
    async with short(sessions) as session:
        await expire_holds(session)

    cash = await buy(live_client, stall, 1, 4)
    paid = await buy(live_client, stall, 1, 5, payment="vietqr")
    other = await buy(live_client, stall, 2, 4)

    assert (cash.status_code, cash.json()["code"]) == (409, "pay_first_lapsed")
    assert (paid.status_code, paid.json()["unheld"]) == (201, True)
    assert (other.status_code, other.json()["unheld"]) == (201, False)
