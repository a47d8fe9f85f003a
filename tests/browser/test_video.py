"""A host films with a fake camera in one browser, viewers watch in others; pictures, sound, faults and a sale."""

import asyncio
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.browser.windows import DESK, FLAGS, PATIENCE, PHONE, Window

STALL = "gian-gom-bat-trang"
HOST = "chu-gian@chomay.example"
ROOM = f"/phien/{STALL}"
FAKE_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
SOON = 20_000  # milliseconds until film is there, on a busy machine
RUNS = "() => { const v = document.querySelector('video'); const was = window.seenAt; window.seenAt = v.currentTime;"
RUNS += " return was !== undefined && v.currentTime > was && v.currentTime > 1; }"
GREEN = """() => { const v = document.querySelector('video'); const c = document.createElement('canvas');
c.width = c.height = 8; const p = c.getContext('2d'); p.drawImage(v, 0, 0, 8, 8);
const d = p.getImageData(0, 0, 8, 8).data; let sum = 0;
for (let at = 1; at < d.length; at += 4) sum += d[at]; return sum / (d.length / 4); }"""


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium with a camera that shows a green clock and a microphone that beeps."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*FLAGS, *FAKE_CAMERA]
        )
        yield browser
        await browser.close()


@pytest.fixture
async def host(window) -> Window:
    """The host at the desk, on air, the camera on."""
    host: Window = await window(viewport=DESK)
    await host.sign_in(HOST)
    await host.go(f"{ROOM}/dieu-khien")
    start = host.page.get_by_role("button", name="Lên sóng")
    if await start.count():
        await start.click()
    await expect(host.page.get_by_role("button", name="Dừng phát")).to_be_visible()
    await film(host.page)
    return host


async def film(page: Page) -> None:
    """Turn the camera on; a key of an earlier test is replaced."""
    await page.get_by_role("button", name="Bật máy quay").click()
    live, other = page.locator("[data-said=live]"), page.get_by_role("button", name="Thay khóa và phát từ đây")
    await expect(live.or_(other).locator("visible=true")).to_be_visible(timeout=SOON)
    if await other.is_visible():
        await other.click()
    await expect(live).to_be_visible(timeout=SOON)


async def runs(viewer: Window) -> None:
    """Wait until the picture moves, and is not black."""
    await viewer.page.wait_for_function(RUNS, timeout=PATIENCE, polling=300)
    assert await viewer.page.evaluate(GREEN) > 30


async def test_a_viewer_watches_and_buys_what_is_pinned(host, window):
    viewer: Window = await window()
    await viewer.go(ROOM)
    await runs(viewer)
    await host.stay()
    item = host.page.locator("[data-item]").first
    await item.get_by_role("button", name="Ghim").or_(item.get_by_role("button", name="Đổi giá")).first.click()
    await expect(host.page.locator("[data-item].on").first).to_be_visible()
    assert await host.still_here(), "pinning must not leave the desk, and with it the camera"

    await viewer.page.locator("[data-pins] [data-pin-buy]").first.click(timeout=PATIENCE)
    sheet = viewer.page.locator("dialog[data-sheet]")
    await sheet.get_by_label("Họ và tên").fill("Lê Thị Bích Ngọc")
    await sheet.get_by_label("Số điện thoại").fill("0912 345 678")
    await sheet.locator("[data-confirm]").click()

    await expect(sheet.locator("[data-done-title]")).to_be_visible(timeout=SOON)
    await sheet.get_by_role("button", name="Đóng").last.click()
    await runs(viewer)
    await viewer.page.get_by_role("button", name="Bật tiếng").click()
    assert await viewer.page.evaluate("document.querySelector('video').muted") is False
    await viewer.look()
    await host.look()


async def test_the_host_s_page_dies_and_comes_back(host, window):
    viewer: Window = await window()
    await viewer.go(ROOM)
    await runs(viewer)
    context = host.page.context

    await host.page.close()

    await expect(viewer.page.locator("[data-standing]")).to_be_visible(timeout=SOON)
    await viewer.look(PHONE)
    again = await context.new_page()
    await again.goto(f"{host.shop.url}{ROOM}/dieu-khien")
    await expect(again.locator("[data-said=live]")).to_be_visible(timeout=SOON)
    await expect(viewer.page.locator("[data-standing]")).to_be_hidden(timeout=SOON)
    await runs(viewer)


async def test_a_key_that_is_taken_back_ends_the_film_at_once_and_is_told(host):
    page = host.page
    await page.get_by_text("Phát bằng OBS hoặc máy quay rời").click()

    await page.get_by_role("button", name="Thu hồi khóa").click()

    await expect(page.locator("[data-said=over]")).to_be_visible(timeout=5000)
    await expect(page.get_by_role("button", name="Bật máy quay")).to_be_visible()


async def test_a_second_publisher_is_told_and_takes_over_by_a_button(host):
    second = await host.page.context.new_page()
    await second.goto(f"{host.shop.url}{ROOM}/dieu-khien")
    await second.get_by_role("button", name="Bật máy quay").click()
    take = second.get_by_role("button", name="Giành quyền phát")
    await expect(take).to_be_visible(timeout=SOON)
    await expect(host.page.locator("[data-said=live]")).to_be_visible()

    await take.click()

    await expect(second.locator("[data-said=live]")).to_be_visible(timeout=SOON)
    await expect(host.page.locator("[data-said=over]")).to_be_visible(timeout=SOON)


async def test_the_fast_way_and_the_way_of_sound_alone(host, window):
    viewer: Window = await window(viewport=DESK)
    await viewer.go(ROOM)
    await runs(viewer)
    ways, room = viewer.page.locator("summary[aria-label='Cách xem']"), viewer.page.locator("[data-slug][data-room]")
    await ways.click()

    await viewer.page.get_by_label("Nhanh").check()

    await expect(room).to_have_attribute("data-running", "fast", timeout=SOON)
    await runs(viewer)
    await viewer.page.get_by_label("Tiết kiệm dữ liệu").check()
    await expect(room).to_have_attribute("data-running", "sound", timeout=SOON)
    await expect(viewer.page.locator("img[data-still]")).to_be_visible()
    await viewer.page.wait_for_function(RUNS, timeout=PATIENCE, polling=300)
    assert await viewer.page.evaluate("document.querySelector('video').videoWidth") == 0
    await viewer.look(DESK)


async def test_the_hall_shows_a_still_of_the_stall(host, window):
    viewer: Window = await window(viewport=DESK)
    await asyncio.sleep(3)  # the first still goes out a second after the camera is on

    await viewer.go("/cho-dem")
    await viewer.page.get_by_role("link", name="Vào xem").or_(viewer.page.locator("a[href^='/cho-dem/']")).first.click()

    still = viewer.page.locator("img.still").first
    await expect(still).to_be_visible()
    assert await still.evaluate("(image) => image.naturalHeight > image.naturalWidth && image.naturalWidth > 0")
