"""A buyer finds an address by an old name, picks a way and orders; a signed-in one takes a saved address."""

import re

from playwright.async_api import expect

from tests.browser.windows import DESK, PATIENCE, Window

POINT = "diem-ocop-lang-nghe-gom-su-bat-trang-1"
BUYER = "khach@chomay.example"


async def to_checkout(buyer: Window, api) -> None:
    """Put something from Bát Tràng into the basket and choose to have it brought."""
    items = api.get("/api/v1/products", params={"place": POINT, "in_stock": "true", "limit": 50}).json()["items"]
    await buyer.go(f"/san-pham/{items[0]['slug']}")
    await buyer.page.get_by_label("Nhận tại").select_option(POINT)
    await buyer.page.get_by_role("button", name="Mua ngay").click()
    await buyer.page.locator("label.opt:has(#method-ship)").click()


async def test_a_guest_finds_a_commune_by_its_old_district_and_picks_a_way(window, api):
    buyer = await window()
    page = buyer.page
    await to_checkout(buyer, api)
    await page.get_by_label("Địa chỉ nhận hàng").fill("12 Hàng Bạc")

    words = page.get_by_role("combobox", name="Tìm phường, xã")
    await words.press_sequentially("quan hoan kiem")
    option = page.locator("#communes").get_by_role("option").first
    await expect(option).to_contain_text("Phường Hoàn Kiếm")
    await words.press("ArrowDown")
    await expect(option).to_have_attribute("aria-selected", "true")
    await words.press("Enter")

    await expect(page.locator("#commune")).to_have_value("hoan-kiem")
    await expect(page.locator("#way-1")).to_be_checked(timeout=PATIENCE)
    await page.locator("label.opt:has(#way-2)").click()
    fee = await page.locator("label.opt:has(#way-2) > b").inner_text()
    await expect(page.locator("[data-bill] .way-2")).to_contain_text(fee)
    await buyer.look()

    await page.get_by_label("Họ và tên").fill("Lê Thị Bích Ngọc")
    await page.get_by_label("Số điện thoại").fill("0912 345 678")
    await page.locator("button.lit:visible").click()
    await buyer.follow_order("confirmed")
    await expect(page.locator("main")).to_contain_text(fee)


async def test_a_signed_in_buyer_uses_a_saved_address(window, api):
    buyer = await window(viewport=DESK)
    page = buyer.page
    await buyer.sign_in(BUYER)
    await buyer.go("/tai-khoan/dia-chi")
    await page.get_by_label("Họ và tên").fill("Bà Tư")
    await page.get_by_label("Số điện thoại").fill("0912 345 679")
    await page.get_by_label("Địa chỉ nhận hàng").fill("Xóm 5")
    await page.get_by_label("Phường", exact=False).select_option("bat-trang")
    await page.get_by_role("button", name="Lưu địa chỉ").click()
    await expect(page.locator("main")).to_contain_text("Xóm 5")
    await buyer.look()

    await to_checkout(buyer, api)
    await page.get_by_role("button", name="Dùng địa chỉ này").click()
    await expect(page.locator("#way-1")).to_be_checked(timeout=PATIENCE)
    await expect(page.get_by_label("Họ và tên")).to_have_value("Bà Tư")
    await page.locator("button.lit:visible").click()

    await expect(page).to_have_url(re.compile("/don-hang/"))
    await expect(page.locator("main")).to_contain_text("Xóm 5")
