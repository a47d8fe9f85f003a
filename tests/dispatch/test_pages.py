"""Labels, tracking and the counter's acts over HTTP."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from shop.accounts.models import Person
from shop.carriers.models import Shipment, ShipmentStatus, Trouble
from shop.core.db import short
from shop.dispatch.follow import follow_shipment
from shop.fulfilment.ship import ship_order
from tests.make.accounts import signed_in
from tests.make.dispatch import labelled, shipment_of, told

S = ShipmentStatus


@pytest.fixture
async def packed(sessions, settings, live_client):
    """An order of two parcels with numbers, whose staff is signed in: (order, clerk)."""
    _, _, order, clerk = await labelled(sessions, settings)
    async with short(sessions) as session:
        somebody = await session.get_one(Person, clerk.person_id)
    await signed_in(live_client, somebody)
    return order, clerk


def _words(reply) -> str:
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/pdf"), reply.text
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(reply.content)).pages)


async def test_a_label_says_what_a_courier_needs(live_client, sessions, packed):
    order, _ = packed
    async with short(sessions) as session:
        number = (await shipment_of(session, order)).tracking

    reply = await live_client.get(f"/api/v1/orders/{order.code}/parcels/1/label.pdf")

    words = _words(reply)
    for part in (order.code, number, "Giao Hàng Tiết Kiệm", "+84912345678", "1 phố Huế", "521.429", "Bát gốm men lam"):
        assert part in words, part
    page = PdfReader(io.BytesIO(reply.content)).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (298, 420)


async def test_several_labels_share_a_sheet(live_client, packed):
    order, _ = packed

    for address in (f"/api/v1/orders/{order.code}/labels.pdf", f"/quay/{order.code}/nhan"):
        reply = await live_client.get(address)
        assert len(PdfReader(io.BytesIO(reply.content)).pages) == 1
        assert "kiện 2" in _words(reply)
    waiting = await live_client.get("/quay/nhan-kien?place=quay-ha-dong")
    assert "kiện 1" not in _words(waiting)


async def test_what_is_not_packed_has_no_label(live_client, sessions, packed):
    order, clerk = packed
    async with short(sessions) as session:
        await ship_order(session, clerk, order.code)

    reply = await live_client.get("/api/v1/sales-points/quay-ha-dong/labels.pdf")

    assert (reply.status_code, reply.json()["code"]) == (409, "no_label")


async def test_the_buyer_sees_where_each_parcel_is(live_client, sessions, packed):
    order, _ = packed
    async with short(sessions) as session:
        shipment = await shipment_of(session, order)
        for status in (S.PICKED, S.OUT_FOR_DELIVERY, S.OUT_FOR_DELIVERY):
            await told(session, shipment, status)
            await follow_shipment(session, shipment.id)
    token = {"X-Order-Token": order.token}

    found = (await live_client.get(f"/api/v1/orders/{order.code}/tracking", headers=token)).json()["items"]
    shown = (await live_client.get(f"/api/v1/orders/{order.code}", headers=token)).json()["parcels"]
    page = await live_client.get(f"/don-hang/{order.code}?token={order.token}", follow_redirects=True)

    assert [(one["parcel"], one["status"]) for one in found] == [(1, "out_for_delivery"), (2, "created")]
    assert [step["status"] for step in found[0]["steps"]] == ["picked", "out_for_delivery"]
    assert shown[0]["shipment"]["number"] == found[0]["number"] == shipment.tracking
    assert shown[0]["shipment"]["url"] == f"https://i.ghtk.vn/{shipment.tracking}"
    assert "Đang đi giao" in page.text
    assert shipment.tracking in page.text


async def test_the_counter_says_why_there_is_no_number_and_what_to_do(live_client, sessions, packed):
    order, _ = packed
    async with short(sessions) as session:
        await session.execute(
            update(Shipment).values(
                status=S.ASKED, tracking=None, due_at=None, trouble=Trouble.REFUSED, told="Quá cân nặng."
            )
        )

    page = await live_client.get("/quay?place=quay-hang-trong")
    form = {"place": "quay-hang-trong", "number": "1"}
    sent = await live_client.post(f"/quay/{order.code}/tu-giao", data=form)
    after = await live_client.get(sent.headers["location"])

    assert "Hãng không nhận: Quá cân nặng." in page.text
    assert "Hỏi lại hãng" in page.text
    assert "Giao cho người vận chuyển" not in page.text
    assert "do điểm tự giao" in after.text
    assert "Giao cho người vận chuyển" in after.text


async def test_a_refusal_at_the_counter_needs_a_reason(live_client, sessions, packed):
    order, clerk = packed
    async with short(sessions) as session:
        await ship_order(session, clerk, order.code)
    form = {"place": "quay-hang-trong", "number": "1"}

    without = await live_client.post(f"/quay/{order.code}/khong-nhan", data=form | {"reason": "  "})
    told_why = await live_client.post(f"/quay/{order.code}/khong-nhan", data=form | {"reason": "không nghe máy"})

    assert (without.status_code, "Chưa ghi lý do" in without.text) == (422, True)
    assert told_why.headers["location"].endswith(f"done=refused&order={order.code}")
