"""Limits of buyers, over HTTP with limits on: each bites, another buyer is unharmed, and Redis may be away."""

import time

import httpx
import msgspec
import pytest

from shop.accounts.sign_in import open_session, session_terms
from shop.app import Resources, build_doors, build_litestar
from shop.cart import api as cart_api
from shop.core.db import make_sessions
from shop.core.ids import keyed_digest
from shop.core.redis import make_redis
from shop.http.cookies import SESSION_COOKIE
from shop.orders import api as order_api
from tests.conftest import HOST, SECRET
from tests.make.accounts import person
from tests.make.inventory import goods
from tests.make.orders import body, key
from tests.make.promotions import voucher

HERE = "127.0.0.1"  # where the tests' clients come from
AN_HOUR = 3_600_000_000  # µs
AWAY = "redis://127.0.0.1:9/0"


@pytest.fixture(scope="module")
async def limited(engine, settings):
    """An application with limits on, built once: what it counts stands in Redis."""
    changed = msgspec.structs.replace(settings, limits=True)
    resources = Resources(changed, engine, make_sessions(engine), make_redis(changed))
    litestar = build_litestar(resources)
    yield litestar, resources
    for one in (litestar.state.drop, litestar.state.checkouts, litestar.state.providers):
        await one.close()
    await resources.redis.aclose()


@pytest.fixture
async def client(sessions, limited, redis_client):
    """A client with limits on, over an empty Redis."""
    assert await redis_client.dbsize() == 0
    transport = httpx.ASGITransport(app=build_doors(*limited), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
        yield client


@pytest.fixture
def full(redis_client):
    """Fill a bucket as that many requests would: it stays full for an hour. Under another name nobody is refused."""

    async def fill(limit, subject):
        name = f"limit:{keyed_digest(SECRET, limit.name, subject)[:16].hex()}"
        await redis_client.set(name, time.time_ns() // 1000 + limit.tolerance + AN_HOUR)

    return fill


@pytest.fixture
async def bowl(sessions):
    async with sessions() as session, session.begin():
        return await goods(session, 500)


async def people(sessions, settings, count):
    """Signed-in people: their ids and cookies."""
    async with sessions() as session, session.begin():
        made = [await person(session) for _ in range(count)]
        return [(one.id, await open_session(session, one.id, session_terms(settings))) for one in made]


async def order(client, bowl, phone="0912 345 678", cookie=None, **more):
    wish = body(bowl, contact={"name": "Lan", "phone": phone}, **more)
    return (await client.post("/api/v1/orders", json=wish, headers=key() | signed(cookie))).status_code


def signed(cookie):
    return {"cookie": f"{SESSION_COOKIE}={cookie}", "origin": "https://chomay.test"} if cookie else {}


async def test_a_phone_orders_so_often_however_it_is_written_and_another_phone_is_unharmed(client, bowl, full):
    first = await order(client, bowl, "0912 345 678")
    await full(order_api._PHONES, "+84912345678")

    again = [await order(client, bowl, written) for written in ("0912.345.678", "+84 912 345 678")]

    assert (first, again) == (201, [429, 429])
    assert await order(client, bowl, "0987 654 321") == 201


async def test_a_person_orders_so_often_and_another_person_is_unharmed(client, sessions, settings, bowl, full):
    (lan, cookie), (_, other) = await people(sessions, settings, 2)
    first = await order(client, bowl, "0912 345 671", cookie)
    await full(order_api._BUYERS, str(lan))

    assert (first, await order(client, bowl, "0912 345 672", cookie)) == (201, 429)
    assert await order(client, bowl, "0912 345 673", other) == 201


async def test_an_address_orders_so_often_whoever_signs_in_there(client, sessions, settings, bowl, full):
    (_, cookie), (_, other) = await people(sessions, settings, 2)
    first = await order(client, bowl, "0912 345 671", cookie)
    await full(order_api._ADDRESSES, HERE)

    assert (first, await order(client, bowl, "0912 345 672", other)) == (201, 429)
    assert await order(client, bowl, "0912 345 673") == 201  # a guest is counted as a buyer, elsewhere


async def test_a_guest_asks_for_so_many_quotes_and_a_signed_in_buyer_is_unharmed(
    client, sessions, settings, bowl, full
):
    [(_, cookie)] = await people(sessions, settings, 1)
    cart = (await client.post("/api/v1/carts", json={"lines": body(bowl)["lines"]})).json()["id"]
    ask = {"json": {"delivery": body(bowl)["delivery"]}}
    first = await client.post(f"/api/v1/carts/{cart}/quote", **ask)
    await full(cart_api._QUOTES, HERE)

    again = await client.post(f"/api/v1/carts/{cart}/quote", **ask)
    other = await client.post(f"/api/v1/carts/{cart}/quote", **ask, headers=signed(cookie))

    assert (first.status_code, again.status_code, other.status_code) == (200, 429, 200)
    assert again.headers["retry-after"].isdecimal()


@pytest.mark.parametrize("limit", [cart_api._VOUCHERS, cart_api._VOUCHERS_AT])
async def test_guessing_codes_is_slowed_and_who_names_none_is_unharmed(client, sessions, bowl, full, limit):
    async with sessions() as session, session.begin():
        ours = await voucher(session)
    guessed = await order(client, bowl, vouchers=["DOANMO"])
    await full(limit, HERE)

    assert guessed == 422
    assert await order(client, bowl, vouchers=[ours.code], expected_total=240_000) == 429  # the right code waits too
    assert await order(client, bowl) == 201


async def test_the_checkout_page_slows_guessing_too(client, bowl, full):
    cart = (await client.post("/api/v1/carts", json={"lines": body(bowl)["lines"]})).json()["id"]
    headers = {"cookie": f"__Host-cart={cart}", "origin": "https://chomay.test"}
    form = {"voucher": "DOANMO", "use": "", "name": "Lan Anh"}
    guessed = await client.post("/thanh-toan", data=form, headers=headers)
    await full(cart_api._VOUCHERS, HERE)

    slowed = await client.post("/thanh-toan", data=form, headers=headers)
    put_off = await client.post("/thanh-toan", data={"drop": "DOANMO"}, headers=headers)

    assert [reply.status_code for reply in (guessed, slowed, put_off)] == [422, 429, 200]
    assert "Lan Anh" in slowed.text  # what was typed stays


async def test_limits_hold_in_the_process_while_redis_is_away(sessions, make_client, bowl):
    most = order_api._PHONES.burst
    async with make_client(limits=True, redis_url=AWAY) as client:
        codes = [await order(client, bowl, expected_total=1) for _ in range(most + 10)]  # refused, and counted
        other = await order(client, bowl, "0987 654 321")

    assert set(codes[:most]) == {409}
    assert 429 in codes[most:]
    assert other == 201
