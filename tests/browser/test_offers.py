"""A flash drop at one stall: it counts down, opens by itself, sells out, and the next in line waits."""

import re

from playwright.async_api import expect

from tests.browser.windows import DESK, PATIENCE, PHONE

STALL = "gian-qua-pho-co"
HOST = "chu-gian-3@chomay.example"
ROOM = f"/phien/{STALL}"
SOON = 15_000  # milliseconds until what happens in a room has reached every screen, on a busy machine


async def fill_sheet(window, name, phone):
    """Say who orders, in the sheet that is open."""
    sheet = window.page.get_by_role("dialog")
    await sheet.get_by_label("Họ và tên").fill(name)
    await sheet.get_by_label("Số điện thoại").fill(phone)
    return sheet


async def test_a_drop_counts_down_sells_out_and_the_next_one_waits(window):
    host = await window(viewport=DESK)
    await host.sign_in(HOST)
    await host.go(f"{ROOM}/dieu-khien")
    start = host.page.get_by_role("button", name="Lên sóng")
    if await start.count():
        await start.click()
    buyer, late = await window(), await window(viewport=DESK)
    for one in (buyer, late):
        await one.go(ROOM)
        await one.stay()

    await host.page.get_by_text("Bắt đầu đếm ngược…").click()
    form = host.page.locator(".flash-form")
    await form.get_by_label("Số lượng").fill("1")
    await form.get_by_label("Đếm ngược").select_option("10")
    await host.look()
    await form.get_by_role("button", name="Bắt đầu đếm ngược").click()
    await expect(host.page.get_by_role("button", name="Hủy đợt này")).to_be_visible()

    flash, other = (one.page.locator("[data-flash-card]") for one in (buyer, late))
    await expect(flash).to_contain_text("Mở bán sau", timeout=SOON)
    await expect(flash.get_by_role("button")).to_have_attribute("aria-disabled", "true")
    await expect(flash.get_by_role("button", name="Mua ngay")).to_be_visible(timeout=PATIENCE)
    await buyer.look(PHONE)
    await flash.get_by_role("button", name="Mua ngay").click()
    sheet = await fill_sheet(buyer, "Lê Thị Bích Ngọc", "0912 345 678")
    await buyer.look(PHONE)
    await sheet.get_by_role("button", name="Đặt mua").click()
    await expect(sheet.get_by_role("link", name="Xem đơn")).to_be_visible(timeout=PATIENCE)

    await expect(other).to_contain_text("Đã bán hết 1", timeout=SOON)
    await other.get_by_role("button", name="Xếp hàng chờ").click()
    sheet = await fill_sheet(late, "Trần Văn Minh", "0987 654 321")
    await late.look()
    await sheet.get_by_role("button", name="Xếp hàng chờ").click()
    await expect(sheet.get_by_text("Bạn đứng thứ 1")).to_be_visible(timeout=PATIENCE)
    await late.page.keyboard.press("Escape")
    await expect(late.page.locator("[data-turns]")).to_contain_text(re.compile("Bạn đứng"), timeout=SOON)
    await late.look()
    await expect(host.page.locator("[data-renew=offers]")).to_contain_text("đang chờ 1", timeout=PATIENCE)

    await late.page.get_by_role("button", name="Rời hàng").click()
    await expect(late.page.locator("[data-turns]")).to_be_hidden(timeout=SOON)
    assert await late.still_here()
    assert await buyer.still_here()
