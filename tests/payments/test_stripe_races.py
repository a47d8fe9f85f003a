"""The same notice many times at once: kept once, worked once, credited once."""

import asyncio

from sqlalchemy import func, select

from shop.core.clock import now
from shop.core.db import short
from shop.payments.models import PaymentReceipt, PaymentState
from shop.payments.provider_event import ProviderEvent
from shop.payments.sandbox.stripe.tell import sign
from shop.payments.stripe_connect import played_secret
from shop.payments.work_event import work_event
from tests.payments.notices import attempted, intent, told
from tests.payments.played import WEBHOOK, stands


async def _counted(sessions, kind):
    async with sessions() as session:
        return await session.scalar(select(func.count()).select_from(kind))


async def test_twenty_twins_of_a_notice_are_kept_once(sessions, live_client, settings):
    async with short(sessions) as session:
        reference, attempt = await attempted(session)
        moment = int((await now(session)).timestamp())
    body = told("payment_intent.succeeded", intent(attempt, reference))
    headers = {"stripe-signature": sign(body, played_secret(settings), moment)}

    replies = await asyncio.gather(*(live_client.post(WEBHOOK, content=body, headers=headers) for _ in range(20)))

    assert {reply.status_code for reply in replies} == {200}
    assert await _counted(sessions, ProviderEvent) == 1


async def test_an_event_worked_by_eight_tasks_at_once_and_its_kin_beside_it_credit_once(
    sessions, live_client, settings
):
    async with short(sessions) as session:
        reference, attempt = await attempted(session)
        moment = int((await now(session)).timestamp())
    paid = intent(attempt, reference)
    declined = paid | {"status": "requires_payment_method", "amount_received": 0, "last_payment_error": {"code": "x"}}
    held = paid | {"status": "requires_capture", "amount_received": 0, "amount_capturable": attempt.amount}
    for kind, about in (
        ("payment_intent.succeeded", paid),
        ("payment_intent.succeeded", paid),  # told again under another id
        ("payment_intent.payment_failed", declined),
        ("payment_intent.amount_capturable_updated", held),
    ):
        body = told(kind, about)
        headers = {"stripe-signature": sign(body, played_secret(settings), moment)}
        assert (await live_client.post(WEBHOOK, content=body, headers=headers)).json() == {"received": True}
    async with sessions() as session:
        events = list(await session.scalars(select(ProviderEvent.id)))

    async def one(event_id):
        async with short(sessions) as session:
            await work_event(session, event_id)

    await asyncio.gather(*(one(event_id) for event_id in events * 4))

    assert await stands(sessions, reference) == (PaymentState.PAID, 250_000, 0)
    assert await _counted(sessions, PaymentReceipt) == 1
    async with sessions() as session:
        kept = await session.scalars(select(ProviderEvent))
        assert {(one.error, one.handled_at is not None) for one in kept} == {(None, True)}
