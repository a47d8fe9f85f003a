"""Ordering ahead without a script: from the product's page to the order's; and the API."""

from tests.make.orders import CONTACT, key
from tests.make.preorders import harvest, preordered, stands
from tests.web.pages import hidden, look, send

FORM = {"method": "pickup", "name": "Lê Thị Bích Ngọc", "phone": "0912 345 678", "payment": "cod"}


def says(window) -> str:
    return f"giao từ {window.ship_from:%d/%m/%Y} đến {window.ship_until:%d/%m/%Y}"


async def test_a_product_out_of_stock_leads_to_the_form_and_the_order_says_when_it_comes(client, session):
    litchi, window = await harvest(session)
    at = f"/san-pham/{litchi.product_slug}"

    product = await look(client, at)
    form = await look(client, f"{at}/dat-truoc?variant={litchi.variant_id}&quantity=3")
    names = ("request_key", "variant", "quantity", "total_pickup", "total_ship", "sales_point")
    sent = {name: hidden(form, name) for name in names}
    wrong = await send(client, f"{at}/dat-truoc", **FORM | sent | {"phone": "12"})
    placed = await send(client, f"{at}/dat-truoc", **FORM | sent)
    again = await send(client, f"{at}/dat-truoc", **FORM | sent)

    assert says(window) in product.text
    assert f"{at}/dat-truoc" in product.text
    assert sent["total_pickup"] == "270000"
    assert wrong.status_code == 422
    assert "Lê Thị Bích Ngọc" in wrong.text
    assert placed.status_code == again.status_code == 303
    assert placed.headers["location"] == again.headers["location"]
    order = await look(client, placed.headers["location"])
    assert says(window) in order.text
    assert await stands(session, window) == ((3, 0), [(3, "waiting")])


async def test_what_is_in_stock_or_not_open_is_not_offered_ahead(client, session):
    litchi, window = await harvest(session, pieces=2)
    product = await look(client, f"/san-pham/{litchi.product_slug}")
    assert "dat-truoc" not in product.text

    window.closed_at = window.created_at
    await session.flush()
    form = await look(client, f"/san-pham/{litchi.product_slug}/dat-truoc")
    assert "hiện không nhận đặt trước" in form.text


async def test_more_than_is_left_keeps_what_was_typed(client, session):
    litchi, _ = await harvest(session, 5)
    at = f"/san-pham/{litchi.product_slug}/dat-truoc"
    form = await look(client, f"{at}?quantity=4")
    sent = {name: hidden(form, name) for name in ("request_key", "variant", "quantity", "total_pickup", "sales_point")}
    await preordered(session, litchi, 3)

    refused = await send(client, at, **FORM | sent)

    assert refused.status_code == 409
    assert "chỉ còn nhận đặt trước 2" in refused.text
    assert "Lê Thị Bích Ngọc" in refused.text


async def test_the_api_places_one_and_the_same_key_places_it_once(client, session):
    litchi, window = await harvest(session)
    body = {
        "variant": str(litchi.variant_id),
        "quantity": 2,
        "contact": CONTACT,
        "delivery": {"method": "pickup", "sales_point": litchi.point},
        "expected_total": 180_000,
    }

    header = key()
    placed = await client.post("/api/v1/preorders", json=body, headers=header)
    again = await client.post("/api/v1/preorders", json=body, headers=header)
    cheaper = await client.post("/api/v1/preorders", json=body | {"expected_total": 1}, headers=key())

    assert (placed.status_code, again.status_code, cheaper.status_code) == (201, 201, 409)
    assert placed.json()["code"] == again.json()["code"]
    assert cheaper.json()["code"] == "price_changed"
    assert (await stands(session, window))[0] == (2, 0)
