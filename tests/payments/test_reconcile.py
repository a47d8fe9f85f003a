"""Our books beside Stripe's: what differs is found, mended by the usual ways, and then nothing differs."""

from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import select, text

from shop.cli.reconcile import reconcile_with, report
from shop.core.db import short
from shop.core.money import Dong
from shop.local.errors import LocalError
from shop.payments.models import AttemptState, PaymentAttempt, PaymentState, RefundState
from shop.payments.provider_event import ProviderEvent
from shop.payments.receive import Money, receive_money
from shop.payments.reconcile import Gap, reconcile
from tests.payments.played import (
    CARD,
    DECLINED,
    REFUNDS,
    begun,
    lost_after,
    official,
    owe,
    paid_by_card,
    pay,
    refunds,
    stands,
)

G = Gap


@pytest.fixture
def gaps(sessions, gate):
    async def gaps(*, repair=False):
        return {(one.gap, one.mended) for one in await reconcile(sessions, gate, 3, repair=repair)}

    return gaps


async def test_money_whose_notice_never_came_is_found_credited_and_found_no_more(sessions, gate, gaps):
    reference, _, intent = await begun(sessions, gate)
    await pay(gate, intent)

    assert await gaps() == {(G.EVENT_MISSED, False), (G.MONEY_UNKNOWN, False)}
    assert await stands(sessions, reference) == (PaymentState.AWAITING, 0, 0)
    assert await gaps(repair=True) == {(G.EVENT_MISSED, True), (G.MONEY_UNKNOWN, True)}
    assert await stands(sessions, reference) == (PaymentState.PAID, 250_000, 0)
    assert await gaps() == set()


async def test_all_that_went_its_way_agrees(sessions, gate, hear, send, gaps):
    reference = await paid_by_card(sessions, gate, hear)
    await owe(sessions, reference, 100_000)
    await send()
    await hear()

    assert await gaps() == set()


async def test_a_refund_whose_answer_and_notice_were_lost_is_noted(sessions, gate, hear, send, gaps):
    reference = await paid_by_card(sessions, gate, hear)
    await owe(sessions, reference)
    gate.wire.fault = lost_after(REFUNDS)
    await send()

    assert (G.REFUND_BEHIND, False) in await gaps()
    assert (G.REFUND_BEHIND, True) in await gaps(repair=True)
    assert [one.state for one in await refunds(sessions)] == [RefundState.PAID]
    assert await gaps() == set()


async def test_an_attempt_that_failed_or_was_promised_unheard_is_led_on(sessions, gate, gaps):
    _, declined, first = await begun(sessions, gate)
    held, _, second = await begun(sessions, gate, hold=True)
    await pay(gate, first, DECLINED)
    await pay(gate, second)

    found = await gaps(repair=True)

    assert {(G.ATTEMPT_BEHIND, True), (G.PROMISE_UNKNOWN, True)} <= found
    async with sessions() as session:
        assert (await session.get_one(PaymentAttempt, declined.id)).state is AttemptState.FAILED
    assert (await stands(sessions, held))[0] is PaymentState.AUTHORIZED
    assert await gaps() == set()


async def test_what_only_a_person_can_settle_stays_and_is_said(sessions, gate, hear, gaps):
    reference = await paid_by_card(sessions, gate, hear)
    async with short(sessions) as session:
        await receive_money(session, reference, Money(CARD, "pi_of_nobody", Dong(5_000)), "test")
        paid = await session.scalar(select(PaymentAttempt.foreign_id))
    await official(gate).refunds.create_async({"payment_intent": paid, "amount": 7_000})
    ghost = {"order_id": str(uuid4()), "attempt": str(uuid4())}
    await official(gate).payment_intents.create_async({"amount": 9_000, "currency": "vnd", "metadata": ghost})
    await official(gate).payment_intents.create_async({"amount": 9_000, "currency": "vnd"})  # not in our name

    left = {(G.RECEIPT_UNKNOWN, False), (G.REFUND_UNKNOWN, False), (G.INTENT_UNKNOWN, False)}

    await gaps(repair=True)
    await hear()
    assert left | {(G.EVENT_REFUSED, False)} == await gaps(repair=True)


async def test_an_event_nobody_worked_is_worked(sessions, gate, hear, gaps):
    reference, _, intent = await begun(sessions, gate)
    await pay(gate, intent)
    await hear()
    async with short(sessions) as session:
        await session.execute(
            text("UPDATE provider_event SET handled_at = NULL, created_at = created_at - interval '10 minutes'")
        )

    assert await gaps(repair=True) == {(G.EVENT_WAITING, True)}
    async with sessions() as session:
        assert None not in set(await session.scalars(select(ProviderEvent.handled_at)))
    assert await stands(sessions, reference) == (PaymentState.PAID, 250_000, 0)


async def test_the_command_says_in_words_what_differs_and_what_it_mended(sessions, gate, settings):
    _, _, intent = await begun(sessions, gate)
    await pay(gate, intent)

    before = await reconcile_with(settings, 3, repair=False)
    mended = await reconcile_with(settings, 3, repair=True)
    after = await reconcile_with(settings, 3, repair=False)

    assert f"{intent}: Stripe đã thu tiền, sổ chưa ghi." in report(before)
    assert "2 chỗ lệch, còn 0 chỗ chưa sửa." in report(mended)
    assert report(after) == "Sổ của gian hàng và của Stripe khớp nhau."
    with pytest.raises(LocalError):
        await reconcile_with(msgspec.structs.replace(settings, env="production"), 3, repair=False)
