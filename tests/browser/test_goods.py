"""A producer with a sheet and a label: sends faults, reads them, imports the rest, and a buyer checks a batch."""

import re

import pytest
from playwright.async_api import expect

from shop.core.sheets import read_rows, xlsx_bytes
from tests.browser.windows import DESK, PATIENCE

PRODUCER = "chu-the@chomay.example"
DESK_PATH = "/chu-the/cong-ty-tnhh-gom-su-quang-vinh"
NEW = "Bộ thử trong trình duyệt"


@pytest.fixture
async def maker(window):
    """The sample producer at a desk."""
    maker = await window(viewport=DESK)
    await maker.sign_in(PRODUCER)
    return maker


def sheet_with_faults(goods: bytes) -> bytes:
    """The producer's own sheet with a new pack, a slip of the pen and a product of nobody's."""
    header, first, *_ = read_rows(goods, "hang.xlsx")
    known = dict(zip(header, [*first, *[""] * len(header)], strict=False))
    product = {"Sản phẩm OCOP": known["Sản phẩm OCOP"], "Đơn vị": "bộ"}
    rows = [
        product | {"Mã SKU": "THU-1", "Quy cách": NEW, "Giá (đồng)": "1.250.000"},
        product | {"Mã SKU": "THU-2", "Quy cách": "Bộ khác", "Giá (đồng)": "1.25"},
        product | {"Mã SKU": "THU-3", "Quy cách": "Bộ lạ", "Giá (đồng)": "90000", "Sản phẩm OCOP": "Gạo lạ"},
    ]
    return xlsx_bytes("Hàng", header, [[row.get(name, "") for name in header] for row in rows])


async def test_a_sheet_with_faults_is_read_mended_and_imported(maker, tmp_path, api):
    page = maker.page
    await maker.go(f"{DESK_PATH}/nhap")
    await maker.look()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Hàng đang có, XLSX").click()
    saved = await (await download.value).path()
    sheet = tmp_path / "hang.xlsx"
    sheet.write_bytes(sheet_with_faults(saved.read_bytes()))

    await page.get_by_role("button", name="Kiểm tra tệp").click()
    await expect(page.locator("#errors")).to_be_focused()
    await page.get_by_label("Tệp CSV hoặc XLSX").set_input_files(sheet)
    await page.get_by_role("button", name="Kiểm tra tệp").click()
    await expect(page.get_by_role("heading", name="Kiểm tra xong, chưa ghi gì")).to_be_visible(timeout=PATIENCE)
    faults = page.get_by_role("region", name="Cần sửa")
    await expect(faults).to_contain_text("Không đọc chắc được giá “1.25”")
    await expect(faults).to_contain_text("Không có sản phẩm OCOP “Gạo lạ”")
    await maker.look()

    await page.get_by_role("button", name="Nhập 1 dòng đúng").click()
    await maker.stay()
    await expect(page.get_by_role("heading", name="Đã nhập xong")).to_be_focused(timeout=PATIENCE)
    assert await maker.still_here()
    await maker.look()

    async with page.expect_download() as download:
        await maker.go(f"{DESK_PATH}/nhap")
        await page.get_by_role("link", name="Hàng đang có, XLSX").click()
    goods = list(read_rows((await (await download.value).path()).read_bytes(), "hang.xlsx"))
    assert [row for row in goods if NEW in row and "1250000" in row], "the draft is among the producer's goods"
    await expect(page.get_by_role("link", name="Nhập: hang.xlsx")).to_be_visible()


async def test_a_batch_gets_its_label_and_a_recall_is_read_by_who_scans_it(maker, window):
    page, buyer = maker.page, await window()
    await maker.go(f"{DESK_PATH}/lo")
    await page.get_by_label("Sản phẩm và quy cách").select_option(index=1)
    await page.get_by_label("Số lô").fill("THU-0001")
    await page.get_by_label("Ngày sản xuất").fill("2026-01-05")
    await page.get_by_label("Giao đến điểm bán").select_option(index=1)
    await maker.look()
    await page.get_by_role("button", name="Ghi lô và lấy mã").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã ghi lô")
    code = await page.get_by_role("heading", level=1).inner_text()
    assert re.fullmatch(r"LO-\w{4}-\w{4}", code)
    await maker.look()

    await page.get_by_role("link", name="In tem").click()
    await expect(page.locator(".lab").first).to_contain_text("THU-0001")
    await buyer.go("/xac-thuc")
    await buyer.page.get_by_label("Mã trên tem").fill(code.lower().replace("-", " "))
    await buyer.page.locator("main").get_by_role("button").click()
    await expect(buyer.page.get_by_text("Lô này có trong sổ")).to_be_visible()
    await expect(buyer.page.get_by_text("THU-0001")).to_be_visible()

    await maker.go(f"{DESK_PATH}/lo/{code}")
    await page.get_by_label("Lý do, người mua sẽ đọc").fill("Men lẫn tạp chất")
    await page.get_by_role("button", name="Thu hồi", exact=True).click()
    await expect(page.get_by_role("status")).to_contain_text("Đã thu hồi")
    await maker.look()
    await buyer.page.reload()
    await expect(buyer.page.get_by_role("status")).to_contain_text("Men lẫn tạp chất")
    await buyer.look()
