"""Cut off, lost, twice, late, without stock: money ends in a defined state, at Stripe and here alike."""

import asyncio

import pytest
from sqlalchemy import select

from shop.core.db import short
from shop.core.money import Dong
from shop.payments.attempt import start_attempt
from shop.payments.compare import Gap
from shop.payments.errors import ProviderAway
from shop.payments.models import AttemptState, PaymentAttempt, PaymentState, Refund, RefundState
from shop.payments.reconcile import reconcile
from tests.make.payments import payment
from tests.payments import played
from tests.payments.played import (
    BACK_FAILS,
    BACK_LATER,
    CARD,
    INTENTS,
    REFUNDS,
    age,
    asked,
    begun,
    given_back,
    lost_after,
    official,
    owe,
    paid_by_card,
    pay,
    refunds,
    stands,
)

LIMIT = Dong(2_000_000)


async def test_the_notice_may_come_before_the_answer_of_create(sessions, gate, hear):
    async with short(sessions) as session:
        reference = await payment(session, 250_000, CARD)
        attempt = await start_attempt(session, reference, CARD)

    async def paid_meanwhile(request, worked):
        if worked and request.url.path == INTENTS and request.method == "POST":
            gate.wire.fault = None
            [made] = (await official(gate).payment_intents.list_async()).data
            await pay(gate, made.id)
            await hear()

    gate.wire.fault = paid_meanwhile
    opened = await gate.start(asked(attempt, reference))

    assert await stands(sessions, reference) == (PaymentState.PAID, 250_000, 0)
    async with sessions() as session:
        kept = await session.get_one(PaymentAttempt, attempt.id)
    assert (kept.state, kept.foreign_id) == (AttemptState.SUCCEEDED, opened.foreign_id)


async def test_a_lost_answer_of_create_is_asked_again_and_makes_one_intent(sessions, gate, hear):
    async with short(sessions) as session:
        reference = await payment(session, 250_000, CARD)
        attempt = await start_attempt(session, reference, CARD)
    gate.wire.fault = lost_after(INTENTS)

    with pytest.raises(ProviderAway):
        await gate.start(asked(attempt, reference))
    opened = await gate.start(asked(attempt, reference))

    [made] = (await official(gate).payment_intents.list_async()).data
    assert opened.foreign_id == made.id
    await pay(gate, made.id)
    await hear()
    assert await stands(sessions, reference) == (PaymentState.PAID, 250_000, 0)


async def test_two_tries_that_are_both_paid_give_one_back(sessions, gate, hear, send):
    reference, _, first = await begun(sessions, gate)
    _, _, second = await begun(sessions, gate, reference=reference)

    for intent in (first, second):
        await pay(gate, intent)
    await hear()
    assert await stands(sessions, reference) == (PaymentState.PAID, 500_000, 250_000)
    assert await send() == 1
    await hear()

    [refund] = await refunds(sessions)
    assert (refund.state, refund.amount, refund.paid_by) == (RefundState.PAID, 250_000, "card")
    assert await given_back(gate) == [250_000]
    assert await send() == 0


async def test_capturing_twice_takes_the_money_once(sessions, gate, hear):
    reference, _, intent = await begun(sessions, gate, hold=True)
    await pay(gate, intent)
    await hear()
    held = await stands(sessions, reference)
    gate.wire.fault = lost_after(f"{INTENTS}/{intent}/capture")

    with pytest.raises(ProviderAway):
        await gate.capture(intent, Dong(250_000))
    taken = await gate.capture(intent, Dong(250_000))
    await hear()

    assert held == (PaymentState.AUTHORIZED, 0, 0)
    assert taken.received == 250_000
    assert await stands(sessions, reference) == (PaymentState.PAID, 250_000, 0)


async def test_held_money_that_is_let_go_leaves_nothing_paid(sessions, gate, hear):
    reference, attempt, intent = await begun(sessions, gate, hold=True)
    await pay(gate, intent)

    await gate.release(intent)
    await hear()

    async with sessions() as session:
        assert (await session.get_one(PaymentAttempt, attempt.id)).state is AttemptState.CANCELLED
    assert (await stands(sessions, reference))[1] == 0


async def test_a_refund_whose_answer_is_lost_goes_out_once(sessions, gate, hear, send):
    reference = await paid_by_card(sessions, gate, hear)
    await owe(sessions, reference, 100_000)
    gate.wire.fault = lost_after(REFUNDS)

    assert await send() == 0
    assert await send() == 0  # it waits a minute
    await age(sessions)
    assert await send() == 1

    assert [one.state for one in await refunds(sessions)] == [RefundState.PAID]
    assert await given_back(gate) == [100_000]
    await hear()
    assert [one.state for one in await refunds(sessions)] == [RefundState.PAID]


async def test_a_refund_whose_answer_is_lost_is_known_by_its_notice(sessions, gate, hear, send):
    reference = await paid_by_card(sessions, gate, hear)
    await owe(sessions, reference)
    gate.wire.fault = lost_after(REFUNDS)

    assert await send() == 0
    await hear()
    await age(sessions)

    [refund] = await refunds(sessions)
    assert (refund.state, refund.foreign_id is not None) == (RefundState.PAID, True)
    assert await send() == 0


async def test_a_key_stripe_may_have_forgotten_is_not_asked_with_again(sessions, gate, hear, send):
    reference = await paid_by_card(sessions, gate, hear)
    await owe(sessions, reference)
    gate.wire.fault = lost_after(REFUNDS)
    await send()
    await age(sessions, "1 day")

    assert await send() == 0
    before = {one.gap for one in await reconcile(sessions, gate, 3, repair=False)}
    await reconcile(sessions, gate, 3, repair=True)

    assert {Gap.REFUND_LOST, Gap.REFUND_BEHIND} <= before
    assert Gap.REFUND_LOST not in {one.gap for one in await reconcile(sessions, gate, 3, repair=False)}
    assert await given_back(gate) == [250_000]
    assert [one.state for one in await refunds(sessions)] == [RefundState.PAID]


async def test_eight_sweeps_at_once_give_back_once(sessions, gate, hear, send):
    reference = await paid_by_card(sessions, gate, hear)
    await owe(sessions, reference, 100_000)
    async with sessions() as session:
        other = (await session.scalars(select(Refund.id))).one()
    await owe(sessions, reference, 150_000, about=other)

    sent = await asyncio.gather(*(send() for _ in range(8)))

    assert sum(sent) == 2
    assert sorted(await given_back(gate)) == [100_000, 150_000]
    assert await stands(sessions, reference) == (PaymentState.PAID, 250_000, 250_000)


async def test_a_refund_that_fails_waits_for_a_person_and_is_sent_anew_under_another_key(sessions, gate, hear, send):
    reference = await paid_by_card(sessions, gate, hear, BACK_FAILS)
    await owe(sessions, reference)

    await send()
    await hear()
    [failed] = await refunds(sessions)
    assert (failed.state, failed.failure) == (RefundState.FAILED, "lost_or_stolen_card")
    assert await send() == 0
    async with short(sessions) as session:
        (await session.get_one(Refund, failed.id)).state = RefundState.OWED
    await send()

    assert (await refunds(sessions))[0].tries == 2
    assert len(await given_back(gate)) == 2


async def test_a_refund_that_comes_later_is_under_way_until_then(sessions, gate, hear, send):
    reference = await paid_by_card(sessions, gate, hear, BACK_LATER)
    await owe(sessions, reference)

    await send()
    under_way = [one.state for one in await refunds(sessions)]
    await hear()

    assert (under_way, [one.state for one in await refunds(sessions)]) == ([RefundState.SENT], [RefundState.PAID])


async def test_a_large_refund_waits_for_its_second_person(sessions, gate, hear, send):
    reference = await paid_by_card(sessions, gate, hear)
    await owe(sessions, reference)

    assert await send(Dong(249_999)) == 0
    async with short(sessions) as session:
        (await session.scalars(select(Refund))).one().approved_by = "somebody"
    assert await send(Dong(249_999)) == 1


async def test_stripes_refusal_of_a_refund_is_a_failure_with_its_word(sessions, gate, hear, send):
    reference = await paid_by_card(sessions, gate, hear)
    async with sessions() as session:
        intent = await session.scalar(select(PaymentAttempt.foreign_id))
    await official(gate).refunds.create_async({"payment_intent": intent})  # somebody at Stripe's own desk
    await owe(sessions, reference)

    await send()

    [refund] = await refunds(sessions)
    assert (refund.state, refund.failure) == (RefundState.FAILED, "charge_already_refunded")


async def test_stripe_away_is_no_answer_and_no_fault(sessions, gate):
    async def away(request, worked):
        raise played.httpx.ConnectTimeout("away", request=request)

    gate.wire.fault = away
    with pytest.raises(ProviderAway):
        await begun(sessions, gate)
