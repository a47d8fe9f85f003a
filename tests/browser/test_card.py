"""Paying by card with a phone: paid, declined and then paid, asked by the bank and refused, then agreed."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.test_buyer import POINT, Goods, choose
from tests.browser.windows import PATIENCE, Window, free_at

PAID, DECLINED, ASKS = "4242 4242 4242 4242", "4000 0000 0000 9995", "4000 0025 0000 3155"


@pytest.fixture
def goods(api):
    """Something of which the point has enough for all orders of this file."""
    items = api.get("/api/v1/products", params={"place": POINT, "in_stock": "true", "limit": 50}).json()["items"]
    found = {}
    for item in items:
        product = api.get(f"/api/v1/products/{item['slug']}").json()
        variant = product["variants"][0]["id"]
        found[free_at(product, variant, POINT)] = Goods(product["slug"], product["name"], variant)
    return found[max(found)]


async def at_card(buyer: Window, goods: Goods, name: str) -> None:
    """Order by card, and go on to the field for it."""
    page = buyer.page
    await choose(buyer, goods)
    await page.get_by_label("Họ và tên").fill(name)
    await page.get_by_label("Số điện thoại").fill("0912 345 678")
    await page.get_by_text("Thẻ quốc tế").click()
    await page.locator("button.lit:visible").click()
    await expect(page).to_have_url(re.compile("/don-hang/[^/]+/thanh-toan$"))
    await page.get_by_role("button", name=re.compile("Nhập thẻ")).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Nhập thẻ thử nghiệm")
    await expect(page.get_by_text("không có tiền thật")).to_be_visible()


async def enter(buyer: Window, number: str) -> None:
    await buyer.page.get_by_label("Số thẻ").fill(number)
    await buyer.page.get_by_role("button", name=re.compile("^Trả")).click()


async def confirmed(buyer: Window) -> None:
    """The page learns by itself that the money came, through the notice."""
    await buyer.follow_order("confirmed")


async def test_a_card_pays_and_the_page_learns_of_it(window, goods):
    buyer = await window()
    await at_card(buyer, goods, "Lê Thị Bích Ngọc")
    await buyer.look()

    await enter(buyer, PAID)

    await confirmed(buyer)


async def test_a_declined_card_is_told_and_another_one_pays(window, goods):
    buyer = await window()
    await at_card(buyer, goods, "Trần Văn Minh")

    await enter(buyer, DECLINED)
    await expect(buyer.page.get_by_role("alert")).to_contain_text("Thẻ không đủ tiền")
    await expect(buyer.page.get_by_label("Số thẻ")).to_have_value(DECLINED)
    await buyer.look()
    await enter(buyer, PAID)

    await confirmed(buyer)


async def test_the_bank_asks_is_refused_and_then_agreed_with(window, goods):
    buyer = await window()
    page = buyer.page
    await at_card(buyer, goods, "Phạm Thu Hà")

    await enter(buyer, ASKS)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ngân hàng hỏi xác nhận", timeout=PATIENCE)
    await buyer.look()
    await page.get_by_role("button", name="Từ chối").click()
    await expect(page.get_by_role("alert")).to_contain_text("chưa xác nhận")
    await enter(buyer, ASKS)
    await page.get_by_role("button", name="Xác nhận").click()

    await confirmed(buyer)
