"""A guest with a phone pays through MoMo and VNPAY, fails, and chooses another way."""

import re

from playwright.async_api import expect

from tests.browser.test_buyer import choose, goods, order
from tests.browser.windows import PATIENCE, Window

__all__ = ["goods"]
AT_SANDBOX = re.compile(r"/sandbox/wallets/")


async def _to_pay(buyer: Window, goods, way: str, name: str) -> None:
    """Order, to be paid by `way`; stands on the page of payment."""
    await choose(buyer, goods)
    await buyer.page.get_by_role("radio", name=re.compile(way)).check()
    await order(buyer, name)
    await expect(buyer.page).to_have_url(re.compile(r"/don-hang/.+/thanh-toan$"))


async def _pay(buyer: Window, button: str, outcome: str) -> None:
    """Over to the provider's page, and what is chosen there."""
    await buyer.page.get_by_role("button", name=re.compile(button)).click()
    await expect(buyer.page).to_have_url(AT_SANDBOX)
    await expect(buyer.page.get_by_text("Không có tiền thật")).to_be_visible()
    await buyer.page.get_by_role("button", name=outcome, exact=True).click()
    await expect(buyer.page).not_to_have_url(AT_SANDBOX)


async def _confirmed(buyer: Window) -> None:
    await expect(buyer.page.get_by_role("heading", level=1)).to_have_text("Đã nhận được tiền", timeout=PATIENCE)
    await buyer.page.get_by_role("link", name="Xem đơn hàng").click()
    await buyer.follow_order("confirmed")


async def test_momo_is_paid_and_the_order_confirmed(window, goods):
    buyer = await window()

    await _to_pay(buyer, goods, "Ví MoMo", "Ngô Thị Ví")
    await buyer.look()
    await _pay(buyer, "Sang MoMo trả", "Trả tiền")

    await _confirmed(buyer)


async def test_vnpay_without_money_then_another_way_then_cash(window, goods):
    buyer = await window()
    page = buyer.page

    await _to_pay(buyer, goods, "VNPay", "Phan Văn Thẻ")
    await _pay(buyer, "Sang VNPay trả", "Không đủ tiền")
    await expect(page.get_by_role("alert")).to_contain_text("không đủ số dư")
    await buyer.look()
    await page.get_by_role("link", name="Trả lại hoặc chọn cách khác").click()
    await page.get_by_role("radio", name=re.compile("Ví MoMo")).check()
    await page.get_by_role("button", name="Đổi cách trả").click()
    await _pay(buyer, "Sang MoMo trả", "Huỷ")
    await expect(page.get_by_role("alert")).to_contain_text("từ chối trong MoMo")
    await page.get_by_role("link", name="Trả lại hoặc chọn cách khác").click()
    await buyer.look()
    await page.get_by_role("radio", name=re.compile("Tiền mặt")).check()
    await page.get_by_role("button", name="Đổi cách trả").click()

    await buyer.follow_order("confirmed")


async def test_vnpay_tells_later_and_the_page_follows(window, goods):
    buyer = await window()
    page = buyer.page
    await _to_pay(buyer, goods, "VNPay", "Đỗ Thị Chờ")
    await page.get_by_role("button", name=re.compile("Sang VNPay trả")).click()
    await page.get_by_text("Cho người thử nghiệm").click()
    await page.get_by_label("Báo muộn").fill("5")
    await page.get_by_role("button", name="Trả tiền", exact=True).click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("Đang chờ xác nhận từ VNPay")
    await buyer.stay()

    await expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận được tiền", timeout=PATIENCE)
    assert await buyer.still_here()
