import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from shop.certification.models import Certificate, CertificateStatus
from shop.core.actor import GUEST
from shop.core.money import Dong
from shop.delivery.choose import Address, DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.inventory.receive import receive_stock
from shop.orders.audit import audit_books
from shop.orders.errors import PriceChanged
from shop.orders.models import Order, OrderLine
from shop.orders.place import place_order
from shop.orders.wish import Contact, PlaceOrder, WishedLine
from shop.promotions.end_campaign import end_campaign
from shop.promotions.open_campaign import open_campaign
from tests.make import catalog
from tests.make.inventory import goods, level
from tests.make.orders import CONTACT, TERMS, body, key

ORDERS = "/api/v1/orders"


async def test_an_order_holds_its_stock_and_says_how_to_fetch_it(client, session):
    bowl = await goods(session, 5)

    reply = await client.post(ORDERS, json=body(bowl, quantity=2), headers=key())

    order = reply.json()
    assert reply.status_code == 201, reply.text
    assert order["status"] == "held"
    assert order["total"] == 500_000
    assert len(order["pickup_code"]) == 6
    assert order["hold_expires_at"]
    assert [line["quantity"] for line in order["lines"]] == [2]
    assert await level(session, bowl) == (5, 2)


async def test_a_delivery_costs_its_flat_fee_and_has_no_pickup_code(client, session):
    bowl = await goods(session, 5)
    commune = await catalog.region(session, "Phường Hoàn Kiếm", catalog.RegionLevel.COMMUNE)
    delivery = {"method": "ship", "address": {"line": "12 Hàng Trống", "commune": commune.slug}}

    reply = await client.post(ORDERS, json=body(bowl, delivery=delivery, expected_total=280_000), headers=key())

    order = reply.json()
    assert reply.status_code == 201, reply.text
    assert (order["subtotal"], order["shipping"], order["total"]) == (250_000, 30_000, 280_000)
    assert order["delivery"]["address"]["commune"]["name"] == "Phường Hoàn Kiếm"
    assert "pickup_code" not in order


async def test_the_last_piece_is_sold_once_among_eight(live_client, sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 1)

    replies = await asyncio.gather(*(live_client.post(ORDERS, json=body(bowl), headers=key()) for _ in range(8)))

    assert sorted(reply.status_code for reply in replies) == [201] + [409] * 7
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} == {"out_of_stock"}
    async with sessions() as session:
        assert await level(session, bowl) == (1, 1)
        assert await audit_books(session) == []


async def test_eight_equal_clicks_are_one_order(live_client, sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 8)
    one = key()

    replies = await asyncio.gather(*(live_client.post(ORDERS, json=body(bowl), headers=one) for _ in range(8)))

    assert {reply.status_code for reply in replies} == {201}
    assert len({(reply.json()["code"], reply.json()["token"], reply.json()["pickup_code"]) for reply in replies}) == 1
    assert sorted(reply.headers.get("Idempotent-Replayed", "") for reply in replies) == [""] + ["true"] * 7
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Order)) == 1
        assert await level(session, bowl) == (8, 1)


async def test_a_replay_shows_what_the_first_answer_showed(client, session):
    bowl, one = await goods(session), key()

    first = await client.post(ORDERS, json=body(bowl), headers=one)
    again = await client.post(ORDERS, json=body(bowl), headers={**one, "Accept-Language": "en"})

    assert again.json() == first.json()


async def test_one_key_is_good_for_one_body(client, session):
    bowl, one = await goods(session), key()
    await client.post(ORDERS, json=body(bowl), headers=one)

    other = await client.post(ORDERS, json=body(bowl, quantity=2), headers=one)

    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert await level(session, bowl) == (5, 1)


async def test_a_refused_request_may_be_repeated_with_its_key(client, session):
    bowl, one = await goods(session, 1), key()
    refused = await client.post(ORDERS, json=body(bowl, quantity=2), headers=one)
    await receive_stock(session, bowl.variant_id, bowl.place_id, 5, "test")

    granted = await client.post(ORDERS, json=body(bowl, quantity=2), headers=one)

    assert (refused.status_code, refused.json()["code"], refused.json()["available"]) == (409, "out_of_stock", 1)
    assert granted.status_code == 201


async def test_opposite_orders_of_two_goods_never_lock_each_other_out(live_client, sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 40)
        tea = await goods(session, 40, name="Chè sen Tây Hồ", price=180_000)

    replies = await asyncio.gather(
        *(live_client.post(ORDERS, json=body(bowl, tea), headers=key()) for _ in range(15)),
        *(live_client.post(ORDERS, json=body(tea, bowl), headers=key()) for _ in range(15)),
    )

    assert {reply.status_code for reply in replies} == {201}
    async with sessions() as session:
        assert await level(session, bowl) == (40, 30)
        assert await level(session, tea) == (40, 30)
        assert await audit_books(session) == []


async def test_an_order_of_two_goods_is_whole_or_nothing(client, session):
    bowl = await goods(session, 5)
    tea = await goods(session, 0, name="Chè sen Tây Hồ", price=180_000)

    reply = await client.post(ORDERS, json=body(bowl, tea), headers=key())

    assert (reply.status_code, reply.json()["code"]) == (409, "out_of_stock")
    assert reply.json()["variant"] == str(tea.variant_id)
    assert await level(session, bowl) == (5, 0)
    assert await session.scalar(select(func.count()).select_from(Order)) == 0


async def test_the_same_variant_in_two_lines_is_added_up_first(client, session):
    bowl = await goods(session, 3)
    line = {"variant": str(bowl.variant_id), "quantity": 2}

    reply = await client.post(ORDERS, json=body(bowl, lines=[line, line], expected_total=1_000_000), headers=key())

    assert (reply.status_code, reply.json()["code"]) == (409, "out_of_stock")
    assert await level(session, bowl) == (3, 0)


async def test_a_changed_price_is_said_with_the_new_quote(client, session):
    bowl = await goods(session)

    reply = await client.post(ORDERS, json=body(bowl, expected_total=200_000), headers=key())

    problem = reply.json()
    assert (reply.status_code, problem["code"]) == (409, "price_changed")
    assert problem["quote"]["total"] == 250_000
    assert problem["quote"]["lines"][0]["price"] == 250_000
    assert await level(session, bowl) == (5, 0)


async def test_what_is_not_on_sale_cannot_be_ordered(client, session):
    bowl = await goods(session)
    certificate = await session.scalar(select(Certificate))
    certificate.status = CertificateStatus.REVOKED
    await session.flush()

    reply = await client.post(ORDERS, json=body(bowl), headers=key())

    assert (reply.status_code, reply.json()["code"]) == (409, "not_on_sale")


async def test_a_point_that_does_not_carry_the_goods_is_said(client, session):
    bowl = await goods(session)
    await catalog.place(session, "quay-ha-dong")

    reply = await client.post(
        ORDERS, json=body(bowl, delivery={"method": "pickup", "sales_point": "quay-ha-dong"}), headers=key()
    )

    assert (reply.status_code, reply.json()["code"]) == (409, "not_at_point")


async def test_a_delivery_comes_from_the_place_that_has_everything(session):
    bowl = await goods(session, 9, point="quay-a")
    tea = await goods(session, 1, point="quay-a", name="Chè sen Tây Hồ")
    full = await catalog.place(session, "quay-b")
    await receive_stock(session, bowl.variant_id, full.id, 4, "test")
    await receive_stock(session, tea.variant_id, full.id, 4, "test")
    commune = await catalog.region(session, "Phường Hoàn Kiếm", catalog.RegionLevel.COMMUNE)
    wish = DeliveryWish(method=DeliveryMethod.SHIP, address=Address(line="1 phố Huế", commune=commune.slug))

    request = PlaceOrder(
        lines=(WishedLine(variant=bowl.variant_id, quantity=2), WishedLine(variant=tea.variant_id, quantity=2)),
        contact=Contact(**CONTACT),
        delivery=wish,
        expected_total=None,
    )
    await place_order(session, request, GUEST, "a-key-of-mine", TERMS)

    places = await session.scalars(select(OrderLine.place_id))
    assert set(places) == {full.id}


async def test_a_live_price_holds_while_its_campaign_is_open_and_not_after(session):
    bowl = await goods(session, 5)
    campaign = await open_campaign(session, bowl.variant_id, Dong(199_000))

    cheap = await _from_a_room(session, bowl, campaign)
    await end_campaign(session, campaign)

    assert cheap.order.total == 199_000
    with pytest.raises(PriceChanged):
        await _from_a_room(session, bowl, campaign)


async def test_a_campaign_of_another_variant_gives_no_price(session):
    bowl = await goods(session, 5)
    tea = await goods(session, 5, name="Chè sen Tây Hồ")
    campaign = await open_campaign(session, tea.variant_id, Dong(1_000))

    with pytest.raises(PriceChanged):
        await _from_a_room(session, bowl, campaign)


async def test_an_order_takes_few_statements(client, session, max_queries):
    bowl = await goods(session, 5)
    cart = await client.post("/api/v1/carts", json={"lines": [{"variant": str(bowl.variant_id), "quantity": 1}]})
    ordered = body(bowl, cart=cart.json()["id"])
    del ordered["lines"]

    with max_queries(12):
        reply = await client.post(ORDERS, json=ordered, headers=key())

    assert reply.status_code == 201, reply.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contact": {"name": "  ", "phone": "0912345678"}}, "contact.name"),
        ({"contact": {"name": "Lan", "phone": "00000000"}}, "contact.phone"),
        ({"contact": {"name": "Lan\x00", "phone": "0912345678"}}, "contact.name"),
        ({"lines": []}, "lines"),
        ({"lines": [{"variant": str(uuid4()), "quantity": 1}]}, "lines"),
        ({"lines": [{"variant": "x", "quantity": 1}]}, "lines[0].variant"),
        ({"lines": [{"variant": str(uuid4()), "quantity": 0}]}, "lines[0].quantity"),
        ({"lines": [{"variant": str(uuid4()), "quantity": 10**30}]}, "lines[0].quantity"),
        ({"lines": [{"variant": str(uuid4()), "quantity": 1, "sales_point": "khong-co"}]}, "lines"),
        ({"delivery": {"method": "pickup"}}, "delivery.sales_point"),
        ({"delivery": {"method": "pickup", "sales_point": "khong-co"}}, "delivery.sales_point"),
        ({"delivery": {"method": "ship"}}, "delivery.address"),
        ({"delivery": {"method": "ship", "address": {"line": "1", "commune": "x"}}}, "delivery.address.commune"),
        ({"delivery": {"method": "drone"}}, "delivery.method"),
        ({"payment": "stripe"}, "payment"),
        ({"expected_total": -1}, "expected_total"),
        ({"expected_total": 10**30}, "expected_total"),
        ({"discount": 100}, "discount"),
        ({"cart": str(uuid4())}, "lines"),
    ],
)
async def test_bad_input_is_refused_by_name(client, session, change, field):
    bowl = await goods(session)

    reply = await client.post(ORDERS, json=body(bowl, **change), headers=key())

    assert (reply.status_code, reply.json()["code"]) == (422, "validation") or reply.json()["code"] == "bad_phone"
    assert reply.json()["field"] == field, reply.text
    assert await level(session, bowl) == (5, 0)


async def test_an_order_without_a_key_is_refused(client, session):
    bowl = await goods(session)

    reply = await client.post(ORDERS, json=body(bowl))

    assert (reply.status_code, reply.json()["code"]) == (422, "key_missing")


async def test_fifty_one_different_goods_are_too_many(client, session):
    bowl = await goods(session)
    lines = [{"variant": str(uuid4()), "quantity": 1} for _ in range(51)]

    reply = await client.post(ORDERS, json=body(bowl, lines=lines), headers=key())

    assert (reply.status_code, reply.json()["field"]) == (422, "lines")


async def _from_a_room(session, bowl, campaign):
    request = PlaceOrder(
        lines=(WishedLine(variant=bowl.variant_id, quantity=1, campaign_id=campaign),),
        contact=Contact(**CONTACT),
        delivery=DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=bowl.point),
        expected_total=None,
        session_id=uuid4(),
    )
    return await place_order(session, request, GUEST, key()["Idempotency-Key"], TERMS)
