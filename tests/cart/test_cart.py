from uuid import uuid4

import pytest
from sqlalchemy import select

from shop.certification.models import Certificate, CertificateStatus
from shop.inventory.receive import receive_stock
from tests.make import catalog
from tests.make.accounts import person, signed_in
from tests.make.inventory import goods
from tests.make.orders import body, key

CARTS = "/api/v1/carts"


def _line(each, quantity=1, **more):
    return {"variant": str(each.variant_id), "quantity": quantity, **more}


async def _cart(client, *lines):
    reply = await client.post(CARTS, json={"lines": list(lines)})
    assert reply.status_code == 201, reply.text
    return reply.json()


async def test_a_cart_begins_empty_or_with_lines_and_adds_up(client, session):
    bowl = await goods(session, price=250_000)

    empty = await client.post(CARTS, json={})
    filled = await _cart(client, _line(bowl, 2), _line(bowl, 1, sales_point=None))

    assert (empty.status_code, empty.json()["lines"], empty.json()["total"]) == (201, [], 0)
    assert [(line["quantity"], line["total"]) for line in filled["lines"]] == [(3, 750_000)]
    assert (filled["subtotal"], filled["total"]) == (750_000, 750_000)


async def test_a_line_is_put_changed_and_taken_out(client, session):
    bowl = await goods(session)
    cart = await _cart(client)
    address = f"{CARTS}/{cart['id']}/lines/{bowl.variant_id}"

    put = await client.put(address, json={"quantity": 2, "sales_point": bowl.point})
    changed = await client.put(address, json={"quantity": 5})
    dropped = await client.delete(address)
    again = await client.delete(address)

    assert put.json()["lines"][0]["sales_point"]["slug"] == bowl.point
    assert (changed.json()["lines"][0]["quantity"], changed.json()["lines"][0]["sales_point"]) == (5, None)
    assert dropped.json()["lines"] == again.json()["lines"] == []
    assert again.status_code == 200


async def test_a_line_says_what_is_in_the_way(client, session):
    bowl, tea = await goods(session, 3), await goods(session, 0, name="Chè sen")
    cake = await goods(session, 3, name="Bánh cốm")
    cart = await _cart(client, _line(bowl, 4), _line(tea), _line(cake))
    certificate = await session.scalar(
        select(Certificate)
        .join(catalog.RegisteredProduct, catalog.RegisteredProduct.id == Certificate.registered_product_id)
        .where(catalog.RegisteredProduct.name == "Bánh cốm")
    )
    certificate.status = CertificateStatus.LAPSED
    await session.flush()

    shown = (await client.get(f"{CARTS}/{cart['id']}")).json()

    assert [(line["problem"], line["available"]) for line in shown["lines"]] == [
        ("out_of_stock", 3),
        ("out_of_stock", 0),
        ("not_on_sale", 3),
    ]
    assert shown["subtotal"] == 5 * 250_000


async def test_what_is_not_on_sale_is_not_put_into_a_cart(client, session):
    bowl = await goods(session, hidden=True)
    cart = await _cart(client)

    reply = await client.put(f"{CARTS}/{cart['id']}/lines/{bowl.variant_id}", json={"quantity": 1})

    assert (reply.status_code, reply.json()["code"]) == (409, "not_on_sale")


@pytest.mark.parametrize(
    ("delivery", "shipping"),
    [
        ({"method": "pickup", "sales_point": "quay-hang-trong"}, 0),
        ({"method": "pickup"}, 0),
        ({"method": "ship"}, 30_000),
    ],
)
async def test_a_quote_is_itemised_and_its_total_is_what_an_order_expects(client, session, delivery, shipping):
    bowl = await goods(session)
    cart = await _cart(client, _line(bowl, 2))

    quote = (await client.post(f"{CARTS}/{cart['id']}/quote", json={"delivery": delivery})).json()

    assert set(quote) == {
        "lines", "subtotal", "saved", "shipping", "discount", "discounts", "refused_vouchers", "total",
    }  # fmt: skip
    assert (quote["subtotal"], quote["shipping"], quote["discounts"]) == (500_000, shipping, [])
    assert quote["total"] == 500_000 + shipping


async def test_a_cart_is_ordered_once(client, session):
    bowl = await goods(session)
    cart = await _cart(client, _line(bowl, 2))
    ordered = {**body(bowl, quantity=2), "cart": cart["id"]}
    del ordered["lines"]

    first = await client.post("/api/v1/orders", json=ordered, headers=key())
    second = await client.post("/api/v1/orders", json=ordered, headers=key())
    late = await client.put(f"{CARTS}/{cart['id']}/lines/{bowl.variant_id}", json={"quantity": 1})

    assert first.status_code == 201
    assert (second.status_code, second.json()["code"]) == (409, "cart_ordered")
    assert (late.status_code, late.json()["code"]) == (409, "cart_ordered")


async def test_a_refused_order_leaves_the_cart_open(client, session):
    bowl = await goods(session, 1)
    cart = await _cart(client, _line(bowl, 2))
    ordered = {**body(bowl, quantity=2), "cart": cart["id"]}
    del ordered["lines"]

    refused = await client.post("/api/v1/orders", json=ordered, headers=key())
    await receive_stock(session, bowl.variant_id, bowl.place_id, 1, "test")
    granted = await client.post("/api/v1/orders", json=ordered, headers=key())

    assert (refused.json()["code"], granted.status_code) == ("out_of_stock", 201)


async def test_a_guests_cart_becomes_the_persons_with_what_they_had(client, session):
    bowl, tea = await goods(session), await goods(session, name="Chè sen")
    lan = await person(session)
    await signed_in(client, lan)
    hers = await _cart(client, _line(bowl, 1), _line(tea, 2))
    cookies, client.cookies = client.cookies, None
    guests = await _cart(client, _line(bowl, 3))
    client.cookies = cookies

    merged = (await client.get(f"{CARTS}/{guests['id']}")).json()
    again = (await client.get(f"{CARTS}/{guests['id']}")).json()
    old = await client.get(f"{CARTS}/{hers['id']}")

    assert {line["variant"]: line["quantity"] for line in merged["lines"]} == {
        str(bowl.variant_id): 4,
        str(tea.variant_id): 2,
    }
    assert again == merged
    assert (old.status_code, old.json()["code"]) == (404, "cart_unknown")


async def test_a_persons_cart_is_nobody_elses(client, session):
    bowl = await goods(session)
    await signed_in(client, await person(session))
    cart = await _cart(client, _line(bowl))
    address = f"{CARTS}/{cart['id']}"
    await signed_in(client, await person(session))

    ordered = {**body(bowl), "cart": cart["id"]}
    del ordered["lines"]
    foreign = [
        await client.get(address),
        await client.put(f"{address}/lines/{bowl.variant_id}", json={"quantity": 1}),
        await client.delete(f"{address}/lines/{bowl.variant_id}"),
        await client.post(f"{address}/quote", json={"delivery": {"method": "ship"}}),
        await client.post("/api/v1/orders", json=ordered, headers=key()),
    ]
    client.cookies = None
    foreign.append(await client.get(address))

    assert {(reply.status_code, reply.json()["code"]) for reply in foreign} == {(404, "cart_unknown")}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"variant": str(uuid4()), "quantity": 1}, "lines"),
        ({"variant": str(uuid4()), "quantity": 1000}, "lines[0].quantity"),
        ({"variant": str(uuid4()), "quantity": -1}, "lines[0].quantity"),
        ({"variant": str(uuid4()), "quantity": 1.5}, "lines[0].quantity"),
        ({"variant": str(uuid4()), "quantity": 1, "sales_point": "Quầy"}, "lines[0].sales_point"),
        ({"variant": str(uuid4()), "quantity": 1, "price": 1}, "lines[0].price"),
    ],
)
async def test_bad_lines_are_refused_by_name(client, line, field):
    reply = await client.post(CARTS, json={"lines": [line]})

    assert (reply.status_code, reply.json()["code"], reply.json()["field"]) == (422, "validation", field)


async def test_unknown_carts_and_variants_are_not_found(client, session):
    cart = await _cart(client)

    no_cart = await client.get(f"{CARTS}/{uuid4()}")
    no_variant = await client.put(f"{CARTS}/{cart['id']}/lines/{uuid4()}", json={"quantity": 1})

    assert (no_cart.status_code, no_cart.json()["code"]) == (404, "cart_unknown")
    assert (no_variant.status_code, no_variant.json()["code"]) == (404, "no_such_variant")
