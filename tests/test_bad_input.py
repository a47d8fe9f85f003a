"""Bad input, as the issue lists it: each a problem document with a 4xx, naming the field, changing nothing."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from shop.cart.open_cart import open_cart
from shop.cart.rules import Want
from shop.core.actor import GUEST
from shop.core.idempotency import IdempotencyKey
from shop.inventory.models import StockLevel
from shop.orders.models import Order
from tests.bad import EMOJI, HUGE, NOBODY, PRICE, assert_problem, key, line, order
from tests.make import livestream
from tests.make.orders import CONTACT


@pytest.fixture
async def stall(session):
    stall = await livestream.stall(session, stock=5, price=PRICE)
    await session.commit()
    return stall


@pytest.fixture
async def cart_id(session, stall):
    cart = await open_cart(session, GUEST, [Want(variant_id=stall.variants[0].id, quantity=1)])
    await session.commit()
    return cart


async def assert_nothing_happened(session):
    for table in (Order, IdempotencyKey):
        assert await session.scalar(select(func.count()).select_from(table)) == 0
    assert await session.scalar(select(func.sum(StockLevel.held))) == 0


@pytest.mark.parametrize("quantity", [0, -1, 10**9, HUGE, -HUGE, 1e308, 1.5, "một", None, [], {}])
async def test_a_quantity_that_nobody_can_mean(client, session, stall, quantity):
    lines = [line(stall, quantity)]

    ordered = await client.post("/api/v1/orders", json=order(stall, lines=lines), headers=key())
    opened = await client.post("/api/v1/carts", json={"lines": lines})

    assert_problem(ordered, 422, code="validation", field="lines[0].quantity")
    assert_problem(opened, 422, code="validation", field="lines[0].quantity")
    await assert_nothing_happened(session)


@pytest.mark.parametrize("quantity", [0, -1, 10**9, HUGE])
async def test_the_same_in_a_room_and_in_a_cart(client, stall, cart_id, quantity):
    room = {"variant": str(stall.variants[0].id), "quantity": quantity, "contact": CONTACT}
    kept = await client.put(f"/api/v1/carts/{cart_id}/lines/{stall.variants[0].id}", json={"quantity": quantity})

    assert_problem(await client.post(f"{stall.path}/orders", json=room, headers=key()), 422, field="quantity")
    assert_problem(kept, 422, field="quantity")


@pytest.mark.parametrize("total", [-1, HUGE, 10**13 + 1, 1.5, "250000đ", None])
async def test_a_total_that_is_no_amount(client, stall, total):
    reply = await client.post("/api/v1/orders", json=order(stall, expected_total=total), headers=key())

    assert_problem(reply, 422, code="validation", field="expected_total")


async def test_a_total_that_is_not_what_it_costs(client, session, stall):
    reply = await client.post("/api/v1/orders", json=order(stall, expected_total=PRICE - 1), headers=key())

    assert_problem(reply, 409, code="price_changed")
    assert reply.json()["quote"]["total"] == PRICE
    await assert_nothing_happened(session)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"note": "x"}, "note"),
        ({"contact": {**CONTACT, "vip": True}}, "contact.vip"),
        ({"delivery": {"method": "pickup", "price": 0}}, "delivery.price"),
        ({"contact": {"name": "Lan"}}, "contact.phone"),
        ({"contact": {**CONTACT, "name": ""}}, "contact.name"),
        ({"contact": {**CONTACT, "name": "x" * 10_000}}, "contact.name"),
        ({"contact": {**CONTACT, "name": "Lan\x00"}}, "contact.name"),
        ({"contact": {**CONTACT, "phone": "091234567"}}, "contact.phone"),
        ({"contact": {**CONTACT, "phone": "0123456789"}}, "contact.phone"),
        ({"contact": {**CONTACT, "phone": EMOJI}}, "contact.phone"),
        ({"payment": "gold"}, "payment"),
        ({"delivery": {"method": "drone"}}, "delivery.method"),
        ({"lines": []}, "lines"),
        ({"lines": [{"variant": "not-a-uuid", "quantity": 1}]}, "lines[0].variant"),
        ({"lines": [{"variant": NOBODY, "quantity": 1}] * 1000}, "lines"),
        ({"cart": "not-a-uuid"}, "cart"),
    ],
)
async def test_a_field_that_is_wrong_is_named(client, session, stall, changes, field):
    reply = await client.post("/api/v1/orders", json=order(stall, **changes), headers=key())

    assert_problem(reply, 422, field=field)
    await assert_nothing_happened(session)


NO_BODIES = [b"{", b"", b"[]", b"null", b'{"lines":', b"\xff\xfe", b"[" * 5000, b"quantity=1"]


@pytest.mark.parametrize("path", ["/api/v1/orders", "/api/v1/carts", "{room}/orders", "{room}/comments"])
async def test_what_is_no_json_or_no_object(client, stall, path):
    for body in NO_BODIES:
        headers = key() | {"content-type": "application/json"}
        assert_problem(await client.post(path.replace("{room}", stall.path), content=body, headers=headers), 400, 422)


@pytest.mark.parametrize("value", ["", "short", "x" * 81, "có dấu đấy", "a b c d e f g"])
async def test_a_key_that_is_missing_or_unfit(client, session, stall, value):
    headers = {"Idempotency-Key": value.encode()} if value else {}
    room = {"variant": str(stall.variants[0].id), "quantity": 1, "contact": CONTACT}

    for path, body in (("/api/v1/orders", order(stall)), (f"{stall.path}/orders", room)):
        reply = await client.post(path, json=body, headers=headers)
        assert_problem(reply, 422, code="key_missing", field="Idempotency-Key")
    await assert_nothing_happened(session)


async def test_two_bodies_with_one_key(client, session, stall):
    same = key()
    first = await client.post("/api/v1/orders", json=order(stall), headers=same)
    other = order(stall, contact={**CONTACT, "name": "Người khác"})

    second = await client.post("/api/v1/orders", json=other, headers=same)

    assert first.status_code == 201
    assert_problem(second, 422, code="key_reused")
    assert await session.scalar(select(func.count()).select_from(Order)) == 1


async def test_ids_of_nobody(client, stall, cart_id):
    ghost = {"variant": NOBODY, "quantity": 1}

    assert_problem(await client.post("/api/v1/orders", json=order(stall, lines=[ghost]), headers=key()), 404, 409, 422)
    assert_problem(
        await client.post("/api/v1/orders", json=order(stall, lines=None, cart=NOBODY), headers=key()), 404, 422
    )
    assert_problem(await client.post("/api/v1/carts", json={"lines": [ghost]}), 404, 409, 422)
    assert_problem(await client.put(f"/api/v1/carts/{cart_id}/lines/{NOBODY}", json={"quantity": 1}), 404, 409, 422)
    assert_problem(await client.get(f"/api/v1/carts/{NOBODY}"), 404)
    elsewhere = order(stall, delivery={"method": "pickup", "sales_point": "khong-co-diem-nay"})
    assert_problem(await client.post("/api/v1/orders", json=elsewhere, headers=key()), 404, 409, 422)
    room = ghost | {"contact": CONTACT}
    assert_problem(await client.post(f"{stall.path}/orders", json=room, headers=key()), 404, 409, 422)


@pytest.mark.parametrize("token", ["", "wrong", "x" * 99, "x" * 5000, EMOJI.encode(), b"\xff"])
async def test_the_wrong_token_is_as_good_as_no_order(client, stall, token):
    code = (await client.post("/api/v1/orders", json=order(stall), headers=key())).json()["code"]
    header = {"X-Order-Token": token}

    assert_problem(await client.get(f"/api/v1/orders/{code}", headers=header), 404, 422)
    assert_problem(await client.post(f"/api/v1/orders/{code}/cancel", headers=header), 404, 422)
    assert (await client.get(f"/api/v1/orders/{code}?token={'x' * 20}")).status_code == 404


async def test_the_token_of_another_order(client, stall):
    mine, theirs = [(await client.post("/api/v1/orders", json=order(stall), headers=key())).json() for _ in range(2)]

    reply = await client.get(f"/api/v1/orders/{theirs['code']}", headers={"X-Order-Token": mine["token"]})

    assert_problem(reply, 404)


@pytest.mark.parametrize("text", ["x" * 10_000, "", "   ", "a\x00b", 5, None, ["x"]])
async def test_a_comment_that_is_none(client, stall, text):
    body = {"text": text, "client_id": f"bad-{uuid4().hex}"}

    assert_problem(await client.post(f"{stall.path}/comments", json=body), 422, field="text")


async def test_emoji_and_every_script_are_welcome(client, session, stall):
    comment = {"text": f"Đẹp quá {EMOJI} 你好 مرحبا", "client_id": f"good-{uuid4().hex}", "name": EMOJI}
    body = order(stall, contact={"name": f"Lan {EMOJI}", "phone": "0912 345 678"})

    assert (await client.post(f"{stall.path}/comments", json=comment)).status_code == 201
    assert (await client.post("/api/v1/orders", json=body, headers=key())).status_code == 201
    assert (await client.get("/api/v1/products", params={"q": EMOJI})).status_code == 200


async def test_an_order_both_for_a_cart_and_for_lines_and_for_neither(client, session, stall, cart_id):
    for changes in ({"cart": str(cart_id)}, {"lines": None}):
        assert_problem(await client.post("/api/v1/orders", json=order(stall, **changes), headers=key()), 422)
    await assert_nothing_happened(session)
