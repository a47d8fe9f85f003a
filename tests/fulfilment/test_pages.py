from shop.cart.rules import SourceReason
from shop.orders.audit import audit_books
from shop.orders.models import OrderStatus, Parcel
from tests.fulfilment.test_relocate import THIRD, stocked
from tests.make.accounts import signed_in
from tests.make.inventory import goods, level
from tests.make.orders import key, placed
from tests.make.parcels import HERE, THERE, clerk_at, confirmed, to_the_door, two_parcels

S = OrderStatus


async def test_the_pick_list_adds_up_what_the_confirmed_parcels_of_a_point_need(client, session):
    bowl, _, first = await two_parcels(session)
    second = await placed(session, bowl, quantity=1)
    await confirmed(session, second)
    await placed(session, bowl, quantity=1)  # only held
    await signed_in(client, await clerk_at(session, HERE))

    found = (await client.get(f"/api/v1/sales-points/{HERE}/pick-list")).json()
    page = await client.get(f"/quay/soan-hang?place={HERE}")
    short = (await client.get(f"/api/v1/sales-points/{HERE}/pick-list?limit=1")).json()

    assert [(row["variant"], row["pieces"], row["parcels"]) for row in found["pieces"]] == [
        (str(bowl.variant_id), 3, 2)
    ]
    assert [(row["order"], row["number"]) for row in found["parcels"]] == [(first.code, 1), (second.code, 1)]
    assert (found["more"], short["more"], len(short["parcels"])) == (False, True, 1)
    assert first.code in page.text
    assert second.code in page.text


async def test_the_counter_shows_its_own_parcels_and_gives_one_to_another_place(client, session):
    bowl, _, order = await two_parcels(session)
    target = await stocked(session, bowl, THIRD, 2)
    await signed_in(client, await clerk_at(session, HERE))

    page = await client.get(f"/quay?place={HERE}")
    moved = await client.post(
        f"/quay/{order.code}/chuyen-diem",
        data={"place": HERE, "number": "1", "to": THIRD},
        headers={"origin": "https://chomay.test"},
    )
    after = await client.get(f"/quay?place={HERE}")

    assert "Kiện 1" in page.text
    assert "Kiện 2" not in page.text
    assert "Quay Tay Ho" in page.text
    assert moved.status_code == 303
    assert order.code not in after.text
    assert await level(session, target) == (2, 2)


async def test_the_page_of_an_order_says_where_each_parcel_stands_and_why(client, session):
    _, _, order = await two_parcels(session)
    await session.execute(
        Parcel.__table__.update().where(Parcel.number == 2).values(status=S.PACKED, reason=SourceReason.MOVED)
    )

    page = await client.get(f"/don-hang/{order.code}?token={order.token}", follow_redirects=True)

    assert "Không điểm nào có đủ cả đơn" in page.text
    assert "Nhân viên chuyển sang điểm này" in page.text
    assert "Hủy đơn này" not in page.text


async def test_an_order_for_more_than_any_place_has_is_split_over_two(client, session):
    bowl = await goods(session, 4, point=HERE)
    other = await stocked(session, bowl, THERE, 3)
    wish = await to_the_door(session)
    body = {
        "lines": [{"variant": str(bowl.variant_id), "quantity": 6}],
        "contact": {"name": "Minh", "phone": "0912 345 678"},
        "delivery": {"method": "ship", "address": {"line": wish.address.line, "commune": wish.address.commune}},
        "expected_total": 6 * bowl.price + 30_000,
    }

    reply = await client.post("/api/v1/orders", json=body, headers=key())

    order = reply.json()
    assert reply.status_code == 201, order
    assert sorted(line["quantity"] for line in order["lines"]) in ([2, 4], [3, 3])
    assert {parcel["reason"] for parcel in order["parcels"]} == {"split"}
    assert sum(parcel["amount"] for parcel in order["parcels"]) == order["total"]
    read = await client.get(f"/api/v1/orders/{order['code']}", headers={"x-order-token": order["token"]})
    assert {**read.json(), "token": order["token"]} == order
    assert (await level(session, bowl))[1] + (await level(session, other))[1] == 6
    assert await audit_books(session) == []
