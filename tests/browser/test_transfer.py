"""A guest pays by transfer on a phone: the code, a part, the rest, and a page that turns by itself."""

import asyncio
import re

from playwright.async_api import expect

from tests.browser.test_buyer import choose, goods, order
from tests.browser.windows import PATIENCE

__all__ = ["goods"]


async def test_a_guest_pays_in_two_parts_and_the_page_follows(window, goods):
    buyer = await window()
    page = buyer.page
    await choose(buyer, goods)
    await page.get_by_label("Chuyển khoản QR").check()
    await order(buyer, "Lê Thị Bích Ngọc", "0912 345 602")
    await expect(page).to_have_url(re.compile("/don-hang/[^/]+/thanh-toan$"))
    await expect(page.get_by_role("img", name=re.compile("Mã VietQR: chuyển"))).to_be_visible()
    await buyer.look()

    await transfer(page, "1.000")
    await expect(page.get_by_text("Đã nhận 1.000")).to_be_visible(timeout=PATIENCE)
    await expect(page.get_by_text("Còn thiếu trên tổng")).to_be_visible()
    await buyer.look()

    await transfer(page, None)
    await expect(page).to_have_url(re.compile("/don-hang/[^/]+$"), timeout=PATIENCE)
    await buyer.follow_order("confirmed")


async def test_a_transfer_with_a_wrong_memo_waits_for_an_officer_who_books_it(window, goods):
    buyer = await window()
    page = buyer.page
    await choose(buyer, goods)
    await page.get_by_label("Chuyển khoản QR").check()
    await order(buyer, "Phạm Thu Hà", "0912 345 603")
    await expect(page).to_have_url(re.compile("/don-hang/[^/]+/thanh-toan$"))
    code = page.url.rsplit("/", 2)[1]
    await page.get_by_role("link", name="Giả làm ngân hàng").click()
    await page.get_by_label("Nội dung chuyển khoản").fill(f"Ha mua gom {code}")
    await page.get_by_role("button", name="Chuyển tiền").click()
    await expect(page).to_have_url(re.compile("/thanh-toan$"))

    officer = await window()
    await officer.sign_in("can-bo@chomay.example")
    books = officer.page.get_by_role("button", name=f"Ghép vào đơn {code}")
    async with asyncio.timeout(PATIENCE / 1000):
        while not await books.count():  # the notice is worked after the reply; the office's page does not follow it
            await officer.go("/van-phong/chuyen-khoan")
    await officer.look()
    await books.first.click()
    await expect(officer.page.get_by_text("Đã ghép khoản chuyển vào đơn.")).to_be_visible()

    await expect(page).to_have_url(re.compile("/don-hang/[^/]+$"), timeout=PATIENCE)
    await buyer.follow_order("confirmed")


async def transfer(page, amount):
    """Play the bank: transfer `amount`, or what the page asks for."""
    await page.get_by_role("link", name="Giả làm ngân hàng").click()
    if amount:
        await page.get_by_label("Số tiền").fill(amount)
    await page.get_by_role("button", name="Chuyển tiền").click()
    await expect(page).to_have_url(re.compile("/don-hang/"))
