"""A gift and an invoice: said at checkout, read on the order's page and by who packs it."""

from playwright.async_api import expect

from tests.browser import test_buyer
from tests.browser.test_buyer import POINT, STAFF, choose, order
from tests.browser.windows import DESK, order_code

goods = test_buyer.goods  # the fixture

COMPANY, CODE = "Công ty TNHH Mây Tre", "0100109106"


async def test_what_is_said_with_an_order_reaches_who_packs_it(window, goods):
    buyer, staff = await window(), await window(viewport=DESK)
    page = buyer.page
    await choose(buyer, goods)

    await page.get_by_text("Quà tặng, hóa đơn, lời nhắn").click()
    await page.get_by_label("Gói quà giúp tôi").check()
    await page.get_by_label("Lời chúc kèm quà").fill("Chúc mừng tân gia\nNgọc và Minh")
    await page.get_by_label("Tên công ty").fill(COMPANY)
    await page.get_by_label("Mã số thuế").fill("0100109107")
    await page.get_by_label("Trụ sở ghi trên hóa đơn").fill("12 Tràng Tiền, Hà Nội")
    await page.get_by_label("Hộp thư nhận hóa đơn").fill("ketoan@example.test")
    await order(buyer, "Lê Thị Bích Ngọc")

    await expect(page.get_by_label("Mã số thuế")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("Lời chúc kèm quà")).to_have_value("Chúc mừng tân gia\nNgọc và Minh")
    await expect(page.get_by_label("Gói quà giúp tôi")).to_be_checked()
    await buyer.look()
    await page.get_by_label("Mã số thuế").fill(CODE)
    await page.locator("button.lit:visible").click()
    await buyer.follow_order("confirmed")
    await expect(page.locator(".extras")).to_contain_text("Chúc mừng tân gia")
    await expect(page.locator(".extras")).to_contain_text(CODE)
    await buyer.look()

    code = order_code(page)
    await staff.sign_in(STAFF)
    await staff.go(f"/quay?place={POINT}")
    card = staff.page.get_by_role("article", name=code)
    for words in ("Chúc mừng tân gia", COMPANY, CODE):
        await expect(card).to_contain_text(words)
    await staff.look()
    await staff.go(f"/quay/soan-hang?place={POINT}")
    await expect(staff.page.get_by_role("article", name=code)).to_contain_text("Chúc mừng tân gia")
    await staff.look()
