"""A buyer's life with orders: all of them, one without its link, the same once more."""

import pytest
from sqlalchemy import select, update

from shop.catalog.models import Product, Variant
from tests.make import catalog
from tests.make.accounts import person, signed_in
from tests.make.inventory import goods
from tests.make.orders import placed
from tests.make.reviews import as_actor, received
from tests.web.pages import look, send

FIND = "/api/v1/orders/find"


async def test_an_order_is_found_by_code_and_phone_however_they_are_spelled(client, session):
    order = await placed(session, await goods(session))

    found = await client.post(FIND, json={"code": order.code.lower().replace("-", " "), "phone": "+84 (0)912 345 678"})

    assert (found.status_code, found.json()["token"]) == (200, order.token)


@pytest.mark.parametrize("change", [{"phone": "0987 654 321"}, {"code": "CM-2222-2222"}, {"code": "abc"}])
async def test_wrong_pairs_all_sound_the_same(client, session, change):
    order = await placed(session, await goods(session))

    reply = await client.post(FIND, json={"code": order.code, "phone": "0912 345 678"} | change)
    stranger = await client.post(FIND, json={"code": "CM-3333-3333", "phone": "0900 000 000"})

    assert (reply.status_code, reply.json()["code"]) == (404, "order_unknown")
    assert {reply.json()["detail"]} == {stranger.json()["detail"]}


async def test_tries_are_counted_by_address_and_by_code(make_client, redis_client):
    async with make_client(limits=True) as client:
        replies = [
            (await client.post(FIND, json={"code": code, "phone": "0912 345 678"})).status_code
            for code in ["CM-2222-2222"] * 11 + [f"CM-2222-22{n}" for n in range(22, 32)]
        ]

    assert replies[:10] == [404] * 10
    assert replies[10] == 429
    assert replies[-1] == 429


async def test_a_guest_finds_the_order_on_the_page_and_stays_on_it(client, session):
    order = await placed(session, await goods(session))

    wrong = await send(client, "/tra-cuu-don", code=order.code, phone="0987 654 321")
    right = await send(client, "/tra-cuu-don", code=order.code, phone="0912345678")
    page = await look(client, right.headers["location"])

    assert (wrong.status_code, right.status_code) == (404, 303)
    assert f'value="{order.code}"' in wrong.text
    assert "token" not in right.headers["location"]
    assert order.code in page.text


async def test_own_orders_are_listed_page_by_page_and_nobody_else_s(client, session):
    lan, minh = await person(session), await person(session)
    bowl = await goods(session, 20)
    codes = [(await placed(session, bowl, actor=as_actor(lan))).code for _ in range(3)]
    foreign = await placed(session, bowl, actor=as_actor(minh))
    await signed_in(client, lan)

    first = (await client.get("/api/v1/me/orders?limit=2")).json()
    second = (await client.get("/api/v1/me/orders", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    page = await look(client, "/tai-khoan/don-hang")

    assert [order["code"] for order in first["items"] + second["items"]] == codes[::-1]
    assert second["next_cursor"] is None
    assert codes[0] in page.text
    assert foreign.code not in page.text


async def test_a_page_of_own_orders_costs_the_same_however_many_there_are(client, session, max_queries):
    lan = await person(session)
    bowl = await goods(session, 20)
    for _ in range(5):
        await placed(session, bowl, actor=as_actor(lan))
    await signed_in(client, lan)

    with max_queries(4):
        await client.get("/api/v1/me/orders")


async def test_what_is_on_sale_is_bought_again_at_today_s_price_and_the_rest_is_named(client, session):
    bowl, rice = await goods(session, 20), await goods(session, 20, name="Gạo nếp")
    order = await placed(session, bowl, rice, quantity=2)
    await session.execute(update(Variant).where(Variant.id == bowl.variant_id).values(price=260_000))
    await session.execute(update(Product).where(Product.id == rice.product_id).values(hidden=True))
    address, token = f"/api/v1/orders/{order.code}/buy-again", {"X-Order-Token": order.token}

    first = (await client.post(address, json={}, headers=token)).json()
    again = (await client.post(address, json={"cart": first["cart"]["id"]}, headers=token)).json()

    assert [(line["quantity"], line["price"]) for line in first["cart"]["lines"]] == [(2, 260_000)]
    assert first["left_out"] == ["Gạo nếp"]
    assert again == first


async def test_buying_again_needs_the_right_to_see_the_order(client, session):
    order = await placed(session, await goods(session))

    reply = await client.post(f"/api/v1/orders/{order.code}/buy-again", json={})

    assert reply.json()["code"] == "order_unknown"


async def test_the_page_says_what_is_not_sold_and_fills_the_basket(client, session):
    bowl = await goods(session, 20)
    order = await received(session, bowl)
    await client.get(f"/don-hang/{order.code}", params={"token": order.token})
    at = f"/don-hang/{order.code}/mua-lai"

    page = await look(client, at)
    filled = await send(client, at)
    basket = await look(client, filled.headers["location"])
    await session.execute(update(Product).where(Product.id == bowl.product_id).values(hidden=True))
    gone = await look(client, at)

    name = await session.scalar(select(Product.name).where(Product.id == bowl.product_id))
    assert f'action="{at}"' in page.text
    assert filled.status_code == 303
    assert name in basket.text
    assert "Hiện không bán" in gone.text
    assert f'action="{at}"' not in gone.text


async def test_a_signed_in_buyer_s_own_basket_is_filled(client, session):
    lan = await person(session)
    bowl, rice = await goods(session, 20), await goods(session, 20, name="Gạo nếp")
    order = await placed(session, bowl, actor=as_actor(lan))
    await signed_in(client, lan)
    lines = [{"variant": str(rice.variant_id), "quantity": 1}]
    mine = (await client.post("/api/v1/carts", json={"lines": lines})).json()

    filled = (await client.post(f"/api/v1/orders/{order.code}/buy-again", json={})).json()

    assert filled["cart"]["id"] == mine["id"]
    assert len(filled["cart"]["lines"]) == 2


async def test_a_gone_product_has_a_page_too(client, session):
    bowl = await goods(session, 20)
    order = await received(session, bowl)
    await catalog.product(session, "Khác")
    await client.get(f"/don-hang/{order.code}", params={"token": order.token})
    await session.execute(update(Variant).where(Variant.id == bowl.variant_id).values(active=False))

    assert "Hiện không bán" in (await look(client, f"/don-hang/{order.code}/mua-lai")).text
