"""Orders by comment in a real browser: written, answered, tapped, taken back, seen at the desk."""

import re
from random import randrange

import pytest
from playwright.async_api import expect

from tests.browser.test_night import SOON, say
from tests.browser.windows import DESK, PATIENCE, PHONE

STALL, HOST = "gian-tra-mat-ong", "chu-gian-4@chomay.example"  # of no other test but the one that stops it
ROOM = f"/phien/{STALL}"


@pytest.fixture
async def host(window):
    """The host at the desk, on air."""
    host = await window(viewport=DESK)
    await host.sign_in(HOST)
    await host.go(f"{ROOM}/dieu-khien")
    start = host.page.get_by_role("button", name="Lên sóng")
    if await start.count():
        await start.click()
    await expect(host.page.get_by_role("button", name="Dừng phát")).to_be_visible()
    return host


async def test_comments_become_orders_and_what_is_not_clear_is_tapped(host, window, api):
    viewer, other = await window(), await window(viewport=DESK)
    for one in (viewer, other):
        await one.go(ROOM)
        await one.stay()
    codes = [item["code"] for item in api.get(f"/api/v1/sessions/{STALL}").json()["line_up"] if item["available"] > 22]
    asks = viewer.page.locator("[data-wishes]")
    phone = f"091{randrange(10**4):04} 678"  # another one at a second try: the same words count once a minute

    await say(viewer, "Lê Bích Ngọc", f"chốt {codes[0]} x2 {phone}")
    await expect(asks).to_contain_text("Đã chốt đơn", timeout=PATIENCE)
    for one in (viewer, other):
        await expect(one.page.locator("[data-talk] .order").last).to_contain_text("Ngọc đã chốt 2 ×", timeout=SOON)
    await expect(other.page.get_by_text("x2 •••• 678")).to_be_visible()
    await expect(other.page.locator("[data-wishes] li")).to_have_count(0)
    await viewer.look(PHONE)

    await say(viewer, "Lê Bích Ngọc", f"lấy 21 {codes[1]}")
    await expect(asks).to_contain_text("Bạn lấy bao nhiêu?", timeout=PATIENCE)
    await viewer.look(PHONE)
    await asks.get_by_role("button", name=re.compile("^21 ×")).press("Enter")
    await expect(asks).to_contain_text("Đã chốt đơn", timeout=PATIENCE)
    await asks.get_by_role("button", name="Hủy đơn này").click()
    await expect(asks).to_contain_text("Đã hủy.", timeout=PATIENCE)
    assert await viewer.still_here()

    await say(other, "Minh", f"chốt {codes[0]}, ship bao lâu vậy shop?")
    others = other.page.locator("[data-wishes]")
    await others.get_by_label("Số điện thoại").fill("0987 654 321")
    await others.get_by_role("button", name="Chốt đơn").click()
    await expect(others).to_contain_text("Đã chốt đơn", timeout=PATIENCE)
    await other.look(DESK)

    desk = host.page
    await expect(desk.locator("[data-renew=wishes]")).to_contain_text("•••• 678", timeout=PATIENCE)
    await desk.locator("[data-renew=questions]").get_by_role("button", name="Đã trả lời").first.click()
    await expect(desk.locator("[data-renew=questions]")).to_contain_text("Không có câu hỏi")
    await host.look(DESK)
    await viewer.go(f"{ROOM}/don")
    await viewer.look()
