"""A guest with a phone: finds, buys, follows, cancels, and fetches at the counter."""

import asyncio
import re
import signal
from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from shop.core.text import fold
from tests.browser.windows import DESK, PATIENCE, Window, free_at, order_code

POINT = "diem-ocop-lang-nghe-gom-su-bat-trang-1"
STAFF = "diem-ban@chomay.example"


@dataclass(frozen=True)
class Goods:
    """A product whose first variant stands at the staff's point."""

    slug: str
    name: str
    variant: str


@pytest.fixture
def goods(api):
    items = api.get("/api/v1/products", params={"place": POINT, "in_stock": "true", "limit": 50}).json()["items"]
    for item in items:
        product = api.get(f"/api/v1/products/{item['slug']}").json()
        variant = product["variants"][0]["id"]
        if free_at(product, variant, POINT) > 1:
            return Goods(product["slug"], product["name"], variant)
    raise AssertionError("the point has nothing to sell")


async def choose(buyer: Window, goods: Goods) -> None:
    """From the product's page to the checkout, to be fetched at the staff's point."""
    await buyer.go(f"/san-pham/{goods.slug}")
    await buyer.page.get_by_label("Nhận tại").select_option(POINT)
    await buyer.page.get_by_role("button", name="Mua ngay").click()
    await expect(buyer.page.get_by_role("heading", level=1)).to_have_text("Đặt hàng")


async def order(buyer: Window, name: str, phone: str = "0912 345 678", email: str = "") -> None:
    """Fill the checkout's form and send it with the phone's button."""
    await buyer.page.get_by_label("Họ và tên").fill(name)
    await buyer.page.get_by_label("Số điện thoại").fill(phone)
    if email:
        await buyer.page.get_by_label("Thư điện tử").fill(email)
    await buyer.page.locator("button.lit:visible").click()


async def test_a_guest_finds_buys_and_cancels_with_a_phone(window, shop, api, goods):
    before = free_at(api.get(f"/api/v1/products/{goods.slug}").json(), goods.variant, POINT)
    buyer = await window()
    page = buyer.page

    await buyer.go("/san-pham")
    await page.get_by_role("combobox", name="Tìm sản phẩm").fill(fold(goods.name))
    await page.get_by_role("button", name="Tìm", exact=True).click()
    await expect(page.get_by_role("link", name=goods.name, exact=True)).to_be_visible()
    await page.get_by_text("Lọc và sắp xếp").click()
    await page.get_by_label("Điểm bán", exact=True).select_option(POINT)
    await expect(page).to_have_url(re.compile(f"place={POINT}"))
    await page.locator("#apply").click()
    await page.get_by_role("link", name=goods.name, exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(goods.name)
    await choose(buyer, goods)

    await order(buyer, "Lê Thị Bích Ngọc", phone="091234", email="ngoc@example.test")
    await expect(page.locator("#errors")).to_be_focused()
    await expect(page.get_by_label("Số điện thoại")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("Họ và tên")).to_have_value("Lê Thị Bích Ngọc")
    await expect(page.get_by_label("Thư điện tử")).to_have_value("ngoc@example.test")
    await expect(page.get_by_label("Điểm lấy hàng")).to_have_value(POINT)
    await buyer.look()

    shop.kill_with_children("worker", signal.SIGSTOP)  # so that the page is there before its news
    try:
        await page.get_by_label("Số điện thoại").fill("0912 345 678")
        await page.locator("button.lit:visible").click()
        await buyer.follow_order("held")
        await buyer.stay()
        await buyer.look()
    finally:
        shop.kill_with_children("worker", signal.SIGCONT)
    await buyer.follow_order("confirmed")
    assert await buyer.still_here()
    code = order_code(page)
    await asyncio.to_thread(shop.wait_until, lambda: has_mail(shop, code), PATIENCE / 1000, f"a mail says {code}")
    assert free_at(api.get(f"/api/v1/products/{goods.slug}").json(), goods.variant, POINT) == before - 1

    await page.get_by_role("button", name="Hủy đơn này").click()
    await buyer.follow_order("cancelled")
    await expect(page.get_by_role("button", name="Hủy đơn này")).to_have_count(0)
    await buyer.look()
    assert free_at(api.get(f"/api/v1/products/{goods.slug}").json(), goods.variant, POINT) == before


def has_mail(shop, code):
    return any(code in mail.read_text(errors="replace") for mail in (shop.folder / "mail").glob("*.eml"))


async def test_an_order_is_packed_and_handed_over_for_the_code_on_the_buyer_s_screen(window, goods):
    buyer, staff = await window(), await window(viewport=DESK)
    await choose(buyer, goods)
    await order(buyer, "Phạm Văn Lấy")
    await buyer.follow_order("confirmed")
    await buyer.stay()
    code = order_code(buyer.page)

    await staff.sign_in(STAFF)
    await staff.go(f"/quay?place={POINT}")
    card = staff.page.get_by_role("article", name=code)
    await expect(card).to_contain_text(goods.name)
    await staff.look()
    await card.get_by_role("button", name="Đã đóng gói").click()
    await expect(staff.page.get_by_role("status")).to_contain_text(code)
    await buyer.follow_order("packed")
    await expect(buyer.page.get_by_role("button", name="Hủy đơn này")).to_have_count(0)

    secret = "".join(re.findall(r"\d", await buyer.page.locator(".secret").inner_text()))
    assert len(secret) == 6
    await buyer.look()
    await card.get_by_label("Mã lấy hàng").fill(f"{(int(secret) + 1) % 1_000_000:06}")
    await card.get_by_role("button", name="Giao hàng").click()
    await expect(staff.page.locator("#errors")).to_be_focused()
    await staff.look()
    await card.get_by_label("Mã lấy hàng").fill(secret)
    await card.get_by_role("button", name="Giao hàng").click()

    await expect(staff.page.get_by_role("status")).to_contain_text(code, timeout=PATIENCE)
    await expect(card).to_have_count(0)
    await buyer.follow_order("handed_over")
    await expect(buyer.page.get_by_text("không hủy ở đây được")).to_have_count(0)
    await buyer.look()
    assert await buyer.still_here()
