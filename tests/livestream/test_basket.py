"""One basket for all stalls: goods at their rooms' prices, from their stalls' stock, paid once."""

from uuid import uuid4

import pytest

from tests.livestream.test_order import CONTACT, key, pinned
from tests.make import accounts
from tests.web.pages import look, send

CARTS = "/api/v1/carts"


async def line_of(client, stall):
    """What a room's page puts into the basket."""
    [pin] = (await client.get(f"{stall.path}/snapshot")).json()["pins"]
    return {
        "variant": pin["variant"],
        "quantity": 1,
        "campaign": pin["campaign"],
        "sales_point": stall.place.slug,
    }


async def unpin(client, stall):
    """The host takes the pin down; the client is a guest again."""
    await accounts.signed_in(client, stall.host)
    reply = await client.post(f"{stall.path}/unpin", json={"variant": str(stall.variants[0].id)})
    assert reply.status_code == 200, reply.text
    client.cookies.clear()


async def test_a_basket_holds_the_prices_of_two_rooms_and_of_their_stalls(client, session):
    gom, tra = await pinned(client, session, price=199_000), await pinned(client, session, price=149_000)
    client.cookies.clear()

    cart = (await client.post(CARTS, json={"lines": [await line_of(client, gom), await line_of(client, tra)]})).json()
    pickup = {"method": "pickup", "sales_point": gom.place.slug}
    quote = await client.post(f"{CARTS}/{cart['id']}/quote", json={"delivery": pickup})

    assert cart["subtotal"] == 348_000
    assert [(line["price"], line["list_price"]) for line in cart["lines"]] == [(199_000, 250_000), (149_000, 250_000)]
    assert {line["sales_point"]["slug"] for line in cart["lines"]} == {gom.place.slug, tra.place.slug}
    assert quote.json()["lines"][1]["problem"] == "not_at_point"


async def test_a_price_that_ended_is_said_in_the_basket_and_not_charged(client, session):
    gom = await pinned(client, session, price=199_000)
    client.cookies.clear()
    line = await line_of(client, gom)
    cart = (await client.post(CARTS, json={"lines": [line]})).json()
    await unpin(client, gom)

    after = (await client.get(f"{CARTS}/{cart['id']}")).json()
    more = await client.put(
        f"{CARTS}/{cart['id']}/lines/{line['variant']}",
        json={"quantity": 2, "campaign": line["campaign"], "sales_point": line["sales_point"]},
    )
    fresh = await client.post(CARTS, json={"lines": [line]})

    assert [(one["price"], one["price_gone"]) for one in after["lines"]] == [(250_000, True)]
    assert more.json()["subtotal"] == 500_000
    assert (fresh.status_code, fresh.json()["code"]) == (409, "live_price_over")


@pytest.mark.parametrize("strange", ["unknown", "of_another"])
async def test_a_price_of_nothing_or_of_other_goods_is_refused(client, session, strange):
    gom, tra = await pinned(client, session), await pinned(client, session)
    client.cookies.clear()
    line, other = await line_of(client, gom), await line_of(client, tra)
    campaign = str(uuid4()) if strange == "unknown" else other["campaign"]
    cart = (await client.post(CARTS, json={})).json()

    opened = await client.post(CARTS, json={"lines": [line | {"campaign": campaign}]})
    kept = await client.put(f"{CARTS}/{cart['id']}/lines/{line['variant']}", json={"quantity": 1, "campaign": campaign})

    assert [(reply.status_code, reply.json()["code"]) for reply in (opened, kept)] == [(409, "live_price_over")] * 2


async def test_an_order_of_the_basket_has_the_room_price_from_the_stall(client, session):
    gom = await pinned(client, session, price=199_000)
    client.cookies.clear()
    cart = (await client.post(CARTS, json={"lines": [await line_of(client, gom)]})).json()
    pickup = {"method": "pickup", "sales_point": gom.place.slug}

    order = await client.post(
        "/api/v1/orders",
        json={"cart": cart["id"], "contact": CONTACT, "delivery": pickup, "expected_total": 199_000},
        headers=key(),
    )

    assert order.status_code == 201, order.text
    assert order.json()["total"] == 199_000


async def test_the_room_page_fills_the_basket_without_a_script(client, session):
    gom = await pinned(client, session, price=199_000)
    client.cookies.clear()
    line = await line_of(client, gom)

    room = await look(client, f"/phien/{gom.live.slug}")
    put = await send(
        client,
        "/gio-hang/them",
        variant=line["variant"],
        campaign=line["campaign"],
        sales_point=line["sales_point"],
    )
    basket = await look(client, "/gio-hang")

    assert f'name="campaign" value="{line["campaign"]}"' in room.text
    assert put.status_code == 303
    assert "199.000" in basket.text
    assert "Giá trong phòng bán trực tiếp" in basket.text
