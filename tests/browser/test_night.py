"""A night at one stall: its host, two viewers and an officer, each in a window of their own."""

import re
from typing import Any

import httpx
import pytest
from playwright.async_api import Locator, expect

from tests.browser.windows import DESK, PATIENCE, PHONE, Window, password

STALL = "gian-to-lua-van-phuc"
HOST = "chu-gian-2@chomay.example"
OFFICER = "can-bo@chomay.example"
ROOM = f"/phien/{STALL}"
SOON = 15_000  # milliseconds until what happens in a room has reached every screen, on a busy machine


@pytest.fixture
async def host(window):
    """The host at the desk, on air."""
    host = await window(viewport=DESK)
    await host.sign_in(HOST)
    await host.go(f"{ROOM}/dieu-khien")
    start = host.page.get_by_role("button", name="Lên sóng")
    if await start.count():  # the first test of this file opens the stall, the last one closes it
        await start.click()
    await expect(host.page.get_by_role("button", name="Dừng phát")).to_be_visible()
    return host


async def pin(host: Window, item: Locator, price: int) -> str:
    """Pin a product of the line-up at a price; returns its variant."""
    variant = await item.get_attribute("data-item")
    assert variant
    await item.locator("[name=price]").fill(f"{price:,}".replace(",", "."))
    await item.get_by_role("button", name=re.compile("^(Ghim|Đổi giá)")).click()
    await expect(host.page.locator(f'[data-item="{variant}"]')).to_have_class("on")
    return variant


def dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + "\u00a0₫"


def room(api: httpx.Client) -> dict[str, Any]:
    body: dict[str, Any] = api.get(f"/api/v1/sessions/{STALL}/snapshot").json()
    return body


async def test_a_night_at_a_stall_in_three_windows(host, window, api):
    viewer, other = await window(), await window(viewport=DESK)
    for one in (viewer, other):
        await one.go(ROOM)
        await expect(one.page.get_by_text("Đang phát", exact=True)).to_be_visible()
        await one.stay()
    await host.go(f"{ROOM}/dieu-khien")
    item = host.page.locator("[data-item]").first
    list_price = int(re.sub(r"\D", "", await item.locator("[name=price]").input_value()))
    assert await item.locator("[name=price]").input_value() == f"{list_price:,}".replace(",", ".")

    variant = await pin(host, item, list_price - 1000)
    await host.stay()
    card = viewer.page.locator(f'[data-pins] [data-variant="{variant}"]')
    await expect(card.locator("[data-pin-price]")).to_have_text(dong(list_price - 1000), timeout=SOON)
    await expect(card.locator("[data-pin-list]")).to_have_text(dong(list_price))
    await expect(viewer.page.get_by_role("button", name="Gửi")).to_be_in_viewport(ratio=1)
    free = room(api)["stock"][variant]

    await say(viewer, "Ngọc", "Đẹp quá, gọi em 0912 345 678 nhé")
    await expect(other.page.get_by_text("Đẹp quá, gọi em •••• 678 nhé")).to_be_visible(timeout=SOON)
    await expect(viewer.page.get_by_text("Đẹp quá, gọi em")).to_have_count(1)
    await expect(viewer.page.locator("[data-talk] .pending")).to_have_count(0)

    await card.get_by_role("button", name="Mua ngay").click()
    sheet = viewer.page.get_by_role("dialog")
    await sheet.get_by_label("Họ và tên").fill("Lê Thị Bích Ngọc")
    await sheet.get_by_label("Số điện thoại").fill("0912 345 678")
    await viewer.look(PHONE)
    await sheet.get_by_role("button", name="Đặt mua").click()
    await expect(sheet.get_by_role("link", name="Xem đơn")).to_be_visible(timeout=PATIENCE)
    for one in (viewer, other):
        left = one.page.locator(f'[data-pins] [data-variant="{variant}"] [data-pin-left]')
        await expect(left).to_contain_text(str(free - 1), timeout=SOON)
        await expect(one.page.locator("[data-talk] .order")).to_contain_text("Ngọc đã chốt 1 ×", timeout=SOON)
        assert await one.still_here()
    desk = host.page
    await expect(desk.locator("[data-renew=orders]")).to_contain_text(dong(list_price - 1000), timeout=PATIENCE)
    await expect(desk.locator("[data-renew=orders]")).to_contain_text("Lê Thị Bích N.")
    await expect(desk.locator(f'[data-free-of="{variant}"]')).to_contain_text(str(free - 1))
    assert await host.still_here()

    await sheet.get_by_role("link", name="Xem đơn").click()
    await viewer.follow_order("confirmed")
    await expect(viewer.page.get_by_text(dong(list_price - 1000)).first).to_be_visible()
    await host.look()
    await other.look()


async def say(viewer: Window, name: str, text: str) -> None:
    await viewer.page.get_by_label("Tên hiện trong phòng").fill(name)
    await viewer.page.get_by_label("Nhắn trong phòng").fill(text)
    await viewer.page.get_by_label("Nhắn trong phòng").press("Enter")


async def test_what_an_officer_revokes_leaves_the_screen_and_the_list(host, window, shop, api):
    viewer = await window()
    await viewer.go(ROOM)
    item = host.page.locator("[data-item].off:has(input[name=price])").last
    list_price = int(re.sub(r"\D", "", await item.locator("[name=price]").input_value()))
    variant = await pin(host, item, list_price)
    card = viewer.page.locator(f'[data-pins] [data-variant="{variant}"]')
    await expect(card).to_be_visible(timeout=SOON)
    await viewer.stay()
    [seen] = [one for one in room(api)["pins"] if one["variant"] == variant]
    assert is_listed(api, seen["product_slug"])

    revoke(shop, seen["certificate"]["code"])

    await expect(card).to_have_count(0, timeout=SOON)
    assert await viewer.still_here()
    shop.wait_until(lambda: not is_listed(api, seen["product_slug"]), SOON / 1000, "the product has left the list")
    await viewer.go(f"/xac-thuc/{seen['certificate']['code']}")
    await viewer.look()
    await expect(viewer.page.get_by_text("Đã thu hồi")).to_be_visible()


def is_listed(api, slug):
    listed = api.get("/api/v1/products", params={"q": slug.replace("-", " "), "limit": 100}).json()["items"]
    return slug in [one["slug"] for one in listed]


def revoke(shop, code):
    """As an officer's program does it: sign in, take the certificate back."""
    with httpx.Client(base_url=shop.url, timeout=30) as officer:
        credentials = {"login": OFFICER, "password": password(shop, OFFICER)}
        reply = officer.post("/api/v1/auth/sign-in", json=credentials)
        assert reply.status_code < 300, reply.text
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in officer.cookies.jar)
        reply = officer.post(
            f"/api/v1/certificates/{code}/revoke",
            json={"reason": "Nhãn ghi sai hạng sao"},
            headers={"Cookie": cookies, "Origin": shop.url},
        )
        assert reply.status_code == 200, reply.text


async def test_unpinning_and_closing_reach_the_viewers(host, window):
    viewer = await window()
    await viewer.go(ROOM)
    item = host.page.locator("[data-item]").nth(1)
    list_price = int(re.sub(r"\D", "", await item.locator("[name=price]").input_value()))
    variant = await pin(host, item, list_price)
    card = viewer.page.locator(f'[data-pins] [data-variant="{variant}"]')
    await expect(card).to_be_visible(timeout=SOON)
    await viewer.stay()

    await host.page.locator(f'[data-item="{variant}"]').get_by_role("button", name="Bỏ ghim").click()
    await expect(card).to_have_count(0, timeout=SOON)
    await host.page.get_by_role("button", name="Dừng phát").click()

    await expect(viewer.page.get_by_text("Gian này đã đóng")).to_be_visible(timeout=SOON)
    await expect(viewer.page.locator("[data-say]")).to_be_hidden()
    await expect(host.page.get_by_text("Phiên đã kết thúc")).to_be_visible()
    assert await viewer.still_here()
    await viewer.look()
    await host.look()
