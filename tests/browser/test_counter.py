"""Staff at a counter with a phone: opens the drawer, sells, takes back, and scans a pickup with the camera."""

import re
import shutil

import segno
from playwright.async_api import expect

from tests.browser import test_buyer
from tests.browser.test_buyer import POINT, STAFF, choose, order
from tests.browser.windows import FLAGS, PHONE, Window, order_code

goods = test_buyer.goods  # the fixture
SIDE = 480  # pixels of the picture the false camera shows


PATIENCE = 60_000  # milliseconds: a camera, a decoder and a page


async def test_goods_are_sold_and_brought_back_with_a_phone(window, goods):
    staff = await window()
    page = staff.page
    await staff.sign_in(STAFF)
    await staff.go(f"/quay/ngan-tien?place={POINT}")
    await page.get_by_label("Tiền lẻ có sẵn").fill("500.000")
    await page.get_by_role("button", name="Mở ngăn tiền").click()
    await expect(page.get_by_role("status")).to_contain_text("Ngăn tiền đã mở")
    await staff.look()

    await page.get_by_role("link", name="Bán tại quầy").click()
    await page.get_by_label("Tên hàng").fill(goods.name)
    await page.get_by_role("button", name="Tìm", exact=True).click()
    await page.get_by_role("button", name=f"Lấy {goods.name}").first.click()
    row = page.get_by_role("article").first
    await row.get_by_role("textbox").fill("1")
    await page.get_by_label("Khách đưa").fill("1")
    await staff.look()
    await page.get_by_role("button", name="Bán", exact=True).click()
    await expect(page.locator("#errors")).to_be_focused()
    await expect(page.get_by_label("Khách đưa")).to_have_value("1")
    await page.get_by_label("Khách đưa").fill("90.000.000")
    await expect(page.locator("[data-change] output")).to_contain_text("₫")
    await page.get_by_role("button", name="Bán", exact=True).click()
    await expect(page.get_by_role("status")).to_contain_text("Đã bán")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("BQ-")
    await staff.look()

    await page.get_by_label("trả lại, nhiều nhất 1").fill("1")
    await page.get_by_label("Lý do trả").fill("Khách đổi ý")
    await page.get_by_role("button", name="Nhận lại hàng và trả tiền").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã nhận lại hàng")
    await page.get_by_role("link", name="Cuối ngày").click()
    await expect(page.get_by_text("Khách trả hàng, trả tiền mặt")).to_contain_text("(1)")
    await staff.look()


async def test_a_pickup_is_handed_over_by_the_camera(browser, window, shop, goods, tmp_path):
    buyer, staff = await window(), await window()
    await choose(buyer, goods)
    await order(buyer, "Phạm Thị Quét")
    await buyer.follow_order("confirmed")
    code = order_code(buyer.page)
    secret = "".join(re.findall(r"\d", await buyer.page.locator(".secret").inner_text()))
    await staff.sign_in(STAFF)
    await staff.go(f"/quay?place={POINT}")
    await staff.page.get_by_role("article", name=code).get_by_role("button", name="Đã đóng gói").click()
    await expect(staff.page.get_by_role("status")).to_contain_text(code)

    film = tmp_path / "pickup.y4m"
    film.write_bytes(film_of(f"CHOMAY:{code}:{secret}"))
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    chromium = shutil.which("chromium")
    async with await browser.browser_type.launch(executable_path=chromium, args=[*FLAGS, *camera]) as seeing:
        seer = Window(
            await seeing.new_page(viewport=PHONE, reduced_motion="reduce", storage_state=await state(staff)), shop
        )
        await seer.go(f"/quay/quet?place={POINT}")
        await seer.page.get_by_role("button", name="Bật máy ảnh").click()
        await expect(seer.page.get_by_text("không cho dùng máy ảnh")).to_be_visible()
        await seer.look()
        await seer.page.context.grant_permissions(["camera"])
        await seer.page.get_by_role("button", name="Bật máy ảnh").click()
        await expect(seer.page.get_by_role("heading", name="Đơn vừa đọc")).to_be_visible(timeout=PATIENCE)
        assert secret not in seer.page.url
        await seer.look()
        await seer.page.get_by_role("button", name="giao hàng").click()
        await expect(seer.page.get_by_role("status").first).to_contain_text(code)
        assert seer.faults == []
    await buyer.follow_order("handed_over")


async def state(window):
    """The cookies of a window, for a browser of its own."""
    return await window.page.context.storage_state()


def film_of(text, frames=2):
    """A film that shows the QR code of `text`, as YUV4MPEG2."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    size = SIDE // len(rows)
    margin = (SIDE - size * len(rows)) // 2
    blank = b"\xff" * SIDE
    picture = [blank] * margin
    for row in rows:
        line = b"".join((b"\x00" if dark else b"\xff") * size for dark in row)
        picture += [(b"\xff" * margin + line).ljust(SIDE, b"\xff")] * size
    picture += [blank] * (SIDE - len(picture))
    luma, chroma = b"".join(picture), b"\x80" * (SIDE * SIDE // 2)
    return f"YUV4MPEG2 W{SIDE} H{SIDE} F10:1 Ip A1:1 C420jpeg\n".encode() + (b"FRAME\n" + luma + chroma) * frames
