"""A clerk writes about a product and sends a picture; the office looks and lets it go live; prices do not wait."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.windows import DESK, PATIENCE, Window
from tests.make import media

CLERK = "chu-the@chomay.example"
OFFICER = "can-bo@chomay.example"
STORY = "Men lam tro trấu, vẽ tay từng chiếc, nung củi bốn mươi giờ ở lò bầu."
SEEN = "Ấm chén men lam trên bàn gỗ"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture as a phone takes it."""
    file = tmp_path / "anh-lo.jpg"
    file.write_bytes(media.picture((1600, 1200), quality=90))
    return file


async def open_first_listing(clerk: Window) -> tuple[str, str]:
    """From one's own page to a listing that is live; returns its name and its public address."""
    page = clerk.page
    await clerk.sign_in(CLERK)
    await clerk.go("/toi")
    await page.get_by_role("link", name="Việc của chủ thể").click()
    await page.get_by_role("link", name="Sản phẩm", exact=True).click()
    await clerk.look()
    await page.locator("nav.chips a", has_text="Đang bán").click()
    await page.locator("ul.rows a").first.click()
    await expect(page.get_by_role("heading", name="Giá, bán và tồn kho")).to_be_visible()
    await clerk.look()
    return await page.locator("h1").inner_text(), f"/san-pham/{page.url.rpartition('/')[2]}"


async def write(clerk: Window) -> None:
    """Texts are saved while one writes; what cannot be meant is said beside its field, and nothing is lost."""
    page, status = clerk.page, clerk.page.locator("[data-status]")
    days = page.get_by_label("Hạn dùng (ngày)")
    await page.get_by_label("Câu giới thiệu (tiếng Việt)").fill("Ấm chén men lam vẽ tay.")
    await page.get_by_label("Câu chuyện sản phẩm (tiếng Việt)").fill(STORY)
    await expect(status).to_contain_text("Đã lưu bản nháp lúc", timeout=PATIENCE)
    await days.fill("sáu tháng")
    await expect(days).to_have_attribute("aria-invalid", "true", timeout=PATIENCE)
    await clerk.look()
    await days.fill("")
    await expect(status).to_contain_text("Đã lưu bản nháp lúc", timeout=PATIENCE)


async def send_picture(clerk: Window, photo: Path) -> None:
    """A picture joins the form without the page being loaded anew; what is none is refused and costs nothing."""
    page = clerk.page
    shots = await page.locator(".shot").count()
    await clerk.stay()
    await page.get_by_label("Thêm ảnh").set_input_files(photo)
    await expect(page.locator(".shot")).to_have_count(shots + 1, timeout=PATIENCE)
    alt = page.get_by_label(f"Mô tả ảnh {shots + 1} (tiếng Việt)")
    await expect(alt).to_be_focused()
    await alt.fill(SEEN)
    drawing = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    await page.get_by_label("Thêm ảnh").set_input_files([drawing])
    await expect(page.locator("[data-status]")).to_contain_text("Không nhận loại tệp này", timeout=PATIENCE)
    await expect(alt).to_have_value(SEEN)
    await clerk.look()
    assert await clerk.still_here()
    assert ["422" in fault for fault in clerk.faults] == [True]  # browsers write each refusal to the console
    clerk.faults.clear()


async def approve(officer: Window, name: str) -> None:
    """The officer sees the difference, cannot send it back without a reason, and lets it go live."""
    page = officer.page
    await officer.sign_in(OFFICER)
    await officer.go("/van-phong/niem-yet")
    await officer.look()
    await page.get_by_role("link", name=name).first.click()
    await expect(page.locator(".changes ins", has_text="nung củi bốn mươi giờ")).to_be_visible()
    await officer.look()
    await page.get_by_role("button", name="Trả lại, chưa duyệt").click()
    await expect(page.locator("#errors")).to_be_focused()
    await officer.look()
    await page.get_by_role("button", name="Duyệt, cho hiện ngay").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã duyệt")


async def test_texts_and_a_picture_wait_for_the_office_and_a_price_does_not(window, photo):
    clerk, officer, buyer = await window(), await window(viewport=DESK), await window()
    name, public = await open_first_listing(clerk)
    await write(clerk)
    await send_picture(clerk, photo)

    await clerk.page.get_by_role("button", name="Gửi duyệt").click()
    await expect(clerk.page.get_by_role("heading", name=re.compile("đang chờ duyệt"))).to_be_visible(timeout=PATIENCE)
    await clerk.look()
    await buyer.go(public)
    await expect(buyer.page.get_by_text(STORY)).to_have_count(0)

    await clerk.page.get_by_label("Giá bán").first.fill("777.000")
    await clerk.page.get_by_role("button", name="Đổi giá").first.click()
    await expect(clerk.page.get_by_role("status").first).to_contain_text("có hiệu lực ngay")
    await buyer.go(public)
    await expect(buyer.page.get_by_text("777.000\u00a0₫").first).to_be_visible()

    await approve(officer, name)

    await buyer.go(public)
    await expect(buyer.page.get_by_text(STORY)).to_be_visible()
    shown = buyer.page.get_by_role("img", name=SEEN).first
    await expect(shown).to_have_js_property("complete", True)
    assert await shown.evaluate("image => image.naturalWidth > 0")
    await buyer.look()
