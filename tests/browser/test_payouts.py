"""What a buyer paid comes to its producer: sold, shared, confirmed by two persons, taken to the bank."""

import asyncio
import csv
import re
import secrets
from io import StringIO
from pathlib import Path

from playwright.async_api import expect

from tests.browser.test_buyer import choose, order
from tests.browser.test_invoices import hand_over
from tests.browser.test_reviews import DESK_OF, PRODUCER, own_goods
from tests.browser.test_transfer import transfer
from tests.browser.windows import DESK, PATIENCE, order_code

__all__ = ["own_goods"]  # a fixture
ACCOUNT = f"/chu-the/{DESK_OF}/tai-khoan-ngan-hang"
PAYOUTS = "/van-phong/chi-tra"
OFFICER, SECOND = "can-bo@chomay.example", "quan-tri@chomay.example"


async def test_the_money_of_a_sale_is_paid_out_by_two_persons_and_the_bank(window, own_goods):
    maker, officer, second = [await window(viewport=DESK, accept_downloads=True) for _ in range(3)]
    await sold_and_fetched(await window(), await window(viewport=DESK), own_goods)

    number, receipt = f"{secrets.randbelow(10**10):010}", f"FT{secrets.randbelow(10**8):08}"
    await name_account(maker, number)
    await officer.sign_in(OFFICER)
    await officer.go(PAYOUTS)
    await officer.look()
    await officer.page.get_by_role("button", name="Xác nhận tài khoản").first.click()
    await draft(officer, number)
    await officer.look()
    await second.sign_in(SECOND)
    await second.page.goto(officer.page.url)
    await second.page.get_by_role("button", name="Duyệt chi").click()
    await second.page.get_by_role("button", name="Lập tệp chuyển khoản").click()
    rows = await bank_file(second.page)
    await second.look()
    await second.page.get_by_label("Mã giao dịch của cả lệnh").fill(receipt)
    await second.page.get_by_role("button", name=re.compile("Đã trả cả")).click()
    await maker.go(ACCOUNT)

    assert [row for row in rows if number in row], rows
    await expect(maker.page.get_by_text(receipt)).to_be_visible()
    await maker.look()
    await read_statement(maker)


async def read_statement(maker) -> None:
    """What was sold and paid out stands in the month's statement."""
    page = maker.page
    await maker.go(f"/chu-the/{DESK_OF}/doi-soat")
    await maker.look()
    await page.locator("main").get_by_role("link", name=re.compile("Tháng [0-9]+")).first.click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Bảng đối soát tháng")
    await expect(page.get_by_role("row", name=re.compile("CM-")).first).to_be_visible()
    await maker.look()


async def sold_and_fetched(buyer, staff, goods) -> None:
    """A guest pays by transfer before the goods are fetched at the point."""
    page = buyer.page
    await choose(buyer, goods)
    await page.get_by_label("Chuyển khoản QR").check()
    await order(buyer, "Đỗ Thị Chi Trả", "0912 345 604")
    await expect(page).to_have_url(re.compile("/thanh-toan$"))
    await transfer(page, None)
    await expect(page).to_have_url(re.compile("/don-hang/[^/]+$"), timeout=PATIENCE)
    await buyer.follow_order("confirmed")

    async def secret():
        await buyer.follow_order("packed")
        return "".join(re.findall(r"\d", await page.locator(".secret").inner_text()))

    await hand_over(staff, order_code(page), secret)


async def name_account(maker, number) -> None:
    """The producer says where its money goes."""
    page = maker.page
    await maker.sign_in(PRODUCER)
    await maker.go(ACCOUNT)
    await page.get_by_label("Ngân hàng").select_option(index=1)
    await page.get_by_label("Số tài khoản").fill(number)
    await page.get_by_label("Tên chủ tài khoản").fill("CTY GOM SU QUANG VINH")
    await page.get_by_role("button", name="Gửi văn phòng xác nhận").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã gửi tài khoản")
    await maker.look()


async def draft(officer, number) -> None:
    """Draft a batch, once the ledger has the sale: workers post it, and the page does not follow them."""
    button = officer.page.get_by_role("button", name="Lập đợt chi")
    async with asyncio.timeout(PATIENCE / 1000):
        while not await button.count():
            await officer.go(PAYOUTS)
    await button.click()
    await expect(officer.page.get_by_text(number)).to_be_visible()


async def bank_file(page) -> list[list[str]]:
    """The rows of the bank's file."""
    async with page.expect_download() as keeping:
        await page.get_by_role("link", name="Tải tệp chuyển khoản").click()
    kept = Path(await (await keeping.value).path())
    content = await asyncio.to_thread(kept.read_text, encoding="utf-8-sig")
    return list(csv.reader(StringIO(content)))
