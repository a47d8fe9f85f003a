"""The field for cards: the sandbox's page outside production, Stripe's own where a key says so."""

import asyncio
import re

import msgspec
import pytest
import uvicorn
from sqlalchemy import select

from config.settings import Settings, SettingsError, load_settings
from shop.core.db import short
from shop.payments.models import PaymentAttempt
from shop.payments.sandbox.stripe.api import make_sandbox
from shop.payments.sandbox.stripe.door import PUBLISHABLE, SANDBOX
from shop.payments.stripe_connect import open_stripe
from tests.make import catalog
from tests.payments.played import ASKS, OK, POOR
from tests.web.pages import check_out, fill_basket, look, send

KEYS = {"stripe_secret_key": SANDBOX, "stripe_publishable_key": PUBLISHABLE, "stripe_webhook_secrets": "whsec_1"}


async def order_by_card(session, client):
    """A guest's order, to be paid by card; the address where that is done."""
    product = await catalog.product(session, "Gạo nếp cái hoa vàng", price=195_000, stock={"hoang-cau": 5})
    variant = await catalog.variant_of(session, product)
    await session.commit()
    await fill_basket(client, variant.id, 2, "hoang-cau")
    placed = await check_out(client, sales_point="hoang-cau", payment="card")
    return placed.headers["location"]


@pytest.fixture
async def elsewhere(sessions):
    """A Stripe beyond a wire: the sandbox, served at an address of its own."""
    app = make_sandbox(sessions, "https://stripe.test")
    config = uvicorn.Config(app, host="127.0.0.1", port=0, ws="none", lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())
    while not server.started:
        assert not task.done(), task.exception()
        await asyncio.sleep(0)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task


async def test_a_guest_pays_on_the_sandboxs_page_without_a_script(client, session):
    address = await order_by_card(session, client)

    begun = await send(client, address)
    field = begun.headers["location"].removeprefix("https://chomay.test")
    shown = await look(client, field)
    missing = await send(client, field, number=" ")
    declined = await send(client, field, number=POOR)
    asked = await send(client, field, number=ASKS)
    question = await look(client, asked.headers["location"])
    paid = await send(client, asked.headers["location"], answer="yes")
    again = await client.get(field)

    assert re.fullmatch(r"/the-thu/pi_[0-9a-f]{24}", field)
    assert "không có tiền thật" in shown.text
    assert "390.000" in question.text
    assert (missing.status_code, declined.status_code) == (422, 422)
    assert "không đủ tiền" in declined.text
    assert POOR in declined.text
    assert (paid.status_code, again.status_code) == (303, 303)
    assert paid.headers["location"] == again.headers["location"] == address


async def test_who_says_no_to_the_bank_may_take_another_card(client, session):
    address = await order_by_card(session, client)
    field = (await send(client, address)).headers["location"].removeprefix("https://chomay.test")

    bank = (await send(client, field, number=ASKS)).headers["location"]
    refused = await send(client, bank, answer="no")
    strange = await send(client, bank, answer="perhaps")
    paid = await send(client, field, number=OK)

    assert (refused.status_code, strange.status_code, paid.status_code) == (422, 422, 303)
    assert "chưa xác nhận" in refused.text
    assert paid.headers["location"] == address


async def test_what_was_begun_is_gone_on_with_and_makes_no_second_intent(client, session):
    address = await order_by_card(session, client)
    first = (await send(client, address)).headers["location"]

    page = await look(client, address)

    assert first in page.text
    assert len(list(await session.scalars(select(PaymentAttempt)))) == 1


async def test_with_a_key_and_an_address_stripes_own_field_is_shown(make_client, sessions, elsewhere):
    async with make_client(**KEYS, stripe_url=elsewhere) as client:
        async with sessions() as session:
            address = await order_by_card(session, client)

        begun = await send(client, address)
        page = await look(client, address)
        other = await look(client, "/gio-hang")
        played = await client.get(f"/the-thu/{_intent(page.text)}")

    assert begun.headers["location"] == address
    assert f'data-key="{PUBLISHABLE}"' in page.text
    assert "script-src 'self' https://js.stripe.com;" in page.headers["content-security-policy"]
    assert "stripe.com" not in other.headers["content-security-policy"]
    assert played.status_code == 404
    for secret in (SANDBOX, "whsec_1"):
        assert secret not in page.text


def _intent(page):
    return re.search(r'data-secret="(pi_[0-9a-f]+)_secret', page).group(1)


async def test_stripe_that_does_not_answer_is_told_on_the_page_and_may_be_asked_again(make_client, sessions):
    async with make_client(**KEYS, stripe_url="http://127.0.0.1:1") as client:
        async with sessions() as session:
            address = await order_by_card(session, client)

        away = await send(client, address)

    assert away.status_code == 503
    assert "chưa trả lời" in away.text
    async with short(sessions) as session:
        [attempt] = await session.scalars(select(PaymentAttempt))
    assert attempt.foreign_id is None


def test_production_takes_no_cards_without_a_key_and_no_secret_is_ever_written(sessions):
    settings = Settings(env="production", secret_key="x" * 40, public_url="https://chomay.example")
    real = open_stripe(msgspec.structs.replace(settings, **KEYS), sessions)

    assert open_stripe(settings, sessions) is None
    assert not real.played
    assert SANDBOX not in repr(real._account)


@pytest.mark.parametrize(
    "changes",
    [
        {"SHOP_STRIPE_SECRET_KEY": "sk_test_1"},
        {"SHOP_STRIPE_SECRET_KEY": "sk_test_1", "SHOP_STRIPE_PUBLISHABLE_KEY": "pk_test_1"},
        {
            "SHOP_STRIPE_SECRET_KEY": "sk_live_1",
            "SHOP_STRIPE_PUBLISHABLE_KEY": "pk_test_1",
            "SHOP_STRIPE_WEBHOOK_SECRETS": "whsec_1",
        },
    ],
)
def test_keys_that_do_not_go_together_are_told_at_the_start(changes):
    with pytest.raises(SettingsError):
        load_settings(changes)
