"""Another way to pay, while an order waits for its money."""

import asyncio

import msgspec
import pytest
from sqlalchemy import select, text

from shop.core.money import Dong
from shop.orders.cancel import cancel_order
from shop.orders.errors import CodClosed, HoldExpired
from shop.orders.expire import expire_holds
from shop.orders.models import Order, OrderStatus
from shop.orders.pay_otherwise import pay_otherwise
from shop.orders.rules import CodTerms
from shop.orders.settle import settle_order
from shop.payments.bounds import fitting, takes
from shop.payments.errors import PartPaid, PaymentClosed, PaymentMethodOff
from shop.payments.models import AttemptState, PaymentAttempt, PaymentMethod, PaymentState
from shop.payments.queries import payment_of
from shop.payments.receive import Money, Received, receive_money
from tests.make.inventory import level
from tests.make.orders import TERMS, key
from tests.make.wallets import MOMO_IPN, momo_body, waiting
from tests.orders.test_cod_limit import history
from tests.orders.test_interleavings import Gate

M, S = PaymentMethod, PaymentState
ALL = frozenset(PaymentMethod)


async def _change(session, made, method, *, offered=ALL, auto_confirm=True, cod=None):
    terms = msgspec.structs.replace(TERMS, methods=offered, cod=cod)
    await pay_otherwise(session, made.order_id, method, "buyer", terms=terms, auto_confirm=auto_confirm)
    await session.flush()


async def _stands(session, made):
    await session.flush()
    found = await session.execute(select(Order.status, Order.payment_method).where(Order.id == made.order_id))
    status, method = found.one()
    payment = await payment_of(session, made.order_id)
    assert payment.method is method, "the order and its payment change together"
    return status, method, payment.state


async def _attempt(session, made):
    return await session.scalar(select(PaymentAttempt.state).where(PaymentAttempt.id == made.attempt_id))


async def test_another_way_gives_up_the_open_attempt(session):
    made = await waiting(session, M.MOMO)

    for _ in range(2):
        await _change(session, made, M.VNPAY)

    assert await _stands(session, made) == (OrderStatus.HELD, M.VNPAY, S.AWAITING)
    assert await _attempt(session, made) is AttemptState.CANCELLED


@pytest.mark.parametrize(("auto", "status"), [(True, OrderStatus.CONFIRMED), (False, OrderStatus.HELD)])
async def test_left_to_cash_it_is_confirmed_as_such_orders_are(session, auto, status):
    made = await waiting(session)

    for _ in range(2):
        await _change(session, made, M.COD, auto_confirm=auto)

    assert await _stands(session, made) == (status, M.COD, S.TO_COLLECT)
    assert await level(session, made.wares) == (5, 2)


async def test_money_by_the_old_way_counts_nevertheless(client, session, settings):
    made = await waiting(session, M.MOMO)
    await _change(session, made, M.VNPAY)

    reply = await client.post(MOMO_IPN, json=momo_body(settings, made))
    await settle_order(session, made.order_id)

    assert reply.status_code == 204
    assert await _stands(session, made) == (OrderStatus.CONFIRMED, M.MOMO, S.PAID)


async def test_money_after_it_was_left_to_cash_pays_it(client, session, settings):
    made = await waiting(session, M.MOMO)
    await _change(session, made, M.COD)

    await client.post(MOMO_IPN, json=momo_body(settings, made))
    await settle_order(session, made.order_id)

    assert await _stands(session, made) == (OrderStatus.CONFIRMED, M.MOMO, S.PAID)
    assert (await payment_of(session, made.order_id)).collected == made.total


async def test_what_is_paid_or_over_stays_as_it_is(session):
    paid, over, gone = [await waiting(session, stock=9) for _ in range(3)]
    await receive_money(session, paid.order_id, Money(M.VNPAY, "t", paid.total), "vnpay")
    await cancel_order(session, over.order_id, "buyer")
    await session.execute(
        text("UPDATE shop_order SET hold_expires_at = shop_now() - interval '1 second' WHERE id = :id"),
        {"id": gone.order_id},
    )

    for made, refusal in ((paid, PaymentClosed), (over, PaymentClosed), (gone, HoldExpired)):
        with pytest.raises(refusal):
            await _change(session, made, M.MOMO)
    await expire_holds(session)
    with pytest.raises(HoldExpired):
        await _change(session, gone, M.COD)


async def test_who_refused_too_often_may_not_leave_it_to_cash(session):
    await history(session, OrderStatus.REFUSED)
    made = await waiting(session)
    never = CodTerms(refusals=1, most=Dong(0), never=1)

    with pytest.raises(CodClosed):
        await _change(session, made, M.COD, cod=never)


async def test_a_way_that_is_not_offered_is_refused(session):
    made = await waiting(session)

    with pytest.raises(PaymentMethodOff):
        await _change(session, made, M.COD, offered=frozenset({M.VNPAY}))


@pytest.mark.parametrize(("price", "refused"), [(400, M.MOMO), (2_000, M.VNPAY), (30_000_000, M.MOMO)])
async def test_a_sum_a_wallet_does_not_take_is_refused_before_it_is_asked(session, price, refused):
    made = await waiting(session, M.VIETQR, price=price)

    with pytest.raises(PaymentMethodOff):
        await _change(session, made, refused)
    assert not takes(refused, made.total)
    assert fitting([M.COD, refused, M.VIETQR], made.total) == (M.COD, M.VIETQR)


async def test_what_is_paid_in_part_is_not_left_to_cash_but_may_be_paid_on(session):
    made = await waiting(session, M.VIETQR)
    part = await receive_money(session, made.order_id, Money(M.VIETQR, "ft", made.total - 6_000), "bank")

    with pytest.raises(PartPaid):
        await _change(session, made, M.COD)
    await _change(session, made, M.VNPAY)

    assert part is Received.PART
    assert await _stands(session, made) == (OrderStatus.HELD, M.VNPAY, S.AWAITING)


@pytest.mark.parametrize("method", [M.COD, M.VNPAY])
async def test_a_change_and_the_money_at_once_end_in_a_paid_order(live_client, sessions, settings, method):
    async with sessions() as session, session.begin():
        made = await waiting(session, M.MOMO)

    async def change():
        return (
            await live_client.post(f"/api/v1/orders/{made.code}/payment", json={"method": method}, headers=headers)
        ).status_code

    headers = {"X-Order-Token": made.token}
    tell = live_client.post(MOMO_IPN, json=momo_body(settings, made))
    answers = await asyncio.gather(change(), tell, change(), change())

    assert answers[1].status_code == 204
    assert {answers[0], *answers[2:]} <= {200, 409}
    async with sessions() as session, session.begin():
        await settle_order(session, made.order_id)
    async with sessions() as session:
        assert await _stands(session, made) == (OrderStatus.CONFIRMED, M.MOMO, S.PAID)


@pytest.mark.parametrize("method", [M.COD, M.MOMO])
async def test_who_cancels_meanwhile_waits_and_then_ends_it(sessions, method):
    async with sessions() as session, session.begin():
        made = await waiting(session)
    gate = Gate("order locked")

    async def change(session):
        await pay_otherwise(session, made.order_id, method, "buyer", terms=TERMS, auto_confirm=True, pause=gate)

    async def cancel(session):
        await cancel_order(session, made.order_id, "buyer")

    assert await gate.hold(sessions, change, cancel) == [None, None]
    async with sessions() as session:
        assert await _stands(session, made) == (OrderStatus.CANCELLED, method, S.CANCELLED)
        assert await level(session, made.wares) == (5, 0)


async def test_the_api_says_where_it_is_paid_now(client, session):
    made = await waiting(session, M.MOMO)
    address, token = f"/api/v1/orders/{made.code}/payment", {"X-Order-Token": made.token}

    unknown = await client.post(address, json={"method": "vnpay"})
    changed = await client.post(address, json={"method": "vnpay"}, headers=token | key(1))
    replayed = await client.post(address, json={"method": "vnpay"}, headers=token | key(1))
    cash = await client.post(address, json={"method": "cod"}, headers=token)
    back = await client.post(address, json={"method": "momo"}, headers=token)
    wrong = await client.post(address, json={"method": "gold"}, headers=token)

    assert unknown.status_code == 404
    expected = {
        "method": "vnpay",
        "state": "awaiting",
        "missing": made.total,
        "page": f"/don-hang/{made.code}/thanh-toan",
    }
    assert changed.json()["payment"] == expected
    assert replayed.headers["idempotent-replayed"] == "true"
    assert (cash.json()["status"], cash.json()["payment"]["method"]) == ("confirmed", "cod")
    assert (back.status_code, back.json()["code"]) == (409, "payment_closed")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "method")


async def test_the_page_changes_the_way_and_refuses_in_words(client, session):
    made = await waiting(session, M.MOMO)
    page = f"/don-hang/{made.code}/thanh-toan"
    own = {"cookie": f"__Host-orders={made.code}.{made.token}", "origin": "https://chomay.test"}

    before = await client.get(page, headers=own)
    wrong = await client.post(f"{page}/cach", data={"method": "gold"}, headers=own)
    changed = await client.post(f"{page}/cach", data={"method": "vnpay"}, headers=own)
    after = await client.get(page, headers=own)
    cash = await client.post(f"{page}/cach", data={"method": "cod"}, headers=own)
    late = await client.post(f"{page}/cach", data={"method": "vnpay"}, headers=own)

    assert "Trả bằng cách khác" in before.text
    assert 'value="momo"' not in before.text
    assert wrong.status_code == 422
    assert "Trả bằng cách khác" in wrong.text
    assert (changed.status_code, changed.headers["location"]) == (303, page)
    assert "Sang VNPay trả" in after.text
    assert cash.headers["location"] == f"/don-hang/{made.code}"
    assert (late.status_code, late.headers["location"]) == (303, f"/don-hang/{made.code}")
