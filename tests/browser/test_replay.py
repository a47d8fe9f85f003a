"""What a host filmed is seen again: it plays, its chapters seek, it sells at the price of today, it can be removed."""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, expect

from tests.browser.filming import SOON, chromium_with_camera, go_on_air, runs
from tests.browser.stalls import open_closed_stalls
from tests.browser.windows import DESK, PATIENCE, Window

STALL, HOST = "gian-to-lua-van-phuc", "chu-gian-2@chomay.example"
ROOM, REPLAY, API = f"/phien/{STALL}", f"/phien/{STALL}/xem-lai", f"/api/v1/sessions/{STALL}"
A_MINUTE = 60.0  # seconds from the end of a session to its replay
CAPTION = "Chăn bông tơ tằm, giá hôm nay"
FILMED = 12.0  # seconds of film there are at least
BEGUN = "(seconds) => document.querySelector('video').currentTime >= seconds"
CUES = """() => { const [track] = document.querySelector('video').textTracks;
return [...track.cues ?? []].map((cue) => cue.text); }"""


@pytest.fixture(scope="module")
async def browser(browser: Browser) -> AsyncIterator[Browser]:
    """A Chromium with a camera."""
    async with chromium_with_camera(browser) as seeing:
        yield seeing


async def test_a_session_is_filmed_seen_again_bought_from_and_removed(shop, window, api):
    await open_closed_stalls(shop)  # other tests close it, and so does a first try of this one
    host, viewer = await window(viewport=DESK), await window()
    await go_on_air(host, ROOM, HOST)
    await viewer.go(ROOM)
    await runs(viewer)
    price = await pin_cheaper(host)
    await say_for_who_cannot_hear(host)
    await buy(viewer)
    await viewer.page.wait_for_function(BEGUN, arg=FILMED, timeout=PATIENCE)
    [film] = [line for line in api.get(f"/video/{STALL}/live.m3u8").text.splitlines() if line.endswith(".m4s")][-1:]

    await host.page.get_by_role("button", name="Dừng phát").click()
    shop.wait_until(lambda: api.get(f"{API}/replay").is_success, A_MINUTE, "the replay is built")
    told = api.get(f"{API}/replay").json()
    await viewer.go(REPLAY)
    await watch(viewer, told)
    basket = await put_into_basket(viewer)
    await remove(host)

    assert f"{price + 1000:,}".replace(",", ".") in basket, "today's price is the list's, not the room's"
    files = [told["playlist"], told["captions"], told["files"][0]["url"], f"/replays/{STALL}/001/init.mp4"]
    files += [f"/video/{STALL}/{name}" for name in ("live.m3u8", "main.m3u8", "001/init.mp4", "captions.vtt", film)]
    shop.wait_until(lambda: api.get(files[-1]).status_code == httpx.codes.NOT_FOUND, SOON, "the film is gone")
    assert [api.get(file).status_code for file in files] == [404] * len(files)
    assert api.get(f"{API}/replay").status_code == httpx.codes.GONE
    assert (await viewer.page.goto(shop.url + REPLAY)).status == httpx.codes.GONE
    await expect(viewer.page.locator("main")).to_contain_text("đã được gỡ")


async def pin_cheaper(host: Window) -> int:
    """Pin the first of the line-up below its price; return that."""
    item = host.page.locator("[data-item]").first
    price = int(re.sub(r"\D", "", await item.locator("[name=price]").input_value())) - 1000
    await item.locator("[name=price]").fill(f"{price:,}".replace(",", "."))
    await item.get_by_role("button", name=re.compile("^Ghim")).click()
    await expect(host.page.locator("[data-item].on").first).to_be_visible()
    return price


async def say_for_who_cannot_hear(host: Window) -> None:
    await host.page.get_by_label("Phụ đề cho người không nghe được").fill(CAPTION)
    await host.page.locator("[data-caption-box]").get_by_role("button", name="Hiện").click()
    await expect(host.page.get_by_text("Đã hiện trong phòng.")).to_be_visible(timeout=SOON)


async def buy(viewer: Window) -> None:
    await viewer.page.locator("[data-pins] [data-pin-buy]").first.click(timeout=PATIENCE)
    sheet = viewer.page.locator("dialog[data-sheet]")
    await sheet.get_by_label("Họ và tên").fill("Lê Thị Bích Ngọc")
    await sheet.get_by_label("Số điện thoại").fill("0912 345 678")
    await sheet.locator("[data-confirm]").click()
    await expect(sheet.locator("[data-done-title]")).to_be_visible(timeout=SOON)
    await sheet.get_by_role("button", name="Đóng").last.click()


async def watch(viewer: Window, told: dict[str, Any]) -> None:
    """It plays, its chapter seeks and is marked, the line for who cannot hear stands on it."""
    [chapter] = told["chapters"]
    link = viewer.page.locator(".chapters a").first
    await viewer.stay()

    await link.click()

    await viewer.page.wait_for_function(BEGUN, arg=chapter["at"], timeout=PATIENCE)
    await expect(link).to_have_attribute("aria-current", "true")
    await runs(viewer)
    assert await viewer.page.evaluate(CUES) == [CAPTION]
    assert await viewer.still_here()
    assert told["seconds"] >= FILMED - 4, "what had been filmed was kept"
    await viewer.page.evaluate("document.querySelector('video').pause()")
    await viewer.look()


async def put_into_basket(viewer: Window) -> str:
    """Put what was shown into the basket; what that says."""
    await viewer.page.locator(".good").first.get_by_role("button", name="Thêm vào giỏ").click()
    await expect(viewer.page).to_have_url(re.compile("/gio-hang"))
    return await viewer.page.locator("main").inner_text()


async def remove(host: Window) -> None:
    await host.go(REPLAY)
    await host.look()
    await host.page.get_by_text("Quản lý bản xem lại").click()
    await host.page.get_by_label("Lý do gỡ").fill("Quay nhầm sổ sách")
    await host.page.get_by_role("button", name="Gỡ bản xem lại").click()
    await expect(host.page).to_have_url(re.compile(f"{ROOM}$"))
