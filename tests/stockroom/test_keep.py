"""Deliveries by batch, what is kept for the counter, and what runs low, over HTTP and from the page."""

from sqlalchemy import select

from shop.catalog.models import Variant
from shop.inventory.models import StockBatch, StockLevel
from shop.inventory.note_low import note_low_stock
from shop.inventory.queries import available
from tests.make.batches import batch
from tests.make.inventory import crooked, level
from tests.make.stockroom import ends, sent
from tests.stockroom.test_api import AT, as_staff, key
from tests.web.pages import look, send

ROOM = "/quay/kho"


async def test_a_delivery_names_its_batch_and_is_taken_in_once(client, session):
    both, lot = await stocked(client, session)
    body = {"variant": str(both.goods.variant_id), "pieces": 4, "batch": lot.code.lower(), "note": "phiếu 12"}
    same = key()

    first, second = [await client.post(f"{AT}/{both.goods.point}/stock/receive", json=body, headers=same) for _ in "ab"]

    line = first.json()["items"][0]
    assert (first.status_code, line["on_hand"], second.json()["items"][0]["on_hand"]) == (200, 9, 9)
    assert [(each["code"], each["pieces"], each["blocked"]) for each in line["batches"]] == [(lot.code, 4, False)]
    assert await crooked(session) == []


async def test_a_batch_that_is_spoiled_or_of_other_goods_is_not_taken_in(client, session):
    both, _ = await stocked(client, session)
    other = await ends(session, 1, name="Chè sen")
    spoiled = await batch(session, await session.get_one(Variant, both.goods.variant_id), age=100, lasts=99)
    strange = await batch(session, await session.get_one(Variant, other.goods.variant_id))
    await as_staff(client, session, both.sender)
    at, body = f"{AT}/{both.goods.point}/stock/receive", {"variant": str(both.goods.variant_id), "pieces": 4}

    replies = [
        await client.post(at, json=body | {"batch": code}, headers=key())
        for code in (spoiled.code, strange.code, "LO-2222-2222", "x")
    ]

    assert [(reply.status_code, reply.json()["code"]) for reply in replies] == [
        (422, "batch_spoiled"),
        *[(422, "batch_strange")] * 3,
    ]
    assert await level(session, both.goods) == (5, 0)


async def test_what_is_kept_for_the_counter_is_said_and_not_for_sale_online(client, session):
    both, _ = await stocked(client, session)
    at = f"{AT}/{both.goods.point}/stock/{both.goods.variant_id}/keep"

    kept = await client.put(at, json={"counter_quota": 3, "low_at": 2})
    absurd = await client.put(at, json={"counter_quota": -1})

    line = kept.json()["items"][0]
    assert (line["counter_quota"], line["available"], line["low_at"]) == (3, 2, 2)
    assert absurd.status_code == 422
    assert (await available(session, [both.goods.variant_id]))[both.goods.variant_id][0].available == 2
    await note_low_stock(session, 10, 0)
    low = await client.get(f"{AT}/{both.goods.point}/stock/low")
    assert [each["variant"] for each in low.json()["items"]] == [str(both.goods.variant_id)]


async def test_a_transfer_carries_its_batches_and_a_count_says_them(client, session):
    both, lot = await stocked(client, session)
    body = {"variant": str(both.goods.variant_id), "pieces": 4, "batch": lot.code}
    await client.post(f"{AT}/{both.goods.point}/stock/receive", json=body, headers=key())
    transfer = await sent(session, both, 5)
    await as_staff(client, session, both.receiver)
    await client.post(f"/api/v1/transfers/{transfer.code}/receive", json={}, headers=key())
    line = {"variant": str(both.goods.variant_id), "pieces": 5, "seen": 5}

    there = (await client.get(f"{AT}/{both.other.slug}/stock")).json()["items"][0]
    counted = await client.post(
        f"{AT}/{both.other.slug}/stock/count",
        json={"lines": [line | {"batches": [{"batch": lot.code, "pieces": 3}]}]},
        headers=key(),
    )
    twice = await client.post(
        f"{AT}/{both.other.slug}/stock/count",
        json={"lines": [line | {"batches": [{"batch": lot.code, "pieces": 1}, {"batch": lot.code, "pieces": 1}]}]},
        headers=key(),
    )

    assert [(each["code"], each["pieces"]) for each in there["batches"]] == [(lot.code, 4)]
    assert counted.json() == {"differences": []}
    assert twice.status_code == 422
    pieces = select(StockBatch.on_hand).join(StockLevel, StockLevel.id == StockBatch.level_id)
    assert await session.scalar(pieces.where(StockLevel.place_id == both.other.id)) == 3
    assert await crooked(session) == []


async def test_the_page_takes_in_and_keeps_and_shows_both(client, session):
    both, lot = await stocked(client, session)
    words = {"place": both.goods.point, "variant": str(both.goods.variant_id)}

    form = await look(client, f"{ROOM}?place={both.goods.point}&viec=nhap")
    wrong = await send(client, f"{ROOM}/nhap", **words, request_key="a" * 32, pieces="4", batch="LO-2222-2222")
    none = await send(client, f"{ROOM}/nhap", **words, request_key="b" * 32, pieces="0")
    taken = await send(client, f"{ROOM}/nhap", **words, request_key="c" * 32, pieces="4", batch=lot.code)
    kept = await send(client, f"{ROOM}/giu", **words, request_key="d" * 32, pieces="2", low_at="50")
    await note_low_stock(session, 10, 3)
    told = await look(client, kept.headers["location"])

    assert lot.code in form.text
    assert (wrong.status_code, none.status_code, taken.status_code, kept.status_code) == (422, 422, 303, 303)
    assert 'value="LO-2222-2222"' in wrong.text
    assert "2 dành riêng cho quầy" in told.text
    assert f"Lô {lot.lot}: 4" in told.text
    assert "Hàng sắp hết" in told.text


async def stocked(client, session):
    """Five pieces at a point whose clerk is signed in, and a batch of them that may be sold."""
    both = await ends(session, 5)
    lot = await batch(session, await session.get_one(Variant, both.goods.variant_id), lasts=100)
    await as_staff(client, session, both.sender)
    return both, lot
