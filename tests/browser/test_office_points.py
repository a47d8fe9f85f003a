"""An officer with a phone: overview, coverage, a new sales point; a buyer finds it, the nearest first."""

import pytest
from playwright.async_api import expect

OFFICER = "can-bo@chomay.example"
NAME = "Điểm OCOP thử nghiệm Sơn Đồng"
NEAR = "21.0349,105.6934"
PAGES = ["/van-phong", "/van-phong/diem-ban", "/van-phong/tu-dong-nghia?thu=nep+cam", "/diem-ban/do-phu"]


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_of_the_office_is_right_at_both_widths_by_day_and_by_night(window, path):
    officer = await window()
    await officer.sign_in(OFFICER)

    await officer.go(path)

    await officer.look()


async def test_an_officer_adds_a_point_and_a_buyer_finds_it_first(window):
    officer, buyer = await window(), await window()
    page = officer.page
    await officer.sign_in(OFFICER)
    await officer.go("/van-phong")
    await expect(page.get_by_role("heading", level=2, name="Đang chờ văn phòng")).to_be_visible()
    await page.get_by_role("link", name="Điểm bán").click()
    covered = page.get_by_text("xã, phường hiện nay có ít nhất một điểm").locator("..").locator(".v")
    before = int((await covered.inner_text()).split("/")[0])
    await page.get_by_role("link", name="Thêm điểm bán").click()

    await page.get_by_label("Tên điểm bán").fill(NAME)
    await page.get_by_label("Số nhà, đường, thôn").fill("Thôn Thượng")
    await page.get_by_label("Xã, phường hiện nay").select_option(label="Xã Sơn Đồng")
    await page.get_by_label("Vị trí").fill(NEAR)
    await page.get_by_label("Thứ Hai").fill("8 giờ sáng")
    await page.get_by_role("button", name="Thêm vào sổ").click()
    await expect(page.locator("#errors")).to_be_focused()
    await expect(page.get_by_label("Tên điểm bán")).to_have_value(NAME)
    await officer.look()
    await page.get_by_label("Thứ Hai").fill("08:00–21:00")
    await page.get_by_role("button", name="Thêm vào sổ").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã thêm điểm bán")

    await buyer.go(f"/diem-ban?near={NEAR}")
    await expect(buyer.page.locator(".points h2").first).to_have_text(NAME)
    await expect(buyer.page.get_by_role("link", name=NAME)).to_have_count(2)  # in the list and on the map
    await buyer.look()
    await buyer.page.locator(".points h2 a").first.click()
    await expect(buyer.page.get_by_role("heading", level=1)).to_have_text(NAME)
    await officer.go("/van-phong/diem-ban")
    assert int((await covered.inner_text()).split("/")[0]) == before + 1
