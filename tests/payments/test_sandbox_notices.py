"""The played Stripe's notices: late, several times, in disorder, and until they are taken."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from shop.payments.sandbox.stripe.door import SANDBOX
from shop.payments.sandbox.stripe.models import SandboxNotice
from shop.payments.sandbox.stripe.tell import tell_due
from tests.payments.played import OK, begun, pay


@pytest.fixture
def behave(gate):
    """Say how notices are sent, as a test or a demonstration does."""

    async def behave(**manner):
        async with httpx.AsyncClient(transport=gate.wire.inner, base_url="http://stripe.test") as client:
            headers = {"authorization": f"Bearer {SANDBOX}"}
            return (await client.post("/manner", data=manner, headers=headers)).status_code

    return behave


class Ears:
    """Somebody who is told, and takes it or not."""

    def __init__(self, status=200):
        self.status, self.heard = status, []

    async def __call__(self, body, signature):
        self.heard.append((body, signature))
        return self.status


async def due(sessions):
    async with sessions() as session:
        return list(await session.scalars(select(SandboxNotice.sent_at)))


async def test_each_is_sent_once_and_as_often_as_is_asked_for(sessions, gate, behave):
    assert await behave(repeat=3) == 200
    _, _, intent = await begun(sessions, gate)
    await pay(gate, intent, OK)
    ears = Ears()

    sent = await tell_due(sessions, "whsec_1", ears)
    again = await tell_due(sessions, "whsec_1", ears)

    assert (sent, again, len(ears.heard), len({body for body, _ in ears.heard})) == (9, 0, 9, 3)
    assert None not in await due(sessions)


async def test_late_ones_wait_for_their_time(sessions, gate, behave, warp):
    await behave(delay=120)
    await begun(sessions, gate)
    ears = Ears()

    early = await tell_due(sessions, "whsec_1", ears)
    async with sessions() as session:
        await warp(session, timedelta(minutes=3))
    late = await tell_due(sessions, "whsec_1", ears)

    assert (early, late) == (0, 1)


async def test_what_is_not_taken_comes_again_later(sessions, gate, warp):
    await begun(sessions, gate)

    refused = await tell_due(sessions, "whsec_1", Ears(status=503))
    at_once = await tell_due(sessions, "whsec_1", Ears())
    async with sessions() as session:
        await warp(session, timedelta(seconds=10))
    later = await tell_due(sessions, "whsec_1", Ears())

    assert (refused, at_once, later) == (1, 0, 1)
    assert None not in await due(sessions)


async def test_in_disorder_all_arrive(sessions, gate, behave, warp):
    await behave(disorder="true", repeat=2)
    _, _, intent = await begun(sessions, gate)
    await pay(gate, intent, OK)
    ears = Ears()
    async with sessions() as session:
        await warp(session, timedelta(seconds=2))

    while await tell_due(sessions, "whsec_1", ears):
        pass

    assert len(ears.heard) == 6


@pytest.mark.parametrize("manner", [{"delay": "-1"}, {"delay": "3601"}, {"repeat": "0"}, {"repeat": "21"}])
async def test_a_manner_has_its_bounds(behave, manner):
    assert await behave(**manner) == 400
