"""Notices through the door, and what becomes of each kind of transfer."""

import asyncio

import pytest
from sqlalchemy import func, select, text

from shop.bank.models import BankCase, BankNotice, CaseReason, NoticeOutcome
from shop.bank.work_notice import work_notice
from shop.core.ids import ALPHABET
from shop.core.outbox import OutboxEvent
from shop.orders.cancel import cancel_order
from shop.orders.expire import expire_holds
from shop.orders.models import Order, OrderStatus
from shop.payments.attempt import start_attempt
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
from tests.make.bank import ACCOUNT, AT, KEY, awaiting, case, memo, send, sepay, signed, told, transfer


async def _count(session, model):
    return await session.scalar(select(func.count()).select_from(model))


async def _stands(session, order):
    await session.flush()
    payment = await payment_of(session, order.id)
    status = await session.scalar(select(Order.status).where(Order.id == order.id))
    return status, payment.state, payment.collected, payment.refunded


async def _told(session, kind):
    await session.flush()
    return list(await session.scalars(select(OutboxEvent.payload).where(OutboxEvent.kind == kind)))


# ---- the door ----


async def test_a_signed_notice_is_kept_once_and_told_once(client, session):
    notice = transfer("gì đó", 250_000)

    replies = [await send(client, session, notice) for _ in range(3)]

    assert [(reply.status_code, reply.json()) for reply in replies] == [(200, {"success": True})] * 3
    assert await _count(session, BankNotice) == 1
    assert len(await _told(session, "bank.noticed")) == 1


async def test_sepay_is_believed_by_its_key(client, session):
    reply = await client.post(f"{AT}/sepay", json=sepay("x", 1), headers={"Authorization": f"Apikey {KEY}"})

    assert (reply.status_code, reply.json()) == (200, {"success": True})
    assert await session.scalar(select(BankNotice.kind)) == "sepay"


@pytest.mark.parametrize(
    ("path", "headers", "refused"),
    [
        ("generic", {}, (403, "forged_notice")),
        ("sepay", {"Authorization": "Apikey sai"}, (403, "forged_notice")),
        ("sepay", {"Authorization": f"Apikey {KEY}"}, (400, "bad_notice")),
        ("casso", {}, (404, "notice_kind_unknown")),
    ],
)
async def test_what_is_not_a_notice_is_refused_and_not_kept(client, session, path, headers, refused):
    reply = await client.post(f"{AT}/{path}", content=b'{"id": 1}', headers=headers)

    assert (reply.status_code, reply.json()["code"]) == refused
    assert await _count(session, BankNotice) == 0


async def test_an_old_signature_is_refused(client, session):
    assert (await send(client, session, transfer("x", 1), age=400)).json()["code"] == "forged_notice"


async def test_a_body_without_end_is_refused(client, session):
    reply = await client.post(f"{AT}/sepay", content=b"x" * 70_000, headers={"Authorization": f"Apikey {KEY}"})

    assert reply.status_code == 413


async def test_twenty_tellings_at_once_are_one_notice_and_one_receipt(live_client, sessions):
    async with sessions() as session, session.begin():
        order = await awaiting(session)
        request = await signed(session, transfer(memo(order), order.total))
    replies = await asyncio.gather(*(live_client.post(f"{AT}/generic", **request) for _ in range(20)))
    assert {reply.status_code for reply in replies} == {200}

    async with sessions() as session:
        [kept] = await session.scalars(select(BankNotice.id))
    await asyncio.gather(*(_work(sessions, kept) for _ in range(20)))

    async with sessions() as session:
        assert await _count(session, PaymentReceipt) == 1
        payment = await payment_of(session, order.id)
        assert (payment.state, payment.collected, payment.refunded) == (PaymentState.PAID, order.total, 0)


async def test_two_transfers_at_once_add_up(sessions):
    async with sessions() as session, session.begin():
        order = await awaiting(session)
        half = order.total // 2
        notices = []
        for sum_ in (half, order.total - half):
            kept = transfer(memo(order), sum_)
            row = BankNotice(
                kind="generic",
                foreign_id=kept["id"],
                account=ACCOUNT.number,
                incoming=True,
                amount=sum_,
                currency="VND",
                content=kept["content"],
            )
            session.add(row)
            await session.flush()
            notices.append(row.id)

    await asyncio.gather(*(_work(sessions, one) for one in notices for _ in range(3)))

    async with sessions() as session:
        payment = await payment_of(session, order.id)
        outcomes = await session.scalars(select(BankNotice.outcome).order_by(BankNotice.outcome))
        assert (payment.state, payment.collected) == (PaymentState.PAID, order.total)
        assert list(outcomes) == [NoticeOutcome.PAID, NoticeOutcome.PART]


async def _work(sessions, notice_id):
    async with sessions() as session, session.begin():
        await work_notice(session, notice_id, ACCOUNT)


# ---- what becomes of a transfer ----


async def test_the_exact_sum_confirms_the_order(session):
    order = await awaiting(session)
    attempt = await start_attempt(session, order.id, PaymentMethod.VIETQR)

    notice = await told(session, memo(order, attempt.number), order.total)

    assert notice.outcome is NoticeOutcome.PAID
    assert notice.handled_at is not None
    assert await _stands(session, order) == (OrderStatus.CONFIRMED, PaymentState.PAID, order.total, 0)
    assert await session.scalar(select(PaymentAttempt.state)) is AttemptState.SUCCEEDED


async def test_less_stays_awaited_and_the_rest_is_asked_for(session):
    order = await awaiting(session)

    notice = await told(session, memo(order), order.total - 50_000)

    assert notice.outcome is NoticeOutcome.PART
    assert await _stands(session, order) == (OrderStatus.HELD, PaymentState.AWAITING, order.total - 50_000, 0)
    [short] = await _told(session, "bank.short")
    assert (short["amount"], short["rest"]) == (order.total - 50_000, 50_000)


async def test_parts_add_up(session):
    order = await awaiting(session)

    outcomes = [(await told(session, memo(order), sum_)).outcome for sum_ in (1, 49_999, order.total - 50_000)]

    assert outcomes == [NoticeOutcome.PART, NoticeOutcome.PART, NoticeOutcome.PAID]
    assert await _stands(session, order) == (OrderStatus.CONFIRMED, PaymentState.PAID, order.total, 0)
    assert [short["rest"] for short in await _told(session, "bank.short")] == [order.total - 1, order.total - 50_000]


async def test_more_is_owed_back(session):
    order = await awaiting(session)

    notice = await told(session, memo(order), order.total + 7_000)

    assert notice.outcome is NoticeOutcome.SURPLUS
    assert await _stands(session, order) == (OrderStatus.CONFIRMED, PaymentState.PAID, order.total + 7_000, 7_000)
    [refund] = await session.scalars(select(Refund))
    assert (refund.amount, refund.state) == (7_000, RefundState.OWED)


async def test_a_second_transfer_is_owed_back_whole(session):
    order = await awaiting(session)
    await told(session, memo(order), order.total)

    assert (await told(session, memo(order), order.total)).outcome is NoticeOutcome.SURPLUS
    assert await _stands(session, order) == (OrderStatus.CONFIRMED, PaymentState.PAID, 2 * order.total, order.total)


async def test_working_a_notice_again_changes_nothing(session):
    order = await awaiting(session)
    notice = await told(session, memo(order), order.total)

    await work_notice(session, notice.id, ACCOUNT)

    assert await _count(session, PaymentReceipt) == 1
    assert notice.outcome is NoticeOutcome.PAID


async def test_money_after_the_time_lets_the_order_decide(session):
    order = await awaiting(session)
    await session.execute(text("UPDATE shop_order SET hold_expires_at = shop_now() - interval '1 second'"))
    assert await expire_holds(session) == 1

    assert (await told(session, memo(order), order.total)).outcome is NoticeOutcome.LATE
    assert await _stands(session, order) == (OrderStatus.CONFIRMED, PaymentState.PAID, order.total, 0)


async def test_money_for_a_cancelled_order_is_owed_back(session):
    order = await awaiting(session)
    await cancel_order(session, order.id, "buyer")

    assert (await told(session, memo(order), order.total)).outcome is NoticeOutcome.LATE
    assert await _stands(session, order) == (OrderStatus.CANCELLED, PaymentState.PAID, order.total, order.total)


async def test_a_transfer_pays_an_order_that_was_to_be_paid_in_cash(session):
    order = await awaiting(session, payment=PaymentMethod.COD)

    assert (await told(session, memo(order), order.total)).outcome is NoticeOutcome.LATE
    assert await _stands(session, order) == (OrderStatus.CONFIRMED, PaymentState.PAID, order.total, 0)


async def test_part_of_a_cash_orders_sum_is_owed_back(session):
    order = await awaiting(session, payment=PaymentMethod.COD)

    assert (await told(session, memo(order), 1_000)).outcome is NoticeOutcome.SURPLUS
    assert (await _stands(session, order))[1:] == (PaymentState.TO_COLLECT, 1_000, 1_000)


@pytest.mark.parametrize(
    "changes", [{"direction": "out"}, {"amount": 0}, {"direction": "out", "account": "999", "currency": "USD"}]
)
async def test_money_that_went_out_or_none_is_ignored(session, changes):
    order = await awaiting(session)

    notice = await told(session, memo(order), **{"amount": order.total} | changes)

    assert notice.outcome is NoticeOutcome.IGNORED
    assert await _count(session, BankCase) == 0
    assert (await _stands(session, order))[2] == 0


@pytest.mark.parametrize(
    ("content", "changes", "reason"),
    [
        ("chuyen tien mua gom", {}, CaseReason.NO_MEMO),
        ("", {}, CaseReason.NO_MEMO),
        ("{wrong}", {}, CaseReason.NO_MEMO),
        ("{code}", {}, CaseReason.NO_MEMO),
        ("CM2222222233V", {}, CaseReason.NO_MEMO),
        ("{memo} {other}", {}, CaseReason.SEVERAL_MEMOS),
        ("{memo}", {"account": "0000123457"}, CaseReason.WRONG_ACCOUNT),
        ("{memo}", {"currency": "USD"}, CaseReason.WRONG_CURRENCY),
    ],
)
async def test_what_no_rule_can_book_waits_for_a_person(session, content, changes, reason):
    order, other = await awaiting(session), await awaiting(session)
    mine = memo(order)
    signs = mine.split(".")[2]
    next_sign = ALPHABET[(ALPHABET.index(signs[-1]) + 1) % len(ALPHABET)]
    wrong = mine.replace(signs, signs[:-1] + next_sign)
    said = content.format(memo=mine, other=memo(other), wrong=wrong, code=order.code)

    found = await case(session, said, order.total, **changes)

    assert found.reason is reason
    assert (await _stands(session, order))[1:] == (PaymentState.AWAITING, 0, 0)
    assert (await _stands(session, other))[1:] == (PaymentState.AWAITING, 0, 0)


async def test_a_memo_of_no_order_waits_for_a_person(session):
    order = await awaiting(session)
    said = memo(order)
    await session.execute(text("UPDATE shop_order SET code = 'CM-2222-222' || right(code, 1)"))

    assert (await case(session, said, 1)).reason is CaseReason.UNKNOWN_MEMO


async def test_the_account_may_be_written_with_spaces(session):
    order = await awaiting(session)

    assert (await told(session, memo(order), order.total, account="0000 123-456")).outcome is NoticeOutcome.PAID
