"""A whole return: asked with a photo, accepted, taken in at the point, approved and paid by the office."""

import re

from playwright.async_api import expect

from tests.browser.test_buyer import POINT
from tests.browser.test_reviews import fetched, own_goods
from tests.browser.windows import DESK, PATIENCE
from tests.make import media

OFFICER = "can-bo@chomay.example"
own = own_goods  # the fixture
WORDS = "Bát bị sứt miệng khi mở hộp."


async def ask(buyer, code):
    """Ask to give one piece back, with a photo; returns the return's code."""
    page = buyer.page
    await buyer.go(f"/don-hang/{code}")
    await page.get_by_role("link", name="Trả hàng, xem yêu cầu").click()
    await page.get_by_label("Chuyện gì đã xảy ra").fill(WORDS)
    photo = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": media.picture()}
    await page.get_by_label("Ảnh của hàng").set_input_files([photo])
    await buyer.look()
    await page.get_by_role("button", name="Gửi yêu cầu").click()
    await expect(page.get_by_role("status")).to_be_visible(timeout=PATIENCE)
    await buyer.look()
    return await page.get_by_text(re.compile(r"^TH-")).first.inner_text()


async def at_point(staff, asked):
    """Accept it and take the goods in."""
    await staff.go(f"/quay/tra-hang?place={POINT}")
    card = staff.page.get_by_role("article", name=asked)
    await expect(card).to_contain_text(WORDS)
    await staff.look()
    await card.get_by_role("button", name="Chấp nhận").click()
    await expect(staff.page.get_by_role("status")).to_be_visible(timeout=PATIENCE)
    await card.get_by_role("button", name="Đã nhận hàng").click()
    await expect(card.get_by_label("Cách hoàn tiền")).to_be_visible(timeout=PATIENCE)
    await staff.look()


async def test_a_return_goes_from_the_photo_to_the_money(window, own_goods):
    buyer, staff, officer = await window(), await window(viewport=DESK), await window(viewport=DESK)
    code = await fetched(buyer, staff, own_goods)

    asked = await ask(buyer, code)
    await at_point(staff, asked)
    await officer.sign_in(OFFICER)
    await officer.go("/van-phong/hoan-tien")
    await officer.look()
    row = officer.page.get_by_role("listitem").filter(has_text=asked)
    await row.get_by_role("button", name="Đã trả").click()
    await expect(officer.page.locator("#errors")).to_be_focused()
    row = officer.page.get_by_role("listitem").filter(has_text=asked)
    await row.get_by_label("Mã giao dịch ngân hàng").fill("FT26332009999")
    await row.get_by_role("button", name="Đã trả").click()
    await expect(officer.page.get_by_role("status")).to_contain_text("đã trả", timeout=PATIENCE)
    await officer.go("/van-phong/doi-soat-cod")
    await officer.look()

    await buyer.go(f"/don-hang/{code}/tra-hang")
    await expect(buyer.page.locator("main")).to_contain_text(re.compile(r"Phiếu chi PC-"))
    await buyer.look()
