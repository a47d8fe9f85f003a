"""Staff of a point with a phone: sends a box, takes it back, counts."""

from playwright.async_api import expect

from tests.browser.test_buyer import POINT, STAFF


async def test_a_box_is_sent_taken_back_and_what_is_there_is_counted(window):
    staff = await window()
    page = staff.page
    await staff.sign_in(STAFF)
    await staff.go(f"/quay?place={POINT}")
    await page.get_by_role("link", name="Kho của điểm").click()
    await staff.look()
    await page.get_by_role("link", name="Gửi đi").click()
    row = page.get_by_role("article").first
    name = await row.get_attribute("aria-label")
    await page.get_by_label("Gửi tới điểm").select_option(index=1)

    await row.get_by_role("textbox").fill("999999")
    await page.get_by_role("button", name="Gửi hàng").click()
    await expect(page.locator("#errors")).to_be_focused()
    await expect(row.get_by_role("textbox")).to_have_value("999999")
    await staff.look()
    await row.get_by_role("textbox").fill("1")
    await page.get_by_role("button", name="Gửi hàng").click()
    await expect(page.get_by_role("status")).to_contain_text("CK-")
    await page.get_by_role("button", name="Lấy lại hàng").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã lấy lại hàng")
    await expect(page.get_by_role("button", name="Lấy lại hàng")).to_have_count(0)

    await page.get_by_role("link", name="Kiểm kho").click()
    counted = page.get_by_role("article", name=name, exact=True)
    await counted.get_by_role("textbox").fill("3")
    await staff.look()
    await page.get_by_role("button", name="Ghi số đếm").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã ghi số đếm")
    await expect(page.get_by_role("article", name=name, exact=True)).to_contain_text("Sổ ghi 3")


async def test_a_delivery_is_taken_in_and_pieces_are_kept_for_the_counter(window):
    staff = await window()
    page = staff.page
    await staff.sign_in(STAFF)
    await staff.go(f"/quay/kho?place={POINT}")
    await page.get_by_role("link", name="Nhập hàng").click()
    await page.get_by_label("Mặt hàng").select_option(index=1)
    await page.get_by_label("Số chiếc").fill("4")
    await page.get_by_label("Mã lô trên nhãn").fill("LO-2222-2222")
    await page.get_by_role("button", name="Nhập vào kho").click()
    await expect(page.locator("#errors")).to_be_focused()
    await expect(page.get_by_label("Mã lô trên nhãn")).to_have_value("LO-2222-2222")
    await staff.look()
    await page.get_by_label("Mã lô trên nhãn").fill("")
    await page.get_by_role("button", name="Nhập vào kho").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã nhập kho")

    await page.get_by_role("link", name="Giữ cho quầy").click()
    await page.get_by_label("Mặt hàng").select_option(index=1)
    await page.get_by_label("Số chiếc dành riêng cho quầy").fill("2")
    await staff.look()
    await page.get_by_role("button", name="Lưu").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã lưu")
    await expect(page.get_by_role("article").filter(has_text="2 dành riêng cho quầy").first).to_be_visible()
