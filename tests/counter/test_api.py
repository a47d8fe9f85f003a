from uuid import uuid4

import pytest

from shop.accounts.models import Person
from shop.orders.audit import audit_books
from tests.make.accounts import signed_in
from tests.make.counter import FLOAT, fresh_key, till
from tests.make.inventory import goods, level
from tests.make.orders import staff_of

AT = "/api/v1/sales-points"


async def test_a_day_at_the_counter_over_http(client, session):
    at = await till(session, 5, float_=None)
    variant, point = str(at.goods.variant_id), f"{AT}/{at.point}"
    await as_staff(client, session, at.clerk)
    sale = {"lines": [{"variant": variant, "quantity": 2}], "paid_by": "cash", "expected_total": 500_000}
    same = key()

    closed = await client.post(f"{point}/counter/sales", json=sale | {"given": 500_000}, headers=key())
    opened = await client.post(f"{point}/drawer/open", json={"amount": FLOAT}, headers=key())
    [found] = (await client.get(f"{point}/counter/goods?q=bat gom")).json()["items"]
    sold = [await client.post(f"{point}/counter/sales", json=sale | {"given": 600_000}, headers=same) for _ in range(2)]
    back = {"lines": [{"variant": variant, "pieces": 1, "fate": "damaged"}], "paid_by": "cash", "reason": "nứt men"}
    code = sold[0].json()["code"]
    returned = await client.post(f"/api/v1/counter-sales/{code}/return", json=back, headers=key())
    put = await client.post(f"{point}/drawer/cash", json={"amount": -50_000, "reason": "mua túi"}, headers=key())
    counted = await client.post(f"{point}/drawer/count", json={"counted": FLOAT + 200_000}, headers=key())
    day = (await client.get(f"{point}/day")).json()

    assert (closed.status_code, closed.json()["code"]) == (409, "drawer_closed")
    assert opened.json()["drawer"]["expected"] == FLOAT
    assert (found["variant"], found["free"], found["price"], found["on_sale"]) == (variant, 5, 250_000, True)
    assert [reply.status_code for reply in sold] == [201, 201]
    assert sold[0].json() == sold[1].json()
    assert (sold[0].json()["change"], returned.json()["refunded"]) == (100_000, 250_000)
    assert put.json()["drawer"]["expected"] == FLOAT + 200_000
    assert counted.json() == {"closed": True}
    assert (await client.get(f"{point}/drawer")).json() == {"drawer": None}
    assert [line["code"] for line in (await client.get(f"{point}/counter/sales")).json()["items"]] == [code]
    assert (day["cash_sales"], day["cash_returns"]) == ({"count": 1, "total": 500_000}, {"count": 1, "total": 250_000})
    assert [(each["expected"], each["difference"]) for each in day["drawers"]] == [(FLOAT + 200_000, 0)]
    assert [each["pieces"] for each in day["differences"]] == [-1]
    assert await level(session, at.goods) == (3, 0)
    assert await audit_books(session) == []


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("counter/sales", {"quantity": 6, "expected_total": 1_500_000}, (409, "out_of_stock")),
        ("counter/sales", {"expected_total": 1}, (409, "price_changed")),
        ("counter/sales", {"given": 1}, (422, "given_too_little")),
        ("counter/sales", {"given": None}, (422, "given_too_little")),
        ("counter/sales", {"variant": str(uuid4())}, (404, "no_such_variant")),
        ("counter/sales", {"batch": "LO-2222-2222"}, (422, "batch_of_other")),
        ("counter/sales", {"quantity": 0}, (422, "validation")),
        ("counter/sales", {"paid_by": "gold"}, (422, "validation")),
        ("drawer/open", {"amount": 0}, (409, "drawer_open")),
        ("drawer/cash", {"amount": 0, "reason": "không gì"}, (422, "validation")),
        ("drawer/cash", {"amount": -FLOAT - 1, "reason": "nộp tiền"}, (409, "drawer_short")),
        ("drawer/cash", {"amount": 1, "reason": ""}, (422, "validation")),
        ("drawer/count", {"counted": FLOAT + 1}, (422, "drawer_difference_unexplained")),
        ("drawer/count", {"counted": -1}, (422, "validation")),
        ("drawer/confirm", {}, (409, "drawer_uncounted")),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(client, session, path, body, said):
    at = await till(session, 5)
    await as_staff(client, session, at.clerk)
    if path == "counter/sales":
        line = {"variant": str(at.goods.variant_id), "quantity": 1}
        line |= {name: body[name] for name in ("variant", "quantity", "batch") if name in body}
        whole = {"paid_by": "cash", "expected_total": 250_000, "given": 250_000} | body
        body = {name: value for name, value in whole.items() if name not in line} | {"lines": [line]}
        if said[1] == "out_of_stock":
            body["given"] = 1_500_000
        body.pop("batch", None)

    reply = await client.post(f"{AT}/{at.point}/{path}", json=body, headers=key())

    assert (reply.status_code, reply.json()["code"]) == said
    assert await level(session, at.goods) == (5, 0)
    assert await audit_books(session) == []


async def test_a_large_difference_is_confirmed_by_a_second_person_over_http(client, session):
    at = await till(session)
    second = await staff_of(session, at.goods.place_id)
    point = f"{AT}/{at.point}/drawer"
    await as_staff(client, session, at.clerk)

    counted = await client.post(f"{point}/count", json={"counted": 0, "reason": "mất ngăn tiền"}, headers=key())
    alone = await client.post(f"{point}/confirm")
    await as_staff(client, session, second)
    confirmed = await client.post(f"{point}/confirm")

    assert (counted.json(), confirmed.json()) == ({"closed": False}, {"closed": True})
    assert (alone.status_code, alone.json()["code"]) == (409, "second_person_needed")


async def test_goods_are_found_by_words_without_diacritics_by_code_and_not_elsewhere(client, session):
    at = await till(session, 5, name="Bưởi Diễn sấy dẻo")
    await goods(session, 5, name="Bưởi Diễn tươi", point="quay-ha-dong")
    await as_staff(client, session, at.clerk)
    [found] = (await client.get(f"{AT}/{at.point}/counter/goods?q=buoi dien")).json()["items"]

    async def names(words):
        reply = await client.get(f"{AT}/{at.point}/counter/goods", params={"q": words})
        return [each["product"] for each in reply.json()["items"]]

    assert found["product"] == "Bưởi Diễn sấy dẻo"
    assert await names(found["sku"]) == [found["product"]]
    assert await names("") == [found["product"]]
    for nothing in ("cốm", "100%", "LO-2222-2222", "_"):
        assert await names(nothing) == []


def key():
    return {"Idempotency-Key": fresh_key()}


async def as_staff(client, session, actor):
    await session.commit()
    client.cookies.clear()
    await signed_in(client, await session.get_one(Person, actor.person_id))
