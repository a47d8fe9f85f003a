"""The ways to bring a basket: quoted per consignment, kept for a while, ordered once, at the price that was seen."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from shop.carriers.models import CarrierName, CarrierRegion
from shop.catalog.models import Product, ShippingClass
from shop.core.db import short
from shop.delivery.models import DeliveryQuote
from shop.delivery.quotes import prune_quotes, way_of
from shop.regions.models import RegionLevel
from tests.make import catalog
from tests.make.inventory import goods
from tests.make.orders import key
from tests.make.regions import became, region

CARTS = "/api/v1/carts"


@pytest.fixture
async def shelf(session):
    """Bowls at Bát Tràng, a basket of one, and a commune in the middle of the city: both with their old districts."""
    return await _shelf(session)


async def _shelf(session):
    communes = {}
    for name, code, at in (("Bát Tràng", "00565", (20.976, 105.912)), ("Hoàn Kiếm", "00070", (21.029, 105.852))):
        today = await region(session, name, lat=at[0], lon=at[1])
        district = await region(session, f"Quận {code}", level=RegionLevel.DISTRICT, code=code[2:])
        old = await region(session, f"{name} cũ", code=code, parent_id=district.id)
        await became(session, old, today)
        communes[name] = today
    bowl = await goods(session, 50)
    place = await catalog.place(session, bowl.point)
    place.commune_id = communes["Bát Tràng"].id
    await session.flush()
    return bowl


async def _cart(client, *wanted, quantity=1):
    lines = [{"variant": str(each.variant_id), "quantity": quantity} for each in wanted]
    return (await client.post(CARTS, json={"lines": lines})).json()["id"]


async def _ways(client, cart, commune="hoan-kiem"):
    reply = await client.post(f"{CARTS}/{cart}/delivery-ways", json={"commune": commune})
    assert reply.status_code == 200, reply.text
    return reply.json()


def _order(cart, way, total):
    address = {"line": "12 Hàng Bạc", "commune": "hoan-kiem"}
    return {
        "cart": cart,
        "contact": {"name": "Lê Thị Lan", "phone": "0912345678"},
        "delivery": {"method": "ship", "address": address, "quote": way["id"]},
        "expected_total": total,
    }


async def test_our_riders_and_three_carriers_offer_their_ways(client, shelf):
    found = await _ways(client, await _cart(client, shelf, quantity=2))

    own, *carried = found["ways"]
    assert (own["carrier"], own["fee"], own["days"]) == (None, 30_000, 1)
    assert {way["carrier"] for way in carried} == set(CarrierName)
    assert [way["fee"] for way in carried] == sorted(way["fee"] for way in carried)
    assert all(sum(part["fee"] for part in way["parts"]) == way["fee"] for way in found["ways"])
    assert own["parts"][0]["weight_g"] == 100 + 2 * 584
    assert found["closed"] == []


async def test_each_producer_and_place_is_a_consignment_of_its_own(client, session, shelf):
    tea = await goods(session, name="Chè sen", producer="Trà Tây Hồ")
    found = await _ways(client, await _cart(client, shelf, tea))

    assert {len(way["parts"]) for way in found["ways"]} == {2}
    assert found["ways"][0]["fee"] == 60_000


async def test_an_order_takes_the_way_it_chose_at_its_fee(client, session, shelf):
    cart = await _cart(client, shelf)
    way = next(way for way in (await _ways(client, cart))["ways"] if way["carrier"] == "ghtk")
    quoted = await client.post(f"{CARTS}/{cart}/quote", json={"delivery": _order(cart, way, 0)["delivery"]})

    reply = await client.post("/api/v1/orders", json=_order(cart, way, quoted.json()["total"]), headers=key())

    assert (reply.status_code, reply.json()["shipping"]) == (201, way["fee"])
    assert reply.json()["total"] == 250_000 + way["fee"]
    row = await session.get_one(DeliveryQuote, way["id"], populate_existing=True)
    assert (await way_of(session, row.reference)).id == row.id


async def test_what_changed_since_the_quote_is_refused_with_a_new_one(client, session, shelf, warp):
    cart = await _cart(client, shelf)
    way = (await _ways(client, cart))["ways"][0]
    await client.put(f"{CARTS}/{cart}/lines/{shelf.variant_id}", json={"quantity": 2})

    other_goods = await client.post("/api/v1/orders", json=_order(cart, way, 500_000 + way["fee"]), headers=key())
    fresh = (await _ways(client, cart))["ways"][0]
    await warp(session, timedelta(minutes=31))
    too_late = await client.post("/api/v1/orders", json=_order(cart, fresh, 500_000 + fresh["fee"]), headers=key())

    for reply in (other_goods, too_late):
        assert (reply.status_code, reply.json()["code"]) == (409, "price_changed")
        assert reply.json()["quote"]["total"] == 530_000
    assert await prune_quotes(session, 100) > 0


async def test_another_commune_is_another_quote(client, shelf):
    cart = await _cart(client, shelf)
    way = (await _ways(client, cart, "bat-trang"))["ways"][0]

    reply = await client.post("/api/v1/orders", json=_order(cart, way, 250_000 + way["fee"]), headers=key())

    assert (reply.status_code, reply.json()["code"]) == (409, "price_changed")


async def test_two_orders_at_once_take_a_way_once(live_client, sessions):
    async with short(sessions) as session:
        bowl = await _shelf(session)
    cart = await _cart(live_client, bowl)
    way = (await _ways(live_client, cart))["ways"][0]
    ordered = {**_order(cart, way, 250_000 + way["fee"]), "lines": [{"variant": str(bowl.variant_id), "quantity": 1}]}
    del ordered["cart"]

    replies = await asyncio.gather(*(live_client.post("/api/v1/orders", json=ordered, headers=key()) for _ in range(5)))

    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409, 409]
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} == {"price_changed"}


@pytest.mark.parametrize(
    ("shipping", "expected"),
    [(ShippingClass.FRESH, (0, 3)), (ShippingClass.LIQUID, (1, 0)), (ShippingClass.FRAGILE, (1, 0))],
)
async def test_a_shipping_class_decides_who_may_carry(client, session, shelf, shipping, expected):
    (await session.get_one(Product, shelf.product_id)).shipping_class = shipping
    found = await _ways(client, await _cart(client, shelf))

    assert (found["ways"][0]["days"], len(found["closed"])) == expected
    services = {way["service"] for way in found["ways"]}
    assert ("fly" in services, "VCN" in services) == ((shipping is ShippingClass.FRAGILE,) * 2)
    assert found["ways"][0]["fee"] == (40_000 if shipping is ShippingClass.FRAGILE else 30_000)


async def test_a_service_does_not_travel(client, session, shelf):
    (await session.get_one(Product, shelf.product_id)).shipping_class = ShippingClass.NONE
    cart = await _cart(client, shelf)

    reply = await client.post(f"{CARTS}/{cart}/delivery-ways", json={"commune": "hoan-kiem"})

    assert (reply.status_code, reply.json()["field"]) == (422, "commune")


async def test_a_real_carrier_goes_by_its_own_table_and_guesses_nothing(make_client, sessions):
    async with short(sessions) as session:
        bowl = await _shelf(session)
    async with make_client(ghn_token="t", ghn_shop_id="7", ghn_url="http://127.0.0.1:9") as client:
        found = await _ways(client, await _cart(client, bowl))
        async with short(sessions) as session:
            for slug in ("bat-trang", "hoan-kiem"):
                await _area(session, slug)
        known = await _ways(client, await _cart(client, bowl))

    assert found["closed"] == [{"carrier": "ghn", "why": "area"}]
    assert known["closed"] == [{"carrier": "ghn", "why": "away"}]
    assert len(known["ways"]) == len(found["ways"]) > 3


async def _area(session, slug):
    commune = await session.scalar(select(catalog.Region).where(catalog.Region.slug == slug))
    codes = {"province_code": "201", "district_code": "1", "ward_code": "2"}
    words = {"province": "Hà Nội", "district": "Quận", "ward": "Phường"}
    session.add(CarrierRegion(carrier=CarrierName.GHN, commune_id=commune.id, **codes, **words))


async def test_bad_questions_are_refused(client, shelf):
    cart = await _cart(client, shelf)
    address = f"{CARTS}/{cart}/delivery-ways"

    unknown = await client.post(address, json={"commune": "truc-bach"})
    empty = await client.post(f"{CARTS}/{await _cart(client)}/delivery-ways", json={"commune": "hoan-kiem"})
    stranger = await client.post("/api/v1/orders", json=_order(cart, {"id": cart}, 1), headers=key())

    assert [(reply.status_code, reply.json()["field"]) for reply in (unknown, empty, stranger)] == [
        (422, "commune"),
        (422, "commune"),
        (422, "delivery.quote"),
    ]
