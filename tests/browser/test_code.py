"""Somebody without an account: a code from the phone signs in, the basket stays, the contract is kept."""

import asyncio
import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.async_api import expect
from pypdf import PdfReader

from tests.browser.windows import PATIENCE, order_code

NUMBER = "+84987654321"


@pytest.fixture
def slug(api):
    """A product that can be bought."""
    return api.get("/api/v1/products", params={"in_stock": "true", "limit": 1}).json()["items"][0]["slug"]


def code_sent(shop, number):
    """The six digits of the newest text to `number`, as it lies in the sandbox."""
    texts = [file.read_text(encoding="utf-8") for file in (shop.folder / "texts").glob("*.txt")]
    found = [re.search(r"\b\d{6}\b", text.partition("\n\n")[2]) for text in texts if number in text]
    return next((match.group() for match in found if match), None)


async def test_a_code_from_the_phone_opens_an_account_and_the_basket_and_the_contract_are_kept(window, shop, slug):
    buyer = await window()
    page = buyer.page
    await buyer.go(f"/san-pham/{slug}")
    name = await page.get_by_role("heading", level=1).inner_text()
    await page.get_by_role("button", name="Mua ngay").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Đặt hàng")

    await buyer.go("/dang-nhap?next=/thanh-toan")
    await page.get_by_role("link", name="Đăng nhập bằng mã").click()
    await page.get_by_label("Số điện thoại hoặc e-mail").fill("098")
    await page.get_by_role("button", name="Gửi mã").click()
    await expect(page.locator("#errors")).to_be_focused()
    await buyer.look()
    await page.get_by_label("Số điện thoại hoặc e-mail").fill(NUMBER)
    await page.get_by_role("button", name="Gửi mã").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Nhập mã")
    await buyer.look()
    await asyncio.to_thread(shop.wait_until, lambda: code_sent(shop, NUMBER), PATIENCE / 1000, "the text with the code")
    await page.get_by_label("Mã sáu số").fill(code_sent(shop, NUMBER))
    await page.locator("main button.lit").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mở tài khoản")
    await buyer.look()
    await page.get_by_label("Họ và tên").fill("Lê Thị Bích Ngọc")
    await page.get_by_label("Tôi đồng ý").check()
    await page.locator("main button.lit").click()

    await expect(page).to_have_url(re.compile("/thanh-toan$"))
    await expect(page.locator(".checkout")).to_contain_text(name)
    await page.get_by_role("region", name="Thông tin trước khi đặt").locator("summary").first.click()
    await expect(page.get_by_text("Hạn sử dụng")).to_be_visible()
    await buyer.look()
    await page.get_by_label("Số điện thoại").fill(NUMBER)
    await page.locator("button.lit:visible").click()
    await buyer.follow_order("confirmed")
    await buyer.look()
    words = await downloaded(page)
    for part in ("Hợp đồng mua bán hàng hóa", order_code(page), name, "Người bán", "Hạn sử dụng", "30 ngày"):
        assert part in words

    await buyer.go("/toi/cai-dat")
    await expect(page.get_by_text("Trình duyệt này")).to_be_visible(timeout=PATIENCE)
    await buyer.look()


async def downloaded(page):
    """The text of the contract behind the button."""
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Tải hợp đồng").click()
    path = Path(await (await download.value).path())
    reader = PdfReader(BytesIO(await asyncio.to_thread(path.read_bytes)))
    return " ".join(" ".join(found.extract_text() for found in reader.pages).split())
