"""Stripe's notices: believed when signed, kept once, worked once, forward only."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from shop.core.clock import now
from shop.core.outbox import OutboxEvent
from shop.payments.models import (
    AttemptState,
    PaymentMethod,
    PaymentState,
)
from shop.payments.provider_event import ProviderEvent
from shop.payments.sandbox.stripe.tell import sign
from shop.payments.stripe_connect import played_secret
from shop.payments.work_event import work_event
from tests.payments.notices import attempted, intent, stands, told
from tests.payments.played import WEBHOOK

M = PaymentMethod


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
