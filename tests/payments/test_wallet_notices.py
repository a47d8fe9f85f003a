"""VNPAY's and MoMo's notices: signed, compared with our own row, credited once, answered as published."""

import asyncio
import itertools
import random

import pytest
from sqlalchemy import func, select, text

from shop.orders.cancel import cancel_order
from shop.orders.models import Order
from shop.orders.settle import settle_order
from shop.payments.attempt import end_attempt
from shop.payments.models import (
    AttemptState,
    PaymentAttempt,
    PaymentMethod,
    PaymentReceipt,
    PaymentState,
    Refund,
    RefundState,
)
from shop.payments.queries import payment_of
from tests.make.wallets import IPN, MOMO_IPN, momo_body, vnpay_failed, vnpay_query, waiting

A, M, S = AttemptState, PaymentMethod, PaymentState


async def _told(client, query):
    reply = await client.get(f"{IPN}?{query}")
    assert reply.status_code == 200
    return reply.json()


async def _state(session, made):
    return (await payment_of(session, made.order_id)).state


async def _attempt(session, made):
    return (
        await session.execute(
            select(PaymentAttempt.state, PaymentAttempt.failure).where(PaymentAttempt.id == made.attempt_id)
        )
    ).one()


async def test_00_a_paid_notice_is_credited_and_confirmed(client, session, settings):
    made = await waiting(session)

    assert await _told(client, vnpay_query(settings, made)) == {"RspCode": "00", "Message": "Confirm Success"}

    assert await _state(session, made) is S.PAID
    assert await _attempt(session, made) == (A.SUCCEEDED, None)
    receipt = await session.scalar(select(PaymentReceipt))
    assert (receipt.method, receipt.foreign_id, receipt.amount) == (M.VNPAY, made.attempt_id.hex, made.total)


async def test_00_a_failed_notice_ends_the_attempt_with_its_code(client, session, settings):
    made = await waiting(session)

    assert (await _told(client, vnpay_failed(settings, made, "51")))["RspCode"] == "00"

    assert await _state(session, made) is S.AWAITING
    assert await _attempt(session, made) == (A.FAILED, "51")


@pytest.mark.parametrize("changes", [{"TransactionStatus": "02"}, {"ResponseCode": "07"}, {"TransactionStatus": "01"}])
async def test_paid_is_only_what_says_so_twice(client, session, settings, changes):
    made = await waiting(session)

    assert (await _told(client, vnpay_query(settings, made, **changes)))["RspCode"] == "00"

    assert await _state(session, made) is S.AWAITING
    assert (await _attempt(session, made)).state is A.FAILED


@pytest.mark.parametrize("changes", [{"TxnRef": "5"}, {"TxnRef": "0" * 32}, {"TmnCode": "OTHER001"}])
async def test_01_an_order_that_is_not_there(client, session, settings, changes):
    made = await waiting(session)

    answer = await _told(client, vnpay_query(settings, made, **changes))

    assert answer == {"RspCode": "01", "Message": "Order not found"}
    assert await _state(session, made) is S.AWAITING


async def test_01_an_attempt_of_another_way(client, session, settings):
    made = await waiting(session, M.MOMO)

    assert (await _told(client, vnpay_query(settings, made)))["RspCode"] == "01"


@pytest.mark.parametrize("write", [vnpay_query, vnpay_failed])
async def test_02_the_second_time(client, session, settings, write):
    made = await waiting(session)
    await _told(client, write(settings, made))

    again = await _told(client, write(settings, made))

    assert again == {"RspCode": "02", "Message": "Order already confirmed"}


async def test_02_a_failure_after_the_money(client, session, settings):
    made = await waiting(session)
    await _told(client, vnpay_query(settings, made))

    assert (await _told(client, vnpay_failed(settings, made)))["RspCode"] == "02"
    assert await _state(session, made) is S.PAID


async def test_money_counts_after_a_failure(client, session, settings):
    made = await waiting(session)
    await _told(client, vnpay_failed(settings, made))

    assert (await _told(client, vnpay_query(settings, made)))["RspCode"] == "00"
    assert await _state(session, made) is S.PAID
    assert (await _attempt(session, made)).state is A.SUCCEEDED


@pytest.mark.parametrize("amount", ["100", "", "abc", "-1", "50000001", "9" * 40])
async def test_04_another_sum_than_the_attempts_row_has(client, session, settings, amount):
    made = await waiting(session)

    answer = await _told(client, vnpay_query(settings, made, Amount=amount))

    assert answer["RspCode"] in ({"97"} if not amount else {"04"})  # an empty one is left out, and so not signed
    assert await _state(session, made) is S.AWAITING


@pytest.mark.parametrize("spoil", ["vnp_Amount=1", "vnp_SecureHash=00", "vnp_ResponseCode=00&vnp_New=1"])
async def test_97_what_was_altered(client, session, settings, spoil):
    made = await waiting(session)
    query = vnpay_failed(settings, made)

    assert await _told(client, f"{query}&{spoil}") == {"RspCode": "97", "Message": "Invalid Checksum"}
    assert await _attempt(session, made) == (A.OPEN, None)


@pytest.mark.parametrize("query", ["", "vnp_TxnRef=5", "vnp_SecureHash=%FF%FE", "&&&=", "a=%ED%A0%80"])
async def test_97_what_cannot_be_read(client, query):
    assert (await _told(client, query))["RspCode"] == "97"


async def test_99_when_the_books_cannot_be_written(client, session, settings):
    made = await waiting(session)
    await session.execute(text("ALTER TABLE payment_receipt RENAME TO gone"))

    answer = await _told(client, vnpay_query(settings, made))

    assert answer == {"RspCode": "99", "Message": "Unknown error"}
    await session.execute(text("ALTER TABLE gone RENAME TO payment_receipt"))
    assert await _state(session, made) is S.AWAITING
    assert (await _told(client, vnpay_query(settings, made)))["RspCode"] == "00"


async def test_money_for_a_cancelled_order_goes_back_whole(client, session, settings):
    made = await waiting(session)
    await cancel_order(session, made.order_id, "buyer")

    assert (await _told(client, vnpay_query(settings, made)))["RspCode"] == "00"
    await settle_order(session, made.order_id)
    await session.flush()

    owed = (await session.execute(select(func.sum(Refund.amount)).where(Refund.state == RefundState.OWED))).scalar()
    assert await _state(session, made) is S.PAID
    assert owed == made.total


async def test_a_notice_before_the_browser_is_back_confirms_the_order(client, session, settings):
    made = await waiting(session)

    await _told(client, vnpay_query(settings, made))
    await settle_order(session, made.order_id)
    await session.commit()
    page = await client.get(f"/don-hang/{made.code}/thanh-toan/vnpay?{vnpay_query(settings, made)}", headers=_own(made))

    assert "Đã nhận được tiền" in page.text
    assert (await session.get(Order, made.order_id)).status.value == "confirmed"


def _own(made):
    return {"cookie": f"__Host-orders={made.code}.{made.token}"}


@pytest.mark.parametrize("method", [M.VNPAY, M.MOMO])
async def test_twenty_at_once_are_credited_once(live_client, sessions, settings, method):
    async with sessions() as session, session.begin():
        made = await waiting(session, method)

    async def tell():
        if method is M.VNPAY:
            return (await live_client.get(f"{IPN}?{vnpay_query(settings, made)}")).json()["RspCode"]
        return (await live_client.post(MOMO_IPN, json=momo_body(settings, made))).status_code

    answers = await asyncio.gather(*(tell() for _ in range(20)))

    assert sorted(answers) == (["00"] + ["02"] * 19 if method is M.VNPAY else [204] * 20)
    async with sessions() as session:
        shown = await payment_of(session, made.order_id)
        assert (shown.state, shown.collected) == (S.PAID, made.total)
        assert await session.scalar(select(func.count()).select_from(PaymentReceipt)) == 1


async def test_failures_money_and_an_end_of_the_attempt_at_once_leave_the_money(live_client, sessions, settings):
    async with sessions() as session, session.begin():
        made = await waiting(session)
    notices = [vnpay_query(settings, made)] * 3 + [vnpay_failed(settings, made)] * 3
    random.Random(7).shuffle(notices)

    async def give_up():
        async with sessions() as session, session.begin():
            await end_attempt(session, made.attempt_id, A.CANCELLED)

    await asyncio.gather(*(live_client.get(f"{IPN}?{query}") for query in notices), give_up())

    async with sessions() as session:
        assert (await _attempt(session, made)).state is A.SUCCEEDED
        assert (await payment_of(session, made.order_id)).collected == made.total


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_in_whatever_order_they_come_money_counts_once(client, session, settings, order):
    made = await waiting(session)
    told = [vnpay_query(settings, made), vnpay_failed(settings, made, "24"), vnpay_failed(settings, made, "11")]

    for at in order * 2:
        await _told(client, told[at])

    assert (await _attempt(session, made)).state is A.SUCCEEDED
    assert (await payment_of(session, made.order_id)).collected == made.total


async def test_momo_is_answered_204_and_credited(client, session, settings):
    made = await waiting(session, M.MOMO)

    replies = [await client.post(MOMO_IPN, json=momo_body(settings, made)) for _ in range(2)]

    assert [(reply.status_code, reply.content) for reply in replies] == [(204, b"")] * 2
    receipt = await session.scalar(select(PaymentReceipt))
    assert (receipt.method, receipt.foreign_id, receipt.amount) == (M.MOMO, "4088878653", made.total)
    assert await _state(session, made) is S.PAID


@pytest.mark.parametrize(
    ("code", "stands"),
    [(1006, (A.FAILED, "1006")), (1001, (A.FAILED, "1001")), (7000, (A.OPEN, None)), (9000, (A.OPEN, None))],
)
async def test_momo_pays_with_0_alone(client, session, settings, code, stands):
    made = await waiting(session, M.MOMO)

    reply = await client.post(MOMO_IPN, json=momo_body(settings, made, resultCode=code))

    assert reply.status_code == 204
    assert await _attempt(session, made) == stands
    assert await _state(session, made) is S.AWAITING


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"amount": 1_000}, (409, "notice_of_other_sum")),
        ({"orderId": "0" * 32}, (404, "notice_of_nothing")),
        ({"partnerCode": "OTHER"}, (404, "notice_of_nothing")),
    ],
)
async def test_momo_is_refused_what_does_not_fit(client, session, settings, changes, refused):
    made = await waiting(session, M.MOMO)

    reply = await client.post(MOMO_IPN, json=momo_body(settings, made, **changes))

    assert (reply.status_code, reply.json()["code"]) == refused
    assert await _state(session, made) is S.AWAITING


@pytest.mark.parametrize("altered", [{"signature": "0" * 64}, {"message": "Đã sửa"}, {"amount": 1_000}])
async def test_momo_is_refused_what_was_altered(client, session, settings, altered):
    made = await waiting(session, M.MOMO)

    reply = await client.post(MOMO_IPN, json=momo_body(settings, made) | altered)

    assert (reply.status_code, reply.json()["code"]) == (403, "forged_notice")
    assert await _state(session, made) is S.AWAITING


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"amount":', b'{"a":"\\ud800"}', b'{"a":[1]}', b"\xff", b'{"amount":1e9}']
)
async def test_what_momo_cannot_have_written_is_forged(client, body):
    reply = await client.post(MOMO_IPN, content=body, headers={"content-type": "application/json"})

    assert (reply.status_code, reply.json()["code"]) == (403, "forged_notice")
