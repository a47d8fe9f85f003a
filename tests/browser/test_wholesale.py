"""Wholesale in a room: a guest writes "giá sỉ", asks for what is sold so, and takes the producer's quote."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.browser.stalls import open_closed_stalls
from tests.browser.test_night import SOON, say
from tests.browser.test_reviews import DESK_OF, PRODUCER
from tests.browser.windows import DESK, PHONE

STALL, HOST = "gian-gom-bat-trang", "chu-gian@chomay.example"
AT_DESK = f"/chu-the/{DESK_OF}/hoi-gia-si"
NAME, SHORT, PHONE_OF = "Trần Thị Mai", "Mai T.", "0912 345 678"


@pytest.fixture
async def pinned(window, shop, api):
    """The stall is on air with two goods pinned: the producer's own, returned, and before it one not sold wholesale."""
    await open_closed_stalls(shop)
    host = await window(viewport=DESK)
    await host.sign_in(HOST)
    line_up = api.get(f"/api/v1/sessions/{STALL}").json()["line_up"]
    own = {one["slug"] for one in api.get("/api/v1/products", params={"producer": DESK_OF}).json()["items"]}
    [other, *_] = [one for one in line_up if one["product_slug"] not in own]
    [sold, *_] = [one for one in line_up if one["product_slug"] in own]
    await host.send(f"/api/v1/sessions/{STALL}/start")
    for one in (sold, other):  # the newest stands first
        await host.send(f"/api/v1/sessions/{STALL}/pin", {"variant": one["variant"]})
    return sold


@pytest.fixture
async def producer(window, pinned):
    """The producer at its desk, who sells what is pinned wholesale from twenty pieces on."""
    maker = await window(viewport=DESK)
    await maker.sign_in(PRODUCER)
    await maker.go(AT_DESK)
    terms = maker.page.locator("form", has=maker.page.locator(f'[name=variant][value="{pinned["variant"]}"]'))
    await terms.get_by_label("Tối thiểu").fill("20")
    await terms.get_by_role("button", name="Lưu").click()
    await expect(maker.page.get_by_role("status")).to_contain_text("Đã lưu")
    return maker


async def test_a_wholesale_price_is_asked_for_in_the_room_quoted_and_taken(window, pinned, producer):
    buyer, page = await window(), producer.page
    await buyer.go(f"/phien/{STALL}")
    await expect(buyer.page.locator("[data-pins] [data-pin]")).to_have_count(2, timeout=SOON)

    await say(buyer, NAME, "Shop ơi cho em xin giá sỉ ạ")
    await buyer.page.get_by_role("log").get_by_role("link", name="Hỏi giá sỉ").click(timeout=SOON)
    await expect(buyer.page).to_have_url(re.compile(f"/san-pham/{pinned['product_slug']}/gia-si"))
    await ask(buyer, "19")
    await expect(buyer.page.locator("#quantity-error")).to_contain_text("ít nhất 20")
    await expect(buyer.page.get_by_label("Họ và tên")).to_have_value(NAME)
    await buyer.look(PHONE)
    await ask(buyer, "24")
    await expect(buyer.page.get_by_role("heading", level=1)).to_have_text("Yêu cầu giá sỉ")
    await expect(buyer.page.get_by_text("Chờ báo giá")).to_be_visible()

    await page.reload()
    card = page.get_by_role("region", name=SHORT).last
    await expect(card).to_contain_text("24 bộ")
    await expect(card).to_contain_text("•••• 678")
    await expect(card).not_to_contain_text("345")
    await quote(card, "")
    await expect(page.locator("#price-error")).to_be_visible()
    await quote(page.get_by_role("region", name=SHORT).first, "185.000")
    await expect(page.get_by_role("status")).to_contain_text("Đã gửi báo giá")

    await buyer.page.reload()
    await expect(buyer.page.locator("main")).to_contain_text("185.000")
    await expect(buyer.page.locator("main")).to_contain_text("Giao tận nơi")
    await buyer.look(PHONE)
    await buyer.page.get_by_role("button", name="Nhận báo giá").click()
    await expect(buyer.page.get_by_text("Liên hệ chủ thể để chốt")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("region", name=NAME).first).to_contain_text(PHONE_OF)
    await producer.look(DESK)


async def ask(buyer, quantity):
    """Fill in the enquiry for so many pieces and send it."""
    page = buyer.page
    await page.get_by_label("Số lượng").fill(quantity)
    await page.get_by_label("Họ và tên").fill(NAME)
    await page.get_by_label("Số điện thoại", exact=True).fill(PHONE_OF)
    await page.get_by_label("Tôi đồng ý").check()
    await page.get_by_role("button", name="Gửi yêu cầu").click()


async def quote(card, price):
    """Answer an enquiry with a price that holds for a week."""
    day = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date() + timedelta(days=7)
    await card.get_by_label("Giá một").fill(price)
    await card.get_by_label("Hiệu lực").fill(f"{day}")
    await card.get_by_label("Lời nhắn").fill("Giao tận nơi trong nội thành")
    await card.get_by_role("button", name="Báo giá").click()
