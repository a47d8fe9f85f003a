"""Money that comes before the goods: what is credited, and what is owed back."""

import asyncio

import pytest
from sqlalchemy import func, select

from shop.core.money import Dong
from shop.core.transitions import IllegalMove
from shop.payments.attempt import end_attempt, start_attempt
from shop.payments.close import close_payments
from shop.payments.errors import PaymentClosed, RefundTooMuch, TooManyAttempts
from shop.payments.lower import lower_amount
from shop.payments.models import AttemptState, Payment, PaymentMethod, PaymentReceipt, PaymentState, Refund
from shop.payments.move_payment import move_payments
from shop.payments.queries import payment_of
from shop.payments.receive import Money, Received, receive_money
from shop.payments.refund import owe_refund
from tests.make.payments import payment

M, S, R = PaymentMethod, PaymentState, Received


async def _receive(session, reference, amount, foreign_id="ft-1", method=M.VIETQR):
    return await receive_money(session, reference, Money(method, foreign_id, Dong(amount)), "bank")


async def _stands(session, reference):
    shown = await payment_of(session, reference)
    return shown.state, shown.collected, shown.refunded


@pytest.mark.parametrize(
    ("sums", "outcomes", "stands"),
    [
        ([250_000], [R.PAID], (S.PAID, 250_000, 0)),
        ([100_000], [R.PART], (S.AWAITING, 100_000, 0)),
        ([100_000, 150_000], [R.PART, R.PAID], (S.PAID, 250_000, 0)),
        ([300_000], [R.SURPLUS], (S.PAID, 300_000, 50_000)),
        ([250_000, 250_000], [R.PAID, R.SURPLUS], (S.PAID, 500_000, 250_000)),
        ([200_000, 100_000], [R.PART, R.SURPLUS], (S.PAID, 300_000, 50_000)),
    ],
)
async def test_money_adds_up_and_what_nobody_asked_for_is_owed_back(session, sums, outcomes, stands):
    reference = await payment(session)

    found = [await _receive(session, reference, sum_, f"ft-{n}") for n, sum_ in enumerate(sums)]

    assert found == outcomes
    assert await _stands(session, reference) == stands


async def test_the_same_movement_is_credited_once(session):
    reference = await payment(session)

    assert await _receive(session, reference, 250_000) is R.PAID
    assert await _receive(session, reference, 250_000) is R.REPEATED
    assert await _stands(session, reference) == (S.PAID, 250_000, 0)


async def test_the_same_movement_twenty_times_at_once_is_credited_once(sessions):
    async with sessions() as session, session.begin():
        reference = await payment(session)

    async def one():
        async with sessions() as session, session.begin():
            return await _receive(session, reference, 250_000)

    found = await asyncio.gather(*(one() for _ in range(20)))

    async with sessions() as session:
        assert sorted(found) == sorted([R.PAID, *[R.REPEATED] * 19])
        assert await session.scalar(select(func.count()).select_from(PaymentReceipt)) == 1


async def test_money_after_the_end_makes_it_paid_when_it_is_all(session):
    reference = await payment(session)
    await close_payments(session, [reference], S.CANCELLED, "sweep", forfeited={})

    assert await _receive(session, reference, 250_000) is R.LATE
    assert await _stands(session, reference) == (S.PAID, 250_000, 0)


async def test_a_part_after_the_end_goes_back(session):
    reference = await payment(session)
    await close_payments(session, [reference], S.CANCELLED, "sweep", forfeited={})

    assert await _receive(session, reference, 100_000) is R.SURPLUS
    assert await _stands(session, reference) == (S.CANCELLED, 100_000, 100_000)


async def test_money_for_an_order_left_to_cash_wins_over_cash(session):
    reference = await payment(session, method=M.COD)

    assert await _receive(session, reference, 250_000, method=M.CARD) is R.LATE
    assert (await payment_of(session, reference)).method is M.CARD
    assert await _stands(session, reference) == (S.PAID, 250_000, 0)


async def test_a_part_for_an_order_left_to_cash_goes_back(session):
    reference = await payment(session, method=M.COD)

    assert await _receive(session, reference, 100_000) is R.SURPLUS
    assert await _stands(session, reference) == (S.TO_COLLECT, 100_000, 100_000)


async def test_closing_owes_back_what_was_paid_and_only_once(session):
    paid, part, unpaid = [await payment(session) for _ in range(3)]
    await _receive(session, paid, 250_000, "a")
    await _receive(session, part, 50_000, "b")

    for _ in range(2):
        await close_payments(session, [paid, part, unpaid], S.REFUSED, "quầy", forfeited={})

    assert await _stands(session, paid) == (S.PAID, 250_000, 250_000)
    assert await _stands(session, part) == (S.CANCELLED, 50_000, 50_000)
    assert await _stands(session, unpaid) == (S.CANCELLED, 0, 0)
    assert await session.scalar(select(func.count()).select_from(Refund)) == 2


async def test_a_lower_amount_owes_the_rest_of_a_paid_one_back(session):
    reference, about = await payment(session), await payment(session)
    await _receive(session, reference, 250_000)

    await lower_amount(session, reference, Dong(90_000), deposit=Dong(0), about=about, actor="quầy", reason="hết hàng")

    assert await _stands(session, reference) == (S.PAID, 250_000, 90_000)
    with pytest.raises(RefundTooMuch):
        await owe_refund(session, reference, reference, Dong(160_001))


async def test_prepaid_ways_take_exactly_the_moves_of_their_table(session):
    for state, to, allowed in (
        (S.AWAITING, S.PAID, True),
        (S.AWAITING, S.COLLECTED, False),
        (S.PAID, S.CANCELLED, False),
        (S.CANCELLED, S.PAID, True),
        (S.AUTHORIZED, S.AWAITING, False),
    ):
        reference = await payment(session)
        row = await session.scalar(select(Payment).where(Payment.reference == reference))
        row.state = state
        await session.flush()
        if allowed:
            await move_payments(session, [reference], to, "test")
            assert (await payment_of(session, reference)).state is to
        else:
            with pytest.raises(IllegalMove):
                await move_payments(session, [reference], to, "test")


async def test_attempts_are_numbered_bounded_and_end_once(session):
    reference = await payment(session)

    made = [await start_attempt(session, reference, M.VIETQR) for _ in range(10)]
    with pytest.raises(TooManyAttempts):
        await start_attempt(session, reference, M.VIETQR)

    assert [one.number for one in made] == list(range(1, 11))
    assert await end_attempt(session, made[0].id, AttemptState.FAILED, "declined")
    assert not await end_attempt(session, made[0].id, AttemptState.CANCELLED)
    assert await end_attempt(session, made[0].id, AttemptState.SUCCEEDED)
    assert not await end_attempt(session, made[0].id, AttemptState.FAILED)


async def test_what_is_paid_or_left_to_another_way_is_not_begun(session):
    reference = await payment(session)

    with pytest.raises(PaymentClosed):
        await start_attempt(session, reference, M.CARD)
    await _receive(session, reference, 250_000)
    with pytest.raises(PaymentClosed):
        await start_attempt(session, reference, M.VIETQR)
