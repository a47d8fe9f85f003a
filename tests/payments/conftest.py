"""Stripe played, for tests that really commit."""

import pytest

from shop.core.money import Dong
from shop.payments.providers import Providers
from shop.payments.send_refunds import send_refunds
from tests.payments import played

LIMIT = Dong(2_000_000)


@pytest.fixture
async def gate(sessions):
    made = played.gateway(sessions)
    yield made
    await made.close()


@pytest.fixture
def hear(sessions, live_client, settings):
    async def hear():
        await played.hear(sessions, live_client, settings)

    return hear


@pytest.fixture
def send(sessions, gate):
    async def send(limit=LIMIT):
        return await send_refunds(sessions, Providers([gate]), limit)

    return send
