"""A delivery in two parcels: each goes its own way over the counter, and the buyer's page says where both stand."""

import uuid

import pytest
from playwright.async_api import expect

from tests.browser.windows import DESK, PATIENCE

POINT = "diem-ocop-lang-nghe-gom-su-bat-trang-1"
STAFF = "diem-ban@chomay.example"


@pytest.fixture
def order(api):
    """An order for goods of two producers that stand at the staff's point, brought to a door."""
    chosen = {}
    listed = api.get("/api/v1/products", params={"place": POINT, "in_stock": "true", "limit": 50}).json()["items"]
    for item in listed:
        product = api.get(f"/api/v1/products/{item['slug']}").json()
        if product["producer"] and not product["min_age"]:
            chosen.setdefault(product["producer"]["slug"], product)
    first, second = list(chosen.values())[:2]
    commune = api.get("/api/v1/regions", params={"q": "Hoàn Kiếm"}).json()["items"][0]["slug"]
    body = {
        "lines": [
            {"variant": each["variants"][0]["id"], "quantity": 1, "sales_point": POINT} for each in (first, second)
        ],
        "contact": {"name": "Vũ Thị Hai Kiện", "phone": "0912 345 678"},
        "delivery": {"method": "ship", "address": {"line": "1 phố Huế", "commune": commune}},
        "expected_total": 0,
    }
    quoted = api.post("/api/v1/orders", json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
    body["expected_total"] = quoted.json()["quote"]["total"]
    placed = api.post("/api/v1/orders", json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
    assert placed.status_code == 201, placed.text
    return placed.json()


async def test_two_parcels_of_an_order_are_packed_and_brought_one_by_one(window, order):
    buyer, staff = await window(), await window(viewport=DESK)
    code = order["code"]
    await buyer.go(f"/don-hang/{code}?token={order['token']}")
    await buyer.follow_order("confirmed")
    await expect(buyer.page.get_by_role("button", name="Hủy đơn này")).to_be_visible()
    await buyer.look()

    await staff.sign_in(STAFF)
    await staff.go(f"/quay/soan-hang?place={POINT}")
    await expect(staff.page.get_by_role("article", name=f"{code}, Kiện 2")).to_be_visible()
    await staff.look()
    await staff.go(f"/quay?place={POINT}")
    await staff.look()
    first = staff.page.get_by_role("article", name=f"{code}, Kiện 1", exact=True)
    second = staff.page.get_by_role("article", name=f"{code}, Kiện 2", exact=True)
    for button in ("Đã đóng gói", "Giao cho người vận chuyển", "Đã tới nơi"):
        await first.get_by_role("button", name=button).click()
        await expect(staff.page.get_by_role("status")).to_contain_text(code, timeout=PATIENCE)
    await expect(first).to_have_count(0)
    await expect(second.get_by_role("button", name="Đã đóng gói")).to_be_visible()

    await buyer.page.reload()
    parcels = buyer.page.get_by_role("region", name="Kiện hàng (2)")
    await expect(parcels).to_contain_text("Đã giao")
    await expect(parcels).to_contain_text("Chờ đóng gói")
    await expect(buyer.page.get_by_role("button", name="Hủy đơn này")).to_have_count(0)
    await buyer.look()
    for button in ("Đã đóng gói", "Giao cho người vận chuyển", "Đã tới nơi"):
        await second.get_by_role("button", name=button).click()
        await expect(staff.page.get_by_role("status")).to_contain_text(code, timeout=PATIENCE)
    await expect(second).to_have_count(0)
    await buyer.page.reload()
    await buyer.follow_order("delivered")
