"""A buyer chooses a carrier; the point prints its label, and the buyer's page follows what the carrier tells."""

import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect
from pypdf import PdfReader

from config.settings import Settings
from shop.carriers.connect import callback_secret
from shop.carriers.models import CarrierName
from shop.carriers.sandbox.tell import callbacks
from tests.browser.windows import DESK, PATIENCE

POINT = "diem-ocop-lang-nghe-gom-su-bat-trang-1"
STAFF = "diem-ban@chomay.example"
CARRIER = CarrierName.GHTK
ASKED_WITHIN = 60.0  # seconds until a round of asking carriers has come on a busy machine


@pytest.fixture
def order(api):
    """An order for something of the staff's point that the carrier is to bring."""
    items = api.get("/api/v1/products", params={"place": POINT, "in_stock": "true", "limit": 50}).json()["items"]
    product = api.get(f"/api/v1/products/{items[0]['slug']}").json()
    line = {"variant": product["variants"][0]["id"], "quantity": 1, "sales_point": POINT}
    cart = api.post("/api/v1/carts", json={"lines": [line]}).json()["id"]
    found = api.post(f"/api/v1/carts/{cart}/delivery-ways", json={"commune": "hoan-kiem"}).json()
    way = next(way for way in found["ways"] if way["carrier"] == CARRIER.value)
    body = {
        "cart": cart,
        "contact": {"name": "Vũ Thị Gửi Hãng", "phone": "0912 345 678"},
        "delivery": {
            "method": "ship",
            "address": {"line": "12 Hàng Bạc", "commune": "hoan-kiem"},
            "quote": way["id"],
        },
        "expected_total": 0,
    }
    refused = api.post("/api/v1/orders", json=body, headers={"Idempotency-Key": uuid.uuid4().hex}).json()
    body["expected_total"] = refused["quote"]["total"]
    placed = api.post("/api/v1/orders", json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
    assert placed.status_code == 201, placed.text
    return placed.json()


async def test_a_parcel_goes_with_a_carrier_from_the_label_to_the_door(window, api, order):
    buyer, staff = await window(), await window(viewport=DESK)
    code = order["code"]
    await buyer.go(f"/don-hang/{code}?token={order['token']}")
    await buyer.follow_order("confirmed")
    await staff.sign_in(STAFF)
    await staff.go(f"/quay?place={POINT}")
    card = staff.page.get_by_role("article", name=code)
    await card.get_by_role("button", name="Đã đóng gói").click()
    await expect(staff.page.get_by_role("status")).to_contain_text(code, timeout=PATIENCE)

    number = _number(staff.shop, api, order)
    await staff.page.reload()
    await expect(card).to_contain_text(number)
    await staff.look()
    async with staff.page.expect_download() as download:
        await card.get_by_role("link", name="In nhãn").click()
    file = await (await download.value).path()
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read_bytes())).pages)
    assert code in words
    assert number in words

    _tell(api, staff.shop, number, "3", "4")
    await buyer.follow_order("shipped")
    await buyer.look()
    _tell(api, staff.shop, number, "5")
    await buyer.follow_order("delivered")
    await expect(buyer.page.get_by_role("region", name="Kiện hàng (1)")).to_contain_text(number)


def _number(shop, api, order) -> str:
    """The number of the order's parcel, once its carrier was asked."""
    address, token = f"/api/v1/orders/{order['code']}/tracking", {"X-Order-Token": order["token"]}

    def given():
        return [one["number"] for one in api.get(address, headers=token).json()["items"] if one["number"]]

    shop.wait_until(lambda: bool(given()), ASKED_WITHIN, "the carrier gives a number")
    return given()[0]


def _tell(api, shop, number: str, *codes: str) -> None:
    settings = Settings(secret_key=shop.running.secret_key)
    start = datetime.now(UTC)
    steps = [(one, start + timedelta(minutes=at)) for at, one in enumerate(codes)]
    for told in callbacks(CARRIER, callback_secret(settings, CARRIER), number, steps):
        reply = api.post(
            f"/api/v1/carriers/{CARRIER.value}/callbacks?{told.query}",
            content=told.body,
            headers={"content-type": told.content_type},
        )
        assert reply.status_code == 200, reply.text
