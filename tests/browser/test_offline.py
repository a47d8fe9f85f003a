"""A pickup is handed over while the net is away: listed, scanned, noted, and sent when it is back."""

import shutil

from playwright.async_api import expect

from tests.browser import test_buyer
from tests.browser.test_buyer import POINT, STAFF, choose, order
from tests.browser.test_counter import film_of, state
from tests.browser.windows import FLAGS, PATIENCE, PHONE, Window, order_code

goods = test_buyer.goods  # the fixture
KEPT = "/quay/quet/mang-yeu"


async def test_a_pickup_is_handed_over_while_the_net_is_away(browser, window, shop, goods, tmp_path):
    buyer, staff = await window(), await window()
    code, text = await fetched_here(buyer, staff, goods)
    film = tmp_path / "pickup.y4m"
    film.write_bytes(film_of(text))
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    chromium = shutil.which("chromium")
    async with await browser.browser_type.launch(executable_path=chromium, args=[*FLAGS, *camera]) as seeing:
        context = await seeing.new_context(
            viewport=PHONE, reduced_motion="reduce", storage_state=await state(staff), permissions=["camera"]
        )
        seer = Window(await context.new_page(), shop)
        await take_list(seer)
        await context.set_offline(True)
        await give_offline(seer, code)
        await context.set_offline(False)
        await expect(seer.page.locator("[data-results-list]")).to_contain_text(code, timeout=PATIENCE)
        await expect(seer.page.locator("[data-waiting]")).to_have_text("0")
        await seer.look()
        await seer.page.get_by_role("button", name="Gửi ngay").click()
        await expect(seer.page.locator("[data-told]")).to_contain_text("Không có đơn nào chờ gửi")
    await buyer.follow_order("handed_over")
    await staff.go(f"/quay/ngan-tien?place={POINT}")
    await expect(staff.page.get_by_text(code)).to_have_count(1)


async def fetched_here(buyer, staff, goods):
    """An order that is packed at the staff's point: its code, and what its QR code says."""
    await choose(buyer, goods)
    await order(buyer, "Phạm Thị Mất Mạng")
    await buyer.follow_order("confirmed")
    code = order_code(buyer.page)
    [kept] = [each["value"] for each in await buyer.page.context.cookies() if each["name"] == "__Host-orders"]
    token = {"X-Order-Token": kept.strip('"').partition(".")[2]}
    shown = await buyer.page.request.get(f"{buyer.shop.url}/api/v1/orders/{code}", headers=token)
    await staff.sign_in(STAFF)
    await staff.go(f"/quay?place={POINT}")
    await staff.page.get_by_role("article", name=code).get_by_role("button", name="Đã đóng gói").click()
    await expect(staff.page.get_by_role("status")).to_contain_text(code)
    return code, (await shown.json())["pickup_qr"]


async def take_list(seer):
    """Load the list, and wait until the page is kept."""
    await seer.go(f"/quay/quet?place={POINT}")
    await seer.page.get_by_role("link", name="Giao khi mất mạng").click()
    await seer.page.get_by_role("button", name="Tải danh sách mới").click()
    await expect(seer.page.locator("[data-told]")).to_contain_text("Đã tải danh sách")
    await seer.look()
    kept = f"async () => (await navigator.serviceWorker.ready) && Boolean(await caches.match('{KEPT}'))"
    await seer.page.wait_for_function(kept)


async def give_offline(seer, code):
    """Open the scan page without the net, read the code, give the goods; the same order is not given again."""
    page = seer.page
    await seer.go(f"/quay/quet?place={POINT}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Giao hàng khi mất mạng")
    await page.get_by_role("button", name="Bật máy ảnh").click()
    await expect(page.get_by_role("heading", name="Đơn vừa đọc")).to_be_visible(timeout=PATIENCE)
    await expect(page.locator("[data-code]")).to_have_text(code)
    await seer.look()
    await page.get_by_role("button", name="đã giao").click()
    await expect(page.locator("[data-waiting]")).to_have_text("1")
    await page.get_by_role("button", name="Bật máy ảnh").click()
    await expect(page.locator("[data-told]")).to_contain_text("đã được giao bằng máy này rồi", timeout=PATIENCE)
