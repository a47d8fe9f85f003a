"""A session shown elsewhere too: its host adds a place, sends, stops and removes it; the key never comes back."""

import pytest
from playwright.async_api import expect

from tests.browser.stalls import open_closed_stalls
from tests.browser.windows import DESK, PATIENCE

STALL, HOST = "gian-qua-pho-co", "chu-gian-3@chomay.example"
DESK_OF, API = f"/phien/{STALL}/dieu-khien", f"/api/v1/sessions/{STALL}"
ADDRESS, KEY = "rtmps://live-api-s.facebook.com:443/rtmp", "FB-1234567890-0-AbCdEfGhIjKl"


@pytest.fixture
async def host(window, shop):
    """The host at the desk before going on air, with no place elsewhere yet."""
    await open_closed_stalls(shop)  # other tests close it
    host = await window(viewport=DESK)
    await host.sign_in(HOST)
    for target in (await host.read(f"{API}/simulcast"))["targets"]:
        await host.send(f"{API}/simulcast/{target['id']}", method="DELETE")
    await host.go(DESK_OF)
    return host


async def add(page, address, key):
    """Open the form of a new place where it is closed, fill it in and send it."""
    part = page.get_by_role("region", name="Phát lại nơi khác")
    if not await part.get_by_label("Nền tảng").is_visible():
        await part.get_by_text("Thêm nơi phát…").click()
    await part.get_by_label("Nền tảng").select_option("facebook")
    await part.get_by_label("Địa chỉ máy chủ").fill(address)
    await part.get_by_label("Khóa luồng phát").fill(key)
    await part.get_by_role("button", name="Thêm nơi phát").click()


async def test_a_place_elsewhere_is_added_sent_to_stopped_and_removed(host):
    page = host.page
    part = page.get_by_role("region", name="Phát lại nơi khác")
    place = part.locator(".targets").get_by_role("listitem").filter(has_text="Facebook")

    await add(page, "https://facebook.com/live", KEY)
    await expect(page.locator("#errors")).to_contain_text("rtmp://máy-chủ/ứng-dụng")
    await expect(part.get_by_label("Địa chỉ máy chủ")).to_have_value("https://facebook.com/live")
    await expect(part.get_by_label("Khóa luồng phát")).to_have_value("")
    await host.look(DESK)
    await add(page, ADDRESS, "hai từ")
    await expect(page.locator("#errors")).to_contain_text("Khóa phát để trống, quá dài hoặc có dấu cách")
    assert (await host.read(f"{API}/simulcast"))["targets"] == []
    await add(page, ADDRESS, KEY)
    await expect(place).to_contain_text("Chưa phát.")
    await expect(place).to_contain_text("••••IjKl")
    assert KEY not in await page.content()

    await place.get_by_role("button", name="Phát lại").click()
    await expect(place).to_contain_text("Chờ phiên lên sóng.")
    await page.get_by_role("button", name="Lên sóng").click()
    await expect(place).not_to_contain_text("Chờ phiên lên sóng.", timeout=PATIENCE)
    await expect(place.locator(".tag")).to_have_text("Đang chờ")
    await host.look(DESK)
    await place.get_by_role("button", name="Dừng").click()
    await expect(place).to_contain_text("Bạn đã dừng phát tới đây.")
    await place.get_by_role("button", name="Xóa").click()
    await expect(place).to_have_count(0)
    assert (await host.read(f"{API}/simulcast"))["targets"] == []
    await page.get_by_role("button", name="Dừng phát").click()
    await expect(page.get_by_text("Phiên đã kết thúc")).to_be_visible()
