"""What was handed over has a receipt on the buyer's page, as a file to keep."""

import asyncio
import re
from io import BytesIO
from pathlib import Path

import httpx
from playwright.async_api import expect
from pypdf import PdfReader

from tests.browser.test_buyer import POINT, STAFF, choose, goods, order
from tests.browser.windows import DESK, PATIENCE, order_code

__all__ = ["goods"]  # a fixture


async def hand_over(staff, code, secret) -> None:
    """Pack the order at the counter and give it for the code."""
    card = staff.page.get_by_role("article", name=code)
    await staff.sign_in(STAFF)
    await staff.go(f"/quay?place={POINT}")
    await card.get_by_role("button", name="Đã đóng gói").click()
    await expect(staff.page.get_by_role("status")).to_contain_text(code)
    await card.get_by_label("Mã lấy hàng").fill(await secret())
    await card.get_by_role("button", name="Giao hàng").click()
    await expect(card).to_have_count(0, timeout=PATIENCE)


async def test_a_buyer_keeps_the_receipt_of_what_was_handed_over(window, shop, goods):
    buyer, staff = await window(accept_downloads=True), await window(viewport=DESK)
    page = buyer.page
    await choose(buyer, goods)
    await order(buyer, "Phạm Thị Biên Nhận")
    await buyer.follow_order("confirmed")
    code = order_code(page)

    async def secret():
        await buyer.follow_order("packed")
        return "".join(re.findall(r"\d", await page.locator(".secret").inner_text()))

    await hand_over(staff, code, secret)
    cookies = {cookie["name"]: cookie["value"] for cookie in await page.context.cookies()}

    def written():
        return httpx.get(f"{shop.url}/don-hang/{code}/bien-nhan", cookies=cookies).status_code == 200

    await asyncio.to_thread(shop.wait_until, written, PATIENCE / 1000, "the receipt")
    await buyer.go(f"/don-hang/{code}")
    await buyer.look()
    async with page.expect_download() as keeping:
        await page.get_by_role("link", name="Biên nhận (PDF)").click()
    kept = Path(await (await keeping.value).path())
    content = await asyncio.to_thread(kept.read_bytes)

    assert code in PdfReader(BytesIO(content)).pages[0].extract_text()
