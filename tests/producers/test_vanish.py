"""A producer that may not sell is nowhere: list, product page, its own page, basket."""

import pytest

from shop.producers.models import Producer, ProducerState
from shop.producers.suspend import suspend_producer
from tests.make import accounts, catalog

HTML = {"accept": "text/html"}


async def _seen(client, product, maker):
    listed = (await client.get("/api/v1/products")).json()["items"]
    found = (await client.get(f"/api/v1/products?q={product.name}")).json()["items"]
    public = await client.get(f"/chu-the-ocop/{maker.slug}", headers=HTML)
    variant = str((await client.get(f"/api/v1/products/{product.slug}")).json()["variants"][0]["id"])
    client.headers["Origin"] = "https://chomay.test"
    cart = await client.post("/api/v1/carts", json={"lines": [{"variant": variant, "quantity": 1}]})
    return len(listed), len(found), public.status_code, cart.json().get("code")


async def test_a_suspended_producer_vanishes_with_the_commit(client, session):
    point = await catalog.place(session, "diem-bat-trang")
    product = await catalog.product(session, stock={point.slug: 5})
    maker = await session.get(Producer, product.producer_id)
    officer = await accounts.person(session)
    before = await _seen(client, product, maker)

    await suspend_producer(session, officer.id, maker.id, "Có phản ánh về nguồn gốc")
    await session.commit()

    assert before == (1, 1, 200, None)
    assert await _seen(client, product, maker) == (0, 0, 404, "not_on_sale")


@pytest.mark.parametrize("state", [ProducerState.REGISTERED, ProducerState.DECLINED])
async def test_a_producer_that_was_never_approved_shows_nothing(client, session, state):
    point = await catalog.place(session, "diem-bat-trang")
    product = await catalog.product(session, stock={point.slug: 5})
    maker = await session.get(Producer, product.producer_id)
    maker.state = state
    await session.commit()

    assert (await _seen(client, product, maker))[:3] == (0, 0, 404)
