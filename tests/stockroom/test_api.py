from uuid import uuid4

import pytest

from shop.accounts.models import Person
from shop.orders.audit import audit_books
from tests.make.accounts import signed_in
from tests.make.inventory import level
from tests.make.stockroom import ends, fresh_key, sent

AT = "/api/v1/sales-points"


async def test_a_point_corrects_and_counts_over_http(client, session):
    both = await ends(session, 5)
    variant, at = str(both.goods.variant_id), f"{AT}/{both.goods.point}/stock"
    await as_staff(client, session, both.sender)
    broken = {"variant": variant, "pieces": -1, "cause": "broken", "note": "rơi khi bày"}
    counted = {"lines": [{"variant": variant, "pieces": 6, "seen": 4}], "note": "cuối tháng"}
    same, again = key(), key()

    corrected = [await client.post(f"{at}/adjust", json=broken, headers=same) for _ in range(2)]
    differences = [await client.post(f"{at}/count", json=counted, headers=again) for _ in range(2)]
    stands = await client.get(at)

    assert [reply.json()["items"][0]["on_hand"] for reply in corrected] == [4, 4]
    wanted = [{"variant": variant, "before": 4, "counted": 6, "difference": 2}]
    assert [reply.json()["differences"] for reply in differences] == [wanted, wanted]
    assert [(line["variant"], line["on_hand"], line["held"]) for line in stands.json()["items"]] == [(variant, 6, 0)]


async def test_goods_go_from_point_to_point_over_http(client, session):
    both = await ends(session, 5)
    variant = str(both.goods.variant_id)
    await as_staff(client, session, both.sender)
    box = {"to": both.other.slug, "lines": [{"variant": variant, "pieces": 3}], "note": "xe sáng"}
    same = key()

    first, second = [await client.post(f"{AT}/{both.goods.point}/transfers", json=box, headers=same) for _ in range(2)]
    code = first.json()["code"]
    await as_staff(client, session, both.receiver)
    coming = await client.get(f"{AT}/{both.other.slug}/transfers")
    short = {"lines": [{"variant": variant, "pieces": 2}]}
    unexplained = await client.post(f"/api/v1/transfers/{code}/receive", json=short, headers=key())
    arrived = await client.post(f"/api/v1/transfers/{code}/receive", json=short | {"shortfall": "lost"}, headers=key())
    late = await client.post(f"/api/v1/transfers/{code}/receive", json={}, headers=key())
    foreign = await client.post(f"/api/v1/transfers/{code}/cancel")

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert first.status_code == 201
    assert [(each["code"], each["status"], each["note"]) for each in coming.json()["items"]] == [
        (code, "sent", "xe sáng")
    ]
    assert (unexplained.status_code, unexplained.json()["code"]) == (422, "shortfall_unexplained")
    assert (arrived.json()["status"], arrived.json()["lines"][0]["received"]) == ("partly_received", 2)
    assert (late.status_code, late.json()["code"]) == (409, "illegal_move")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "transfer_unknown")
    assert (await level(session, both.goods), await level(session, both.there)) == ((2, 0), (2, 0))
    assert await audit_books(session) == []


async def test_the_sender_takes_goods_back_over_http(client, session):
    both = await ends(session, 5)
    code = (await sent(session, both, 3)).code
    await as_staff(client, session, both.sender)

    replies = [await client.post(f"/api/v1/transfers/{code}/cancel") for _ in range(2)]

    assert [(reply.status_code, reply.json()["status"]) for reply in replies] == [(200, "cancelled")] * 2
    assert await level(session, both.goods) == (5, 0)


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("stock/adjust", {"variant": "{v}", "pieces": -6, "cause": "lost"}, (409, "stock_promised")),
        ("stock/adjust", {"variant": "{v}", "pieces": 1, "cause": "lost"}, (422, "correction_unmeant")),
        ("stock/adjust", {"variant": "{v}", "pieces": 1, "cause": "stolen"}, (422, "validation")),
        ("stock/adjust", {"variant": "{v}", "pieces": 10**9, "cause": "found"}, (422, "validation")),
        ("stock/adjust", {"variant": "{u}", "pieces": 1, "cause": "found"}, (404, "no_such_variant")),
        ("stock/count", {"lines": []}, (422, "validation")),
        ("stock/count", {"lines": [{"variant": "{v}", "pieces": 1, "seen": 5}] * 2}, (422, "validation")),
        ("stock/count", {"lines": [{"variant": "{v}", "pieces": 1, "seen": 9}]}, (409, "stock_moved")),
        ("transfers", {"to": "quay-ha-dong", "lines": [{"variant": "{v}", "pieces": 6}]}, (409, "stock_promised")),
        ("transfers", {"to": "quay-ha-dong", "lines": [{"variant": "{v}", "pieces": 0}]}, (422, "validation")),
        ("transfers", {"to": "khong-co", "lines": [{"variant": "{v}", "pieces": 1}]}, (422, "transfer_nowhere")),
        ("transfers", {"to": "quay-ha-dong", "lines": [{"variant": "{u}", "pieces": 1}]}, (404, "no_such_variant")),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(client, session, path, body, said):
    both = await ends(session, 5)
    await as_staff(client, session, both.sender)
    ids = {"{v}": str(both.goods.variant_id), "{u}": str(uuid4())}

    reply = await client.post(f"{AT}/{both.goods.point}/{path}", json=named(body, ids), headers=key())

    assert (reply.status_code, reply.json()["code"]) == said
    assert await level(session, both.goods) == (5, 0)
    assert await audit_books(session) == []


def named(body, ids):
    if isinstance(body, dict):
        return {field: named(value, ids) for field, value in body.items()}
    if isinstance(body, list):
        return [named(each, ids) for each in body]
    return ids.get(body, body) if isinstance(body, str) else body


def key():
    return {"Idempotency-Key": fresh_key()}


async def as_staff(client, session, actor):
    await session.commit()
    client.cookies.clear()
    await signed_in(client, await session.get_one(Person, actor.person_id))
