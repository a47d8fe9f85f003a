"""A Chromium with a camera, a host who films with it, and viewers who see that it moves."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, expect

from tests.browser.windows import FLAGS, PATIENCE, Window

FAKE_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
SOON = 20_000  # milliseconds until film is there, on a busy machine
RUNS = "() => { const v = document.querySelector('video'); const was = window.seenAt; window.seenAt = v.currentTime;"
RUNS += " return was !== undefined && v.currentTime > was && v.currentTime > 1; }"
GREEN = """() => { const v = document.querySelector('video'); const c = document.createElement('canvas');
c.width = c.height = 8; const p = c.getContext('2d'); p.drawImage(v, 0, 0, 8, 8);
const d = p.getImageData(0, 0, 8, 8).data; let sum = 0;
for (let at = 1; at < d.length; at += 4) sum += d[at]; return sum / (d.length / 4); }"""


@asynccontextmanager
async def chromium_with_camera(beside: Browser) -> AsyncIterator[Browser]:
    """A Chromium `beside` the other, with a camera that shows a green clock and a microphone that beeps."""
    chromium = shutil.which("chromium")
    async with await beside.browser_type.launch(executable_path=chromium, args=[*FLAGS, *FAKE_CAMERA]) as browser:
        yield browser


async def go_on_air(host: Window, room: str, login: str) -> None:
    """Sign in, go on air where that is still to do, and turn the camera on."""
    await host.sign_in(login)
    await host.go(f"{room}/dieu-khien")
    start = host.page.get_by_role("button", name="Lên sóng")
    if await start.count():
        await start.click()
    await expect(host.page.get_by_role("button", name="Dừng phát")).to_be_visible()
    await film(host.page)


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
    await viewer.page.wait_for_function(f"() => ({GREEN})() > 30", timeout=PATIENCE, polling=300)
