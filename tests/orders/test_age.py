"""What is not for everybody is ordered only by those who say that they are old enough."""

import pytest
from sqlalchemy import select

from shop.catalog.models import Product
from shop.orders.models import Order
from tests.make.inventory import goods
from tests.make.orders import body


async def _wine(session, min_age=18):
    found = await goods(session)
    product = await session.scalar(select(Product).where(Product.id == found.product_id))
    product.min_age = min_age
    await session.commit()
    return found


async def _place(client, found, key, **changes):
    return await client.post("/api/v1/orders", json=body(found, **changes), headers={"Idempotency-Key": key})


async def test_the_buyers_word_is_asked_and_kept(client, session):
    wine = await _wine(session)

    refused = await _place(client, wine, "age-key-1")
    placed = await _place(client, wine, "age-key-2", age_confirmed=True)

    assert (refused.status_code, refused.json()["code"]) == (422, "age_unconfirmed")
    assert (refused.json()["field"], refused.json()["min_age"]) == ("age_confirmed", 18)
    assert placed.status_code == 201
    assert (await session.scalars(select(Order.confirmed_age))).all() == [18]


@pytest.mark.parametrize("said", [False, True])
async def test_what_is_for_everybody_asks_nothing(client, session, said):
    bowl = await _wine(session, min_age=None)

    placed = await _place(client, bowl, f"age-key-3{said}", age_confirmed=said)

    assert placed.status_code == 201
    assert (await session.scalars(select(Order.confirmed_age))).all() == [None]


async def test_a_basket_says_how_old_its_buyer_must_be(client, session):
    wine = await _wine(session)

    cart = await client.post("/api/v1/carts", json={"lines": [{"variant": str(wine.variant_id), "quantity": 1}]})

    assert [line["min_age"] for line in cart.json()["lines"]] == [18]


async def test_the_checkout_page_asks_with_a_tick(client, session):
    wine = await _wine(session)
    cart = (
        await client.post("/api/v1/carts", json={"lines": [{"variant": str(wine.variant_id), "quantity": 1}]})
    ).json()
    client.cookies.set("__Host-cart", cart["id"])
    form = {
        "request_key": "age-key-page",
        "name": "Lan",
        "phone": "0912345678",
        "method": "pickup",
        "sales_point": wine.point,
        "total_pickup": str(wine.price),
    }

    page = await client.get("/thanh-toan")
    refused = await client.post("/thanh-toan", data=form)
    placed = await client.post("/thanh-toan", data=form | {"age_confirmed": "yes"})

    assert 'name="age_confirmed"' in page.text
    assert refused.status_code == 422
    assert 'id="age_confirmed-error"' in refused.text
    assert placed.status_code == 303
