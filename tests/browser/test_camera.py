"""A host films with a fake camera in one browser, viewers watch in others; pictures, sound, faults and a sale."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.filming import RUNS, SOON, chromium_with_camera, go_on_air, runs
from tests.browser.windows import DESK, PATIENCE, PHONE, Window

STALL = "gian-gom-bat-trang"
HOST = "chu-gian@chomay.example"
ROOM = f"/phien/{STALL}"
CAPTION = "Bình gốm men rạn, giá hôm nay"
CUES = """() => { const [track] = document.querySelector('video').textTracks;
const cues = [...track.cues ?? []]; return cues.length && cues.map((cue) => cue.text); }"""


@pytest.fixture(scope="module")
async def browser(browser: Browser) -> AsyncIterator[Browser]:
    """A Chromium with a camera."""
    async with chromium_with_camera(browser) as seeing:
        yield seeing


@pytest.fixture
async def host(window) -> Window:
    """The host at the desk, on air, the camera on."""
    host: Window = await window(viewport=DESK)
    await go_on_air(host, ROOM, HOST)
    return host


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
    await host.page.get_by_label("Phụ đề cho người không nghe được").fill(CAPTION)
    await host.page.locator("[data-caption-box]").get_by_role("button", name="Hiện").click()
    steady = await said_with_its_picture(viewer)
    ways, room = viewer.page.locator("summary[aria-label='Cách xem']"), viewer.page.locator("[data-slug][data-room]")
    await ways.click()

    await viewer.page.get_by_label("Nhanh").check()

    await expect(room).to_have_attribute("data-running", "fast", timeout=SOON)
    await runs(viewer)
    assert (steady, await said_with_its_picture(viewer)) == ([CAPTION], [CAPTION])
    await viewer.page.get_by_label("Tiết kiệm dữ liệu").check()
    await expect(room).to_have_attribute("data-running", "sound", timeout=SOON)
    await expect(viewer.page.locator("img[data-still]")).to_be_visible()
    await viewer.page.wait_for_function(RUNS, timeout=PATIENCE, polling=300)
    assert await viewer.page.evaluate("document.querySelector('video').videoWidth") == 0
    await viewer.look(DESK)


async def test_the_hall_shows_a_still_of_the_stall(host, window, shop, api):
    viewer: Window = await window(viewport=DESK)
    shop.wait_until(lambda: api.get(f"/video/{STALL}/still.jpg").is_success, 20, "a still has come")

    await viewer.go("/cho-dem")
    await viewer.page.get_by_role("link", name="Vào xem").or_(viewer.page.locator("a[href^='/cho-dem/']")).first.click()

    still = viewer.page.locator("img.still").first
    await expect(still).to_be_visible()
    assert await still.evaluate("(image) => image.naturalHeight > image.naturalWidth && image.naturalWidth > 0")


async def said_with_its_picture(viewer: Window) -> list[str]:
    """What the track of the viewer's picture has."""
    found = await viewer.page.wait_for_function(CUES, timeout=PATIENCE, polling=300)
    texts: list[str] = await found.json_value()
    return texts
