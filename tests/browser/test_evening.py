"""A market evening from the reminder to the report, twenty times as fast: two hosts and a viewer, one whole shop."""

import email
import email.policy
import re
from collections.abc import Iterator

import pytest
from playwright.async_api import WebSocketRoute, expect
from sqlalchemy import text

from tests.browser.windows import DESK, PATIENCE, Window
from tests.system.crowd import books
from tests.system.harness import CALM, Shop

STALL, HOST = "gian-tra-mat-ong", "chu-gian-4@chomay.example"
BESIDE, HOST_BESIDE = "gian-gom-bat-trang", "chu-gian@chomay.example"
ROOM = f"/phien/{STALL}"
READER = "ngoc@example.com"
SOON = 20_000  # milliseconds until what happens in a room has reached every screen, on a busy machine

WARP = text(
    "INSERT INTO clock_warp (singleton, anchor_real, anchor_shop, rate)"
    " SELECT true, clock_timestamp(), starts_at - interval '16 minutes', 20 FROM live_session WHERE slug = :stall"
)
SOLD = text(
    "SELECT count(DISTINCT l.order_id), sum(l.quantity), sum(l.total) FROM order_line l"
    " JOIN shop_order o ON o.id = l.order_id JOIN live_session s ON s.id = o.session_id WHERE s.slug = :stall"
)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """A whole shop of this evening alone, whose clock may be turned. Hosts are seen each half minute of ours."""
    shop = Shop(env=CALM | {"SHOP_CLOCK": "test", "SHOP_HOST_AWAY_SECONDS": "3600"}).start()
    try:
        yield shop.wait_ready()
    finally:
        shop.remove()


async def test_an_evening_from_the_reminder_to_the_report(shop, window, api):
    viewer, cable = await window(), Cable()
    await viewer.page.route_web_socket(re.compile("/socket"), cable.lay)
    await ask_for_a_reminder(viewer)
    async with books(shop) as session:
        await session.execute(WARP, {"stall": STALL})
    shop.wait_until(lambda: letters(shop), PATIENCE / 1000, "the reminder is in the post")

    host, beside = await window(viewport=DESK), await window(viewport=DESK)
    await go_on_air(beside, BESIDE, HOST_BESIDE)
    await go_on_air(host, STALL, HOST)
    await viewer.go(ROOM)
    await expect(viewer.page.get_by_text("Đang phát", exact=True)).to_be_visible(timeout=SOON)
    await viewer.stay()

    await begin_a_segment(host, viewer)
    await buy_what_is_pinned(host, viewer)
    await order_by_comment(viewer, api)
    await buy_of_the_flash_drop(host, viewer)
    await vote(host, viewer)
    await win_the_draw(host, viewer)
    await lose_the_net(host, viewer, cable)
    assert await viewer.still_here()

    await host.page.get_by_role("button", name="Dừng phát").click()
    await viewer.page.wait_for_url(re.compile(f"/phien/{BESIDE}$"), timeout=PATIENCE)
    await expect(viewer.page.get_by_text("Đang phát", exact=True)).to_be_visible(timeout=SOON)
    await beside.page.get_by_role("button", name="Dừng phát").click()
    await expect(viewer.page.get_by_text("Gian này đã đóng")).to_be_visible(timeout=SOON)

    await host.go(f"{ROOM}/bao-cao")
    async with books(shop) as session:
        orders, pieces, value = (await session.execute(SOLD, {"stall": STALL})).one()
    shown = [re.sub(r"\D", "", fact) for fact in await host.page.locator(".facts .stat .v").all_inner_texts()]
    assert shown[:3] == [str(orders), str(value), str(pieces)]
    assert (orders, pieces) == (3, 4)
    audit = shop.command("audit")
    assert audit.returncode == 0, audit.stdout + audit.stderr


async def ask_for_a_reminder(viewer: Window) -> None:
    """Long before it begins: the room says when, and writes."""
    await viewer.go(ROOM)
    await viewer.page.get_by_role("link", name="Nhắc tôi").first.click()
    await viewer.page.get_by_label("E-mail của bạn").fill(READER)
    await viewer.page.locator("main").get_by_role("button", name="Nhắc tôi").click()
    await expect(viewer.page.locator("main [role=status]").first).to_be_visible()


def letters(shop: Shop) -> list[str]:
    """Subjects of the letters that the viewer got."""
    found = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (shop.folder / "mail").glob("*.eml")
    ]
    return [message["Subject"] for message in found if message["To"] == READER]


async def go_on_air(host: Window, stall: str, login: str) -> None:
    await host.sign_in(login)
    await host.go(f"/phien/{stall}/dieu-khien")
    await host.page.get_by_role("button", name="Lên sóng").click()
    await expect(host.page.get_by_role("button", name="Dừng phát")).to_be_visible()


async def begin_a_segment(host: Window, viewer: Window) -> None:
    """The run of show: its first segment pins its goods."""
    await host.page.get_by_role("button", name=re.compile("^Bắt đầu: ")).click()
    title = await host.page.locator("[data-segment]").inner_text()
    await expect(viewer.page.locator("[data-onstage-title]")).to_have_text(f"Đang giới thiệu: {title}", timeout=SOON)
    await expect(viewer.page.locator("[data-pins] [data-pin]")).to_have_count(2, timeout=SOON)


async def buy_what_is_pinned(host: Window, viewer: Window) -> None:
    """A price of the room, and an order at it."""
    item = host.page.locator("[data-item].on").first
    variant = await item.get_attribute("data-item")
    price = int(re.sub(r"\D", "", await item.locator("[name=price]").input_value())) - 1000
    await item.locator("[name=price]").fill(f"{price:,}".replace(",", "."))
    await item.get_by_role("button", name="Đổi giá").click()
    card = viewer.page.locator(f'[data-pins] [data-variant="{variant}"]')
    await expect(card.locator("[data-pin-price]")).to_contain_text(f"{price:,}".replace(",", "."), timeout=SOON)
    await card.get_by_role("button", name="Mua ngay").click()
    await send_the_sheet(viewer)


async def send_the_sheet(viewer: Window) -> None:
    sheet = viewer.page.get_by_role("dialog")
    await sheet.get_by_label("Họ và tên").fill("Lê Thị Bích Ngọc")
    await sheet.get_by_label("Số điện thoại").fill("0912 345 678")
    await sheet.get_by_role("button", name="Đặt mua").click()
    await expect(sheet.get_by_role("link", name="Xem đơn")).to_be_visible(timeout=PATIENCE)
    await viewer.page.keyboard.press("Escape")


async def order_by_comment(viewer: Window, api) -> None:
    """Two pieces by a line of talk."""
    code = api.get(f"/api/v1/sessions/{STALL}").json()["line_up"][1]["code"]
    await viewer.page.get_by_label("Tên hiện trong phòng").fill("Lê Bích Ngọc")
    await viewer.page.get_by_label("Nhắn trong phòng").fill(f"chốt {code} x2 0912 345 678")
    await viewer.page.get_by_label("Nhắn trong phòng").press("Enter")
    await expect(viewer.page.locator("[data-wishes]")).to_contain_text("Đã chốt đơn", timeout=PATIENCE)


async def buy_of_the_flash_drop(host: Window, viewer: Window) -> None:
    """One piece, half a minute of the evening is counted down, and twenty minutes it is open."""
    await host.page.get_by_text("Bắt đầu đếm ngược…").click()
    form = host.page.locator(".flash-form")
    await form.get_by_label("Số lượng").fill("1")
    await form.get_by_label("Đếm ngược").select_option("30")
    await form.locator("[name=minutes]").select_option("20")
    await form.get_by_role("button", name="Bắt đầu đếm ngược").click()
    flash = viewer.page.locator("[data-flash-card]")
    await flash.get_by_role("button", name="Mua ngay").click(timeout=PATIENCE)
    await send_the_sheet(viewer)
    await expect(flash).to_contain_text("Đã bán hết 1", timeout=SOON)


async def vote(host: Window, viewer: Window) -> None:
    """A question that stays open until the host closes it."""
    form = host.page.locator("[data-new=poll]")
    await form.locator("summary").click()
    await host.page.get_by_label("Câu hỏi", exact=True).fill("Bạn thích trà nào?")
    await host.page.get_by_label("Câu trả lời 1").fill("Trà sen")
    await host.page.get_by_label("Câu trả lời 2").fill("Hồng trà")
    await host.page.locator("#poll-seconds").select_option("")
    await form.get_by_role("button", name="Mở bình chọn").click()
    option = viewer.page.get_by_role("button", name=re.compile("^Trà sen"))
    await option.click(timeout=PATIENCE)
    await expect(option.locator("[data-votes-of]")).to_have_text("1", timeout=SOON)


async def win_the_draw(host: Window, viewer: Window) -> None:
    """Ten minutes of the evening's to enter, and one who does."""
    await host.page.locator("[data-new=draw] summary").click()
    await host.page.get_by_label("Phần thưởng").fill("Một hộp trà sen")
    await host.page.locator("#draw-seconds").select_option("600")
    await host.page.get_by_role("button", name="Công bố quay thưởng").click()
    strip = viewer.page.locator("[data-game=draw]")
    await strip.get_by_label("Họ và tên").fill("Lê Thị Bích Ngọc", timeout=SOON)
    await strip.get_by_label("Số điện thoại").fill("0912 345 678")
    await strip.get_by_role("button", name="Tham gia").click()
    await expect(viewer.page.get_by_text("Một hộp trà sen: chúc mừng Ngọc L.")).to_be_visible(timeout=2 * PATIENCE)


class Cable:
    """The sockets of one page: a browser that is told to be offline keeps those it has."""

    def __init__(self) -> None:
        self._sockets: list[WebSocketRoute] = []

    def lay(self, socket: WebSocketRoute) -> None:
        """Connect a socket as ever."""
        socket.connect_to_server()
        self._sockets.append(socket)

    async def cut(self) -> None:
        """Break all of them."""
        while self._sockets:
            await self._sockets.pop().close()


async def lose_the_net(host: Window, viewer: Window, cable: Cable) -> None:
    """What happened while the viewer had no net is on the screen when it is back."""
    await viewer.page.context.set_offline(True)
    await cable.cut()
    await host.page.locator("[data-item].on").first.get_by_role("button", name="Bỏ ghim").click()
    await expect(host.page.locator("[data-item].on")).to_have_count(1)
    await expect(viewer.page.locator("[data-pins] [data-pin]")).to_have_count(2)
    await viewer.page.context.set_offline(False)
    await expect(viewer.page.locator("[data-pins] [data-pin]")).to_have_count(1, timeout=PATIENCE)
    assert all("ERR_INTERNET_DISCONNECTED" in fault for fault in viewer.faults), viewer.faults
    viewer.faults.clear()
