"""An officer at a desk: takes a certificate back, begins the next one, carries it to a decision; the shop follows."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.browser.windows import DESK

OFFICER = "can-bo@chomay.example"
POINT = "diem-ocop-lang-nghe-gom-su-bat-trang-1"
PROMISE = 1.0  # seconds within which an officer's act is seen everywhere


@pytest.fixture
def listed(api):
    """A product on sale and its certificate; of its own point's last page, so that no other test needs it."""
    items = api.get("/api/v1/products", params={"sort": "name", "limit": 50}).json()["items"]
    return items[-1]["slug"]


async def on_sale(api, slug, *, expected):
    """Whether the shop says so when it is asked after the promised second, or sooner."""
    until = time.monotonic() + PROMISE
    while True:
        asked = time.monotonic()
        product = api.get(f"/api/v1/products/{slug}").json()
        found = slug in {one["slug"] for one in api.get("/api/v1/products", params={"q": slug}).json()["items"]}
        if (product["on_sale"], found) == (expected, expected) or asked > until:
            return product["on_sale"], found


async def revoke(page, code):
    await page.goto(page.url.split("/van-phong")[0] + f"/van-phong/chung-nhan/{code}")
    await page.get_by_label("Lý do thu hồi").fill("Không đánh giá lại")
    await page.get_by_role("button", name="Thu hồi", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Xác nhận thu hồi")
    await page.get_by_role("button", name="Thu hồi chứng nhận này").click()
    await expect(page.get_by_role("status")).to_contain_text("đã rời chợ")


async def test_a_certificate_is_revoked_followed_by_a_new_one_and_revoked_again(window, api, listed):
    code = api.get(f"/api/v1/products/{listed}").json()["certificate"]["code"]
    officer = await window(viewport=DESK)
    page = officer.page
    await officer.sign_in(OFFICER)

    await officer.go(f"/van-phong/chung-nhan?q={code}")
    await officer.look()
    await page.locator(f'a[href="/van-phong/chung-nhan/{code}"]').click()
    await officer.look()
    await revoke(page, code)
    assert await on_sale(api, listed, expected=False) == (False, False)

    await page.get_by_role("link", name="Lập hồ sơ kế tiếp").click()
    await page.get_by_label("Hạng sao").select_option("4")
    await page.get_by_label("Lý do lập hồ sơ").fill("Đánh giá lại theo đợt 4")
    await officer.look()
    await page.get_by_role("button", name="Lập hồ sơ").click()
    for act in ("Gửi hội đồng", "Ghi đã chấm điểm"):
        await page.get_by_label("Lý do hoặc căn cứ").fill("Đủ giấy tờ, theo biên bản")
        await page.get_by_role("button", name=act).click()
        await expect(page.get_by_role("status")).to_be_visible()

    await page.get_by_role("button", name="Ghi quyết định").click()
    await expect(page.locator("#errors")).to_be_focused()
    await officer.look()
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    await page.get_by_label("Số quyết định").fill("512/QĐ-UBND")
    await page.get_by_label("Ngày quyết định").fill(today.isoformat())
    await page.get_by_label("Cấp ban hành").select_option("province")
    await page.get_by_label("Văn bản").first.set_input_files(
        {"name": "512.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    await page.get_by_role("button", name="Ghi quyết định").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Xác nhận quyết định")
    await officer.look()
    await page.get_by_role("button", name="Ghi quyết định này").click()
    await expect(page.get_by_role("status")).to_contain_text("Quyết định đã ghi")
    assert await on_sale(api, listed, expected=True) == (True, True)
    await officer.look()

    new = page.url.partition("?")[0].rpartition("/")[2]
    await revoke(page, new)
    assert await on_sale(api, listed, expected=False) == (False, False)


async def test_a_written_commune_is_asked_for_and_answered(window):
    officer = await window(viewport=DESK)
    page = officer.page
    await officer.sign_in(OFFICER)
    await officer.go("/van-phong/don-vi")
    await officer.look()
    first = page.locator("section.card", has=page.locator("input[type=radio]")).first
    name = await first.get_by_role("heading").inner_text()
    await first.get_by_role("radio").first.check()
    await first.get_by_role("button").click()
    await expect(page.locator("#errors")).to_contain_text("căn cứ")
    await officer.look()
    again = page.locator("section.card", has=page.get_by_role("heading", name=name, exact=True)).first
    await again.get_by_label("Căn cứ").fill("Thôn 3, theo giấy đăng ký kinh doanh")
    await again.get_by_role("button").click()
    await expect(page.get_by_role("status")).to_contain_text("đã ghi")

    await page.get_by_role("link", name="Đã trả lời").click()
    await expect(page.locator("main")).to_contain_text("Thôn 3, theo giấy đăng ký kinh doanh")
    await officer.look()
