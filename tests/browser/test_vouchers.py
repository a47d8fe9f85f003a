"""A guest puts a voucher on at the checkout, sees the bill fall, and orders at that total."""

import re

from playwright.async_api import expect

from tests.browser.test_buyer import choose, goods, order

__all__ = ["goods"]
CODE = "DEMHOI"  # a sample: 15.000 ₫, for those who know it


async def test_a_guest_types_a_code_and_orders_at_the_lower_total(window, goods):
    buyer = await window()
    page = buyer.page
    await choose(buyer, goods)
    total = page.locator('input[name="total_pickup"]')
    before = int(await total.input_value())

    await page.get_by_label("Họ và tên").fill("Lê Thị Bích Ngọc")
    await page.get_by_label("Nhập mã giảm giá").fill("sai mã này")
    await page.get_by_role("button", name="Dùng mã").click()
    await expect(page.locator("#voucher-error")).to_contain_text("Không có mã giảm giá")
    await page.get_by_label("Nhập mã giảm giá").fill("đêm hội")
    await page.get_by_role("button", name="Dùng mã").click()

    await expect(page.get_by_role("button", name=f"Bỏ {CODE}")).to_be_visible()
    await expect(total).to_have_value(str(max(0, before - 15_000)))
    await expect(page.get_by_label("Họ và tên")).to_have_value("Lê Thị Bích Ngọc")
    await order(buyer, "Lê Thị Bích Ngọc", "0912 345 601")
    await expect(page).to_have_url(re.compile("/don-hang/"))
