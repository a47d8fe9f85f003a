"""A show at one stall: the next segment reaches a viewer, and the end takes them to the stall beside it."""

import re

from playwright.async_api import expect

from tests.browser.windows import DESK, PATIENCE, PHONE

STALL, HOST = "gian-qua-pho-co", "chu-gian-3@chomay.example"
BESIDE, OTHER_HOST = "gian-gom-bat-trang", "chu-gian@chomay.example"
SOON = 20_000  # milliseconds until what happens in a room has reached every screen, on a busy machine


async def on_air(window, stall, login, size):
    """A host at the desk, on air."""
    host = await window(viewport=size)
    await host.sign_in(login)
    await host.go(f"/phien/{stall}/dieu-khien")
    start = host.page.get_by_role("button", name="Lên sóng")
    if await start.count():  # a second look finds it on air
        await start.click()
    await expect(host.page.get_by_role("button", name="Dừng phát")).to_be_visible()
    return host


async def test_the_next_segment_and_the_hand_over_reach_a_viewer(window):
    beside = await on_air(window, BESIDE, OTHER_HOST, DESK)
    host = await on_air(window, STALL, HOST, PHONE)
    viewer = await window()
    await viewer.go(f"/phien/{STALL}")
    await viewer.page.get_by_label("Tên hiện trong phòng").fill("Ngọc")
    await viewer.stay()

    await host.page.get_by_role("link", name="Kịch bản").click()
    await host.page.get_by_role("button", name=re.compile("^Bắt đầu: ")).click()
    title = await host.page.locator("[data-segment]").inner_text()
    await expect(viewer.page.locator("[data-onstage-title]")).to_have_text(f"Đang giới thiệu: {title}", timeout=SOON)
    await expect(viewer.page.locator("[data-pins] [data-pin]")).to_have_count(2, timeout=SOON)
    first = await pinned(viewer)
    await expect(host.page.locator("[data-due]")).to_have_text(re.compile("^Còn "))
    await host.look()

    await host.page.get_by_role("button", name=re.compile("^Kế tiếp: ")).click()
    await expect(viewer.page.locator("[data-onstage-title]")).not_to_contain_text(title, timeout=SOON)
    await expect(viewer.page.locator(f'[data-pins] [data-variant="{first[0]}"]')).to_have_count(0, timeout=SOON)
    assert not set(first) & set(await pinned(viewer))
    assert await viewer.still_here()
    await viewer.look()

    await host.go(f"/phien/{STALL}/loi-thoai")
    run = host.page.get_by_role("button", name="Chạy chữ")
    await expect(run).to_be_visible()
    await host.page.keyboard.press("Space")
    await expect(host.page.get_by_role("button", name="Dừng chữ")).to_be_visible()
    await host.page.keyboard.press("Space")
    await expect(run).to_be_visible()
    await host.look()

    await host.go(f"/phien/{STALL}/dieu-khien")
    await host.page.get_by_role("button", name="Dừng phát").click()
    await expect(viewer.page.locator("[data-moveon-text]")).to_contain_text("Gốm men", timeout=SOON)
    await viewer.page.wait_for_url(re.compile(f"/phien/{BESIDE}$"), timeout=PATIENCE)
    await expect(viewer.page.get_by_label("Tên hiện trong phòng")).to_have_value("Ngọc")
    await beside.page.get_by_role("button", name="Dừng phát").click()
    await expect(viewer.page.get_by_text("Gian này đã đóng")).to_be_visible(timeout=SOON)


async def pinned(viewer):
    """The variants pinned in the viewer's room."""
    cards = await viewer.page.locator("[data-pins] [data-pin]").all()
    return [await card.get_attribute("data-variant") for card in cards]
