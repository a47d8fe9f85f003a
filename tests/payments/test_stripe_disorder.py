"""Notices in any order, several times each: the end is the same."""

import itertools
from uuid import uuid4

from sqlalchemy import select, update

from shop.core.clock import now
from shop.core.money import Dong
from shop.payments.heed import heed_told
from shop.payments.models import (
    AttemptState,
    PaymentMethod,
    PaymentReceipt,
    PaymentState,
    Refund,
    RefundMethod,
    RefundState,
)
from shop.payments.receive import Money, receive_money
from shop.payments.refund import owe_refund
from shop.payments.stripe_words import about_of
from tests.make.payments import payment
from tests.payments.notices import attempted, intent, stands

M = PaymentMethod


async def test_a_refund_that_comes_back_after_it_went_out_has_failed(session):
    _, refund = await _refund_under_way(session)
    back = {"id": "re_1", "object": "refund", "amount": 50_000, "currency": "vnd", "payment_intent": "pi_0"}
    named = {**back, "metadata": {"refund": str(refund.id), "tries": "1"}}

    states = []
    for kind, status in (("refund.updated", "succeeded"), ("refund.failed", "failed"), ("refund.updated", "succeeded")):
        for about in about_of(kind, {**named, "status": status, "failure_reason": "lost_or_stolen_card"}):
            assert await heed_told(session, M.CARD, about, "card") is None
        await session.flush()
        states.append(refund.state)

    assert states == [RefundState.PAID, RefundState.FAILED, RefundState.FAILED]
    assert (refund.paid_at, refund.failure) == (None, "lost_or_stolen_card")


async def _refund_under_way(session):
    """A part that came in and is on its way back, of a payment that still waits for its money."""
    reference = await payment(session, 250_000, M.CARD)
    await receive_money(session, reference, Money(M.CARD, "pi_0", Dong(50_000)), "card")
    await owe_refund(session, reference, uuid4(), Dong(50_000))
    await session.flush()
    refund = (await session.scalars(select(Refund))).one()
    await session.execute(
        update(Refund).values(state=RefundState.SENT, method=RefundMethod.CARD, tries=1, sent_at=await now(session))
    )
    await session.refresh(refund)
    return reference, refund


async def test_every_order_of_five_notices_thrice_each_ends_the_same(session):
    ends = set()
    for order in itertools.permutations(range(5)):
        trial = await session.begin_nested()
        reference, refund = await _refund_under_way(session)
        _, attempt = await attempted(session, reference)
        five = _five(attempt, reference, refund)
        for place in [*order, *order, *reversed(order)]:
            for about in five[place]:
                assert await heed_told(session, M.CARD, about, "card") is None
        await session.flush()
        await session.refresh(attempt)
        await session.refresh(refund)
        receipts = sorted(await session.scalars(select(PaymentReceipt.foreign_id)))
        ends.add((*await stands(session, reference), attempt.state, attempt.failure, *receipts, refund.state))
        await trial.rollback()

    assert ends == {
        (PaymentState.PAID, 300_000, 50_000, AttemptState.SUCCEEDED, None, "pi_0", "pi_1", RefundState.PAID)
    }


def _five(attempt, reference, refund):
    back = {"id": "re_1", "object": "refund", "amount": 50_000, "currency": "vnd", "payment_intent": "pi_0"}
    back["metadata"] = {"refund": str(refund.id), "tries": "1"}
    declined = {"last_payment_error": {"code": "card_declined", "decline_code": "insufficient_funds"}}
    charge = {"id": "ch_0", "object": "charge", "refunds": {"data": [{**back, "status": "pending"}]}}
    return [
        about_of("payment_intent.amount_capturable_updated", intent(attempt, reference, "requires_capture")),
        about_of("payment_intent.payment_failed", intent(attempt, reference, "requires_payment_method", **declined)),
        about_of("payment_intent.succeeded", intent(attempt, reference)),
        about_of("charge.refunded", charge),
        about_of("refund.updated", {**back, "status": "succeeded"}),
    ]
