"""A room plays: a host asks, announces a draw, and a guest taps, votes, enters and checks the result."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.windows import DESK, PATIENCE, PHONE

STALL = "gian-qua-pho-co"
HOST = "chu-gian-3@chomay.example"
ROOM = f"/phien/{STALL}"
SOON = 20_000  # milliseconds until what happens in a room has reached every screen, on a busy machine


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


async def test_a_guest_taps_votes_enters_and_computes_the_draw_again(host, window):
    viewer = await window()
    await viewer.go(ROOM)
    await expect(viewer.page.get_by_text("Đang phát", exact=True)).to_be_visible()
    await viewer.stay()
    desk = host.page

    await viewer.page.get_by_role("button", name="Thả tim").click()
    await expect(desk.locator("[data-reacted=heart]")).not_to_have_text("0", timeout=SOON)

    await desk.locator("[data-new=draw] summary").click()
    await desk.get_by_label("Phần thưởng").fill("Một bộ ấm chén")
    await desk.locator("#draw-seconds").select_option("30")
    await desk.get_by_role("button", name="Công bố quay thưởng").click()
    strip = viewer.page.locator("[data-game=draw]")
    await strip.get_by_label("Họ và tên").fill("Lê Thị Bích Ngọc", timeout=SOON)
    await strip.get_by_label("Số điện thoại").fill("0912 345 678")
    await strip.get_by_role("button", name="Tham gia").click()
    await expect(strip.get_by_text("Vé của bạn: VE-")).to_be_visible(timeout=SOON)
    await viewer.look(PHONE)

    # While the draw takes entries for its half minute:
    await desk.locator("[data-new=poll] summary").click()
    await desk.get_by_label("Câu hỏi", exact=True).fill("Bạn thích men nào?")
    await desk.get_by_label("Câu trả lời 1").fill("Men lam")
    await desk.get_by_label("Câu trả lời 2").fill("Men rạn")
    await desk.locator("[data-new=poll]").get_by_role("button", name="Mở bình chọn").click()
    option = viewer.page.get_by_role("button", name=re.compile("^Men lam"))
    await option.click(timeout=PATIENCE)
    await expect(option).to_have_attribute("aria-pressed", "true")
    await expect(option.locator("[data-votes-of]")).to_have_text("1", timeout=SOON)
    await expect(desk.locator("[data-desk-game=poll] li").first).to_contain_text("1", timeout=PATIENCE)
    await viewer.look(PHONE)
    await host.look(DESK)

    await expect(strip.get_by_text("Chúc mừng Ngọc L.")).to_be_visible(timeout=2 * PATIENCE)
    await expect(viewer.page.get_by_text("Một bộ ấm chén: chúc mừng Ngọc L.")).to_be_visible(timeout=PATIENCE)
    assert await viewer.still_here()
    await strip.get_by_role("link", name="Tự kiểm tra").click()
    await expect(viewer.page.locator("[data-verdict]")).to_have_attribute("data-found", "right", timeout=PATIENCE)
    await expect(viewer.page.get_by_text("Trình duyệt của bạn vừa tính lại")).to_be_visible()
    await viewer.look()
