"""Stripe's notices: believed when signed, kept once, worked once, forward only."""

import itertools
import json
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from shop.core.clock import now
from shop.core.money import Dong
from shop.core.outbox import OutboxEvent
from shop.payments.heed import heed_told
from shop.payments.models import (
    AttemptState,
    Payment,
    PaymentAttempt,
    PaymentMethod,
    PaymentReceipt,
    PaymentState,
    Refund,
    RefundMethod,
    RefundState,
)
from shop.payments.provider_event import ProviderEvent
from shop.payments.receive import Money, receive_money
from shop.payments.refund import owe_refund
from shop.payments.sandbox.stripe.tell import sign
from shop.payments.stripe_connect import played_secret
from shop.payments.stripe_words import about_of
from shop.payments.work_event import work_event
from tests.make.payments import payment
from tests.payments.played import WEBHOOK

M = PaymentMethod


def told(kind, about, **changes):
    """The bytes of an event."""
    event = {"id": f"evt_{uuid4().hex}", "object": "event", "type": kind, "created": 1_790_000_000, "livemode": False}
    return json.dumps({**event, "data": {"object": about}, **changes}).encode()


def intent(attempt, reference, status="succeeded", **changes):
    """A PaymentIntent of an attempt."""
    received = attempt.amount if status == "succeeded" else 0
    metadata = {"order_id": str(reference), "attempt": str(attempt.id)}
    return {
        "id": "pi_1",
        "object": "payment_intent",
        "amount": attempt.amount,
        "amount_received": received,
        "amount_capturable": attempt.amount if status == "requires_capture" else 0,
        "currency": "vnd",
        "status": status,
        "metadata": metadata,
    } | changes


async def attempted(session, reference=None, amount=250_000):
    """A payment by card with one open attempt."""
    reference = reference or await payment(session, amount, M.CARD)
    paid = await session.scalar(select(Payment).where(Payment.reference == reference))
    attempt = PaymentAttempt(payment_id=paid.id, method=M.CARD, number=1, amount=amount, state=AttemptState.OPEN)
    session.add(attempt)
    await session.flush()
    return reference, attempt


@pytest.fixture
def send(client, session, settings):
    async def send(body, *, secret=None, late=0, signature=None):
        moment = int((await now(session)).timestamp()) - late
        header = signature or sign(body, secret or played_secret(settings), moment)
        return await client.post(WEBHOOK, content=body, headers={"stripe-signature": header})

    return send


async def work_all(session):
    """Work what waits, as the task does."""
    for event_id in await session.scalars(select(ProviderEvent.id).where(ProviderEvent.handled_at.is_(None))):
        await work_event(session, event_id)
    await session.flush()


async def stands(session, reference):
    paid = await session.scalar(
        select(Payment).where(Payment.reference == reference).execution_options(populate_existing=True)
    )
    return paid.state, paid.collected, paid.refunded


async def test_a_notice_is_kept_once_and_worked_once(session, send):
    reference, attempt = await attempted(session)
    body = told("payment_intent.succeeded", intent(attempt, reference))

    replies = [await send(body) for _ in range(3)]
    for _ in range(2):
        await work_all(session)

    assert [reply.status_code for reply in replies] == [200] * 3
    kept = (await session.scalars(select(ProviderEvent))).one()
    assert (kept.kind, kept.error, kept.handled_at is not None) == ("payment_intent.succeeded", None, True)
    assert await stands(session, reference) == (PaymentState.PAID, 250_000, 0)
    kinds = list(await session.scalars(select(OutboxEvent.kind)))
    assert (kinds.count("payments.provider_told"), kinds.count("payments.moved")) == (1, 1)
    await session.refresh(attempt)
    assert (attempt.state, attempt.foreign_id) == (AttemptState.SUCCEEDED, "pi_1")


@pytest.mark.parametrize(
    "signing",
    [
        {"secret": "whsec_of_somebody"},
        {"late": 301},
        {"late": -301},
        {"signature": "t=1,v1=00"},
        {"signature": "t=one,v1=00"},
        {"signature": "v1=00"},
        {"signature": ","},
        {"signature": "t=1=2,v1=00"},
    ],
)
async def test_what_is_not_signed_by_us_or_old_is_refused(session, send, signing):
    reference, attempt = await attempted(session)

    reply = await send(told("payment_intent.succeeded", intent(attempt, reference)), **signing)

    assert (reply.status_code, reply.json()["code"]) == (403, "forged_notice")
    assert await session.scalar(select(ProviderEvent.id)) is None


async def test_nothing_is_believed_without_a_signature_or_with_another_body(client, session, send, settings):
    body = told("payment_intent.created", {"object": "payment_intent"})
    moment = int((await now(session)).timestamp())

    bare = await client.post(WEBHOOK, content=body)
    other = await send(body + b" ", signature=sign(body, played_secret(settings), moment))
    strange = await send(b"\xff\xfe")

    assert [reply.status_code for reply in (bare, other, strange)] == [403] * 3


async def test_either_of_two_secrets_is_good_while_they_change(make_client, sessions):
    body = told("payment_intent.created", {"object": "payment_intent"})
    keys = {"stripe_secret_key": "sk_test_x", "stripe_publishable_key": "pk_test_x"}
    async with sessions() as session:
        moment = int((await now(session)).timestamp())

    async with make_client(**keys, stripe_webhook_secrets="whsec_a, whsec_b") as client:
        replies = [
            await client.post(WEBHOOK, content=body, headers={"stripe-signature": sign(body, secret, moment)})
            for secret in ("whsec_a", "whsec_b", "whsec_c")
        ]

    assert [reply.status_code for reply in replies] == [200, 200, 403]


async def test_the_other_mode_is_refused(send):
    reply = await send(told("payment_intent.succeeded", {"object": "payment_intent"}, livemode=True))

    assert (reply.status_code, reply.json()["code"]) == (403, "wrong_mode")


@pytest.mark.parametrize("body", [b"{}", b"[]", b"nothing", b'{"id": 1}', told("refund.updated", {"object": "refund"})])
async def test_what_cannot_be_read_is_told_so(send, body):
    reply = await send(body)

    assert (reply.status_code, reply.json()["code"]) == (400, "strange_notice")


async def test_kinds_we_do_not_follow_are_done_with(session, send):
    await send(told("customer.created", {"object": "customer", "email": "lan@example.vn"}))
    await work_all(session)

    kept = (await session.scalars(select(ProviderEvent))).one()
    assert (kept.about, kept.error, kept.handled_at is not None) == ([], None, True)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"amount": 249_999}, "other_amount"),
        ({"amount_received": 1}, "other_amount"),
        ({"currency": "usd"}, "other_currency"),
        ({"metadata": {"attempt": str(uuid4())}}, "unknown_attempt"),
        ({"metadata": {}}, None),  # of somebody else's shop on the same account
    ],
)
async def test_what_does_not_fit_is_kept_for_a_person_and_credited_to_nobody(session, send, changes, error):
    reference, attempt = await attempted(session)

    reply = await send(told("payment_intent.succeeded", intent(attempt, reference, **changes)))
    await work_all(session)

    kept = (await session.scalars(select(ProviderEvent))).one()
    assert (reply.status_code, kept.error, kept.handled_at is not None) == (200, error, True)
    assert await stands(session, reference) == (PaymentState.AWAITING, 0, 0)


async def test_a_refund_made_at_stripes_own_desk_is_told_to_a_person(session, send):
    reference, attempt = await attempted(session)
    await send(told("payment_intent.succeeded", intent(attempt, reference)))
    await work_all(session)

    back = {"id": "re_1", "object": "refund", "amount": 1_000, "currency": "vnd", "status": "succeeded"}
    await send(told("refund.created", {**back, "payment_intent": "pi_1"}))
    await send(told("refund.created", {**back, "payment_intent": "pi_of_others"}))
    await work_all(session)

    assert sorted(await session.scalars(select(ProviderEvent.error)), key=str) == [None, None, "unknown_refund"]


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


async def test_a_declined_card_ends_the_attempt_with_stripes_word(session, send):
    reference, attempt = await attempted(session)
    declined = {"last_payment_error": {"code": "card_declined", "decline_code": "insufficient_funds"}}

    await send(told("payment_intent.payment_failed", intent(attempt, reference, "requires_payment_method", **declined)))
    await work_all(session)

    await session.refresh(attempt)
    assert (attempt.state, attempt.failure) == (AttemptState.FAILED, "insufficient_funds")
    assert await stands(session, reference) == (PaymentState.AWAITING, 0, 0)


async def test_held_money_is_authorized_and_a_cancelled_intent_ends_its_attempt(session, send):
    reference, attempt = await attempted(session)

    await send(told("payment_intent.amount_capturable_updated", intent(attempt, reference, "requires_capture")))
    await work_all(session)
    held = await stands(session, reference)
    await send(told("payment_intent.canceled", intent(attempt, reference, "canceled")))
    await work_all(session)

    await session.refresh(attempt)
    assert held == (PaymentState.AUTHORIZED, 0, 0)
    assert attempt.state is AttemptState.CANCELLED
