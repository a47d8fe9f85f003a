"""Closed for Tết or harvest: no new orders, everything stays visible, orders placed before stand."""

from datetime import UTC, datetime, time, timedelta

import pytest

from shop.core.clock import HANOI, today
from shop.core.errors import Forbidden
from shop.producers.close import close_producer, reopen_producer
from shop.producers.errors import ClosureBackward, ClosureTouches, ClosureUnknown
from shop.producers.models import MemberRole, Producer
from tests.make import accounts, catalog, producers
from tests.make.orders import CONTACT

HTML = {"accept": "text/html"}


@pytest.fixture
async def goods(session):
    """A product with stock, and its producer."""
    point = await catalog.place(session, "diem-bat-trang")
    product = await catalog.product(session, stock={point.slug: 5})
    return product, await session.get(Producer, product.producer_id), point


async def _order(client, product, point, key="dong-cua-1"):
    shown = (await client.get(f"/api/v1/products/{product.slug}")).json()
    body = {
        "lines": [{"variant": shown["variants"][0]["id"], "quantity": 1}],
        "contact": CONTACT,
        "delivery": {"method": "pickup", "sales_point": point.slug},
        "payment": "cod",
        "expected_total": shown["variants"][0]["price"],
    }
    headers = {"Idempotency-Key": key, "Origin": "https://chomay.test"}
    return await client.post("/api/v1/orders", json=body, headers=headers)


async def test_orders_stop_on_the_first_day_and_begin_again_after_the_last(client, session, goods, warp):
    product, maker, point = goods
    day = await today(session)
    await producers.closure(session, maker, first=2, last=4)
    await session.commit()

    def hanoi(days, hour, minute):
        return datetime.combine(day + timedelta(days=days), time(hour, minute), HANOI).astimezone(UTC)

    found = []
    for at, moment in enumerate((hanoi(1, 23, 59), hanoi(2, 0, 1), hanoi(4, 23, 59), hanoi(5, 0, 1))):
        await warp(session, moment)
        reply = await _order(client, product, point, key=f"dong-cua-{at}")
        found.append((reply.status_code, reply.json().get("code") if reply.status_code != 201 else "placed"))

    assert found == [(201, "placed"), (409, "producer_closed"), (409, "producer_closed"), (201, "placed")]


async def test_while_closed_the_listing_stays_and_says_when_it_opens(client, session, goods):
    product, maker, point = goods
    await producers.closure(session, maker, first=0, last=3)
    opens = await today(session) + timedelta(days=4)
    await session.commit()

    refused = (await _order(client, product, point)).json()
    listed = (await client.get("/api/v1/products")).json()
    public = await client.get(f"/chu-the-ocop/{maker.slug}", headers=HTML)
    page = await client.get(f"/san-pham/{product.slug}", headers=HTML)

    assert (refused["code"], refused["opens_on"]) == ("producer_closed", opens.isoformat())
    assert f"{opens:%d/%m/%Y}" in refused["detail"]
    assert [one["slug"] for one in listed["items"]] == [product.slug]
    assert f"{opens - timedelta(days=1):%d/%m/%Y}" in public.text
    assert f"{opens - timedelta(days=1):%d/%m/%Y}" in page.text


async def test_a_basket_tells_it_on_the_line(client, session, goods):
    product, maker, _ = goods
    shown = (await client.get(f"/api/v1/products/{product.slug}")).json()
    await producers.closure(session, maker)
    await session.commit()
    client.headers["Origin"] = "https://chomay.test"

    cart = await client.post("/api/v1/carts", json={"lines": [{"variant": shown["variants"][0]["id"], "quantity": 1}]})

    lines = (await client.get(f"/api/v1/carts/{cart.json()['id']}")).json()["lines"]
    assert [line["problem"] for line in lines] == ["producer_closed"]


async def test_times_may_not_touch_and_must_lie_ahead(session):
    owner = await accounts.person(session)
    maker = await producers.producer(session, members=[owner])
    day, asker = await today(session), producers.actor(owner)

    async def close(first, last):
        span = {"from_on": day + timedelta(days=first), "until_on": day + timedelta(days=last)}
        return await close_producer(session, asker, maker.id, **span, reason="Mùa gặt")

    made = await close(10, 20)
    for first, last in ((20, 25), (21, 25), (5, 9), (12, 13)):
        with pytest.raises(ClosureTouches):
            await close(first, last)
    for first, last in ((5, 4), (-3, -1), (1, 500), (400, 401)):
        with pytest.raises(ClosureBackward):
            await close(first, last)
    await close(22, 25)
    await reopen_producer(session, asker, maker.id, made.id)
    await session.flush()
    with pytest.raises(ClosureUnknown):
        await reopen_producer(session, asker, maker.id, made.id)


async def test_a_viewer_closes_nothing(session):
    viewer = await accounts.person(session)
    maker = await producers.producer(session, members=[viewer], role=MemberRole.VIEWER)
    day = await today(session)

    with pytest.raises(Forbidden):
        await close_producer(session, producers.actor(viewer), maker.id, from_on=day, until_on=day, reason="Tết")


async def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(client, session):
    owner = await accounts.person(session)
    maker = await producers.producer(session, members=[owner])
    await accounts.signed_in(client, owner)

    page = await client.post(
        f"/chu-the/{maker.slug}/ho-so", data={"act": "close", "from_on": "mai", "reason": "Tết Đinh Mùi"}, headers=HTML
    )
    good = await client.post(
        f"/chu-the/{maker.slug}/ho-so",
        data={"act": "close", "from_on": "14/02/2027", "until_on": "2027-02-22", "reason": "Tết Đinh Mùi"},
        headers=HTML,
    )

    assert page.status_code == 422
    assert "Tết Đinh Mùi" in page.text
    assert 'href="#from_on"' in page.text
    assert good.status_code == 303, good.text[:600]
