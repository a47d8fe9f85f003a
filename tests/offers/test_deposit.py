"""A part is paid first, the rest in cash: until the goods are handed over, or nobody takes them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shop.core.db import short
from shop.inventory.models import StockLevel
from shop.offers.errors import NothingToPayFirst
from shop.offers.models import Policy
from shop.offers.set_offer import Keeping, set_offer
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.deposit_rules import DepositRule
from shop.orders.expire import expire_holds
from shop.orders.models import Order, OrderStatus, Parcel
from shop.orders.settle import settle_order
from shop.payments.models import Payment, PaymentMethod, PaymentState, Refund
from shop.payments.receive import Money, Received, receive_money
from shop.settlement.models import EntryKind
from shop.settlement.post_order import post_order
from tests.make import livestream
from tests.make.offers import as_host, buy, host_of, pinned
from tests.make.settlement import books_of_order

KEPT = {"policy": "deposit", "hold_minutes": 20, "deposit": {"percent": 30, "kept": True}}
BACK = {"policy": "deposit", "deposit": {"each": 50_000}}


async def _pay(sessions, code, amount, number=1):
    async with short(sessions) as session:
        order_id = await session.scalar(select(Order.id).where(Order.code == code))
        came = await receive_money(session, order_id, Money(PaymentMethod.VIETQR, f"{code}-{number}", amount), "bank")
    async with short(sessions) as session:
        await settle_order(session, order_id)
    return came


async def _ordered(client, sessions, offer, quantity=1, stock=5):
    stall = await pinned(client, sessions, stock=stock, offer=offer)
    return (await buy(client, stall, 1, quantity, payment="vietqr")).json()


async def _stands(sessions):
    """Order, way and state of its payment, what came in, and what is owed back."""
    async with sessions() as session:
        row = await session.execute(
            select(Order.status, Order.payment_method, Payment.state, Payment.collected, Payment.refunded).join(
                Payment, Payment.reference == Order.id
            )
        )
        return tuple(row.one())


async def _audit(sessions):
    async with short(sessions) as session:
        for order_id in list(await session.scalars(select(Order.id))):
            await post_order(session, order_id)
    async with sessions() as session:
        return await audit_books(session)


async def _cancel(sessions, code):
    async with short(sessions) as session:
        await cancel_order(session, await session.scalar(select(Order.id).where(Order.code == code)), "buyer")


async def test_the_deposit_confirms_an_order_and_the_rest_is_cash(live_client, sessions):
    order = await _ordered(live_client, sessions, KEPT, quantity=2)
    assert (order["total"], order["deposit"], order["deposit_kept"]) == (400_000, 120_000, True)
    assert order["payment"]["missing"] == 120_000

    came = await _pay(sessions, order["code"], 120_000)

    assert came is Received.PAID
    assert await _stands(sessions) == (
        OrderStatus.CONFIRMED,
        PaymentMethod.COD,
        PaymentState.TO_COLLECT,
        120_000,
        0,
    )
    async with sessions() as session:
        parcel = await session.scalar(select(Parcel))
        assert (parcel.amount, parcel.cash) == (400_000, 280_000)
        assert (await session.execute(select(StockLevel.on_hand, StockLevel.held))).one() == (5, 2)
    assert await _audit(sessions) == []


@pytest.mark.parametrize(
    ("amounts", "kept", "came"),
    [
        ((60_000, 60_000), 120_000, Received.PAID),
        ((150_000,), 120_000, Received.SURPLUS),
        ((400_000,), 400_000, Received.PAID),
        ((120_000, 280_000), 400_000, Received.LATE),
        ((120_000, 100_000), 120_000, Received.SURPLUS),
        ((450_000,), 400_000, Received.SURPLUS),
    ],
)
async def test_money_counts_for_the_deposit_or_for_all_and_never_for_more(live_client, sessions, amounts, kept, came):
    order = await _ordered(live_client, sessions, KEPT, quantity=2)

    last = [await _pay(sessions, order["code"], amount, number) for number, amount in enumerate(amounts)][-1]

    status, _, state, collected, refunded = await _stands(sessions)
    assert last is came
    assert (status, collected - refunded) == (OrderStatus.CONFIRMED, kept)
    assert state is (PaymentState.PAID if kept == 400_000 else PaymentState.TO_COLLECT)
    assert await _audit(sessions) == []


async def test_unpaid_it_runs_out_and_paid_late_it_is_held_again(live_client, sessions, warp):
    order = await _ordered(live_client, sessions, KEPT, stock=1)
    await _pay(sessions, order["code"], 10_000, 0)
    async with sessions() as session:
        await warp(session, timedelta(minutes=21))
    async with short(sessions) as session:
        assert await expire_holds(session) == 1
    assert await _audit(sessions) == []
    async with sessions() as session:
        assert await session.scalar(select(StockLevel.held)) == 0

    await _pay(sessions, order["code"], 60_000)

    status, method, state, collected, refunded = await _stands(sessions)
    assert (status, method, state) == (OrderStatus.CONFIRMED, PaymentMethod.COD, PaymentState.TO_COLLECT)
    assert collected - refunded == 60_000
    assert await _audit(sessions) == []


async def test_paid_late_for_goods_that_are_gone_all_of_it_goes_back_once(live_client, sessions, warp):
    stall = await pinned(live_client, sessions, stock=1, offer=KEPT)
    order = (await buy(live_client, stall, 1, payment="vietqr")).json()
    async with sessions() as session:
        await warp(session, timedelta(minutes=21))
    async with short(sessions) as session:
        await expire_holds(session)
    other = (await buy(live_client, stall, 2, payment="vietqr")).json()
    await _pay(sessions, other["code"], 60_000)

    await _pay(sessions, order["code"], 60_000)
    await _pay(sessions, order["code"], 60_000, 2)

    async with sessions() as session:
        assert list(await session.scalars(select(Refund.amount))) == [60_000, 60_000]
        stands = await session.execute(
            select(Order.status, Payment.state)
            .join(Payment, Payment.reference == Order.id)
            .where(Order.code == order["code"])
        )
        assert tuple(stands.one()) == (OrderStatus.EXPIRED, PaymentState.CANCELLED)
    assert await _audit(sessions) == []


async def test_who_cancels_leaves_a_deposit_that_is_kept_with_the_seller(live_client, sessions):
    order = await _ordered(live_client, sessions, KEPT)
    await _pay(sessions, order["code"], 60_000)

    await _cancel(sessions, order["code"])

    assert (await _stands(sessions))[2:] == (PaymentState.CANCELLED, 60_000, 0)
    assert await _audit(sessions) == []
    async with sessions() as session:
        order_id = await session.scalar(select(Order.id))
        assert await books_of_order(session, order_id, EntryKind.FORFEIT) == {"buyer": 60_000, "producer": -60_000}


async def test_who_cancels_has_a_deposit_back_that_is_not_kept(live_client, sessions):
    order = await _ordered(live_client, sessions, BACK)
    await _pay(sessions, order["code"], 50_000)

    await _cancel(sessions, order["code"])

    assert (await _stands(sessions))[2:] == (PaymentState.CANCELLED, 50_000, 50_000)
    assert await _audit(sessions) == []


async def test_who_paid_all_and_cancels_loses_the_deposit_alone(live_client, sessions):
    order = await _ordered(live_client, sessions, KEPT)
    await _pay(sessions, order["code"], 200_000)

    await _cancel(sessions, order["code"])

    assert (await _stands(sessions))[2:] == (PaymentState.PAID, 200_000, 140_000)
    assert await _audit(sessions) == []


async def test_who_cancels_before_the_deposit_is_whole_loses_nothing(live_client, sessions):
    order = await _ordered(live_client, sessions, KEPT)
    await _pay(sessions, order["code"], 10_000)

    await _cancel(sessions, order["code"])

    assert (await _stands(sessions))[2:] == (PaymentState.CANCELLED, 10_000, 10_000)
    assert await _audit(sessions) == []


async def test_cash_pays_the_rest_alone(live_client, sessions):
    stall = await pinned(live_client, sessions, offer=KEPT)
    cash = await buy(live_client, stall, 1)
    order = (await buy(live_client, stall, 2, payment="vietqr")).json()

    turned = await live_client.post(
        f"/api/v1/orders/{order['code']}/payment",
        json={"method": "cod"},
        headers={"X-Order-Token": order["token"]},
    )

    assert (cash.status_code, cash.json()["code"]) == (409, "deposit_first")
    assert (turned.status_code, turned.json()["code"]) == (409, "deposit_first")


async def test_a_deposit_that_reaches_the_price_is_the_price(live_client, sessions):
    offer = {"policy": "deposit", "deposit": {"each": 300_000, "kept": True}}

    order = await _ordered(live_client, sessions, offer)

    assert (order["deposit"], order["deposit_kept"], order["payment"]["missing"]) == (0, False, 200_000)


async def test_the_room_shows_what_is_asked_for(live_client, sessions):
    stall = await pinned(live_client, sessions, offer=KEPT)

    room = (await live_client.get(f"{stall.path}/snapshot")).json()

    deposit = {"percent": 30, "each": None, "kept": True}
    assert room["pins"][0]["offer"] == {"policy": "deposit", "hold_minutes": 20, "deposit": deposit}


@pytest.mark.parametrize(
    "offer",
    [
        {"policy": "deposit"},
        {"policy": "deposit", "deposit": {}},
        {"policy": "deposit", "deposit": {"percent": 30, "each": 20_000}},
        {"policy": "deposit", "deposit": {"each": 9_999}},
        {"policy": "hold", "deposit": {"percent": 30}},
    ],
)
async def test_no_other_deposit_can_be_asked_for(live_client, sessions, offer):
    stall = await pinned(live_client, sessions)

    reply = await as_host(live_client, stall, "PUT", f"offers/{stall.variants[0].id}", offer)

    assert (reply.status_code, reply.json()["code"], reply.json()["field"]) == (422, "deposit_wrong", "deposit")


async def test_both_pay_the_deposit_for_one_piece_and_the_shelf_decides_before(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1, offer=KEPT)

    first = await buy(live_client, stall, 1, payment="vietqr")
    second = await buy(live_client, stall, 2, payment="vietqr")

    assert (first.status_code, second.status_code) == (201, 409)
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Order)) == 1


@pytest.mark.parametrize("policy", [Policy.FIRST_PAID, Policy.DEPOSIT])
async def test_where_cash_alone_is_taken_nothing_can_come_first(session, policy):
    stall = await livestream.stall(session)
    deposit = DepositRule(percent=30) if policy is Policy.DEPOSIT else None
    wish = Keeping(policy, deposit=deposit)

    with pytest.raises(NothingToPayFirst):
        await set_offer(
            session, host_of(stall), stall.live.slug, stall.variants[0].id, wish, methods=[PaymentMethod.COD]
        )
