"""A market evening from the reminder to the report, twenty times as fast: two hosts and a viewer, one whole shop."""

import asyncio
import email
import email.message
import email.policy
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.async_api import WebSocketRoute, expect
from sqlalchemy import Row, text

from tests.browser.hours import Hours
from tests.browser.windows import DESK, PATIENCE, Window, order_code
from tests.system.crowd import books, until
from tests.system.filled import filled_shop
from tests.system.harness import CALM, Shop

STALL, HOST = "gian-gom-bat-trang", "chu-gian@chomay.example"
BESIDE, HOST_BESIDE = "gian-tra-mat-ong", "chu-gian-4@chomay.example"
POINT, STAFF = "diem-ocop-lang-nghe-gom-su-bat-trang-1", "diem-ban@chomay.example"
ROOM = f"/phien/{STALL}"
READER, NAME, PHONE_NUMBER = "ngoc@example.com", "Lê Thị Bích Ngọc", "0912 345 678"
SOON = 30_000  # milliseconds until what happens in a room has reached every screen, on a busy machine
SOLD = text(
    "SELECT count(DISTINCT o.id) AS orders, sum(l.quantity) AS pieces, sum(l.total) AS value,"
    " (SELECT coalesce(sum(paid), 0) FROM ledger_line JOIN ledger_entry e ON e.id = entry_id"
    "   WHERE e.kind = 'sale' AND order_line_id = ANY(array_agg(l.id))) AS booked"
    " FROM order_line l JOIN shop_order o ON o.id = l.order_id JOIN live_session s ON s.id = o.session_id"
    " WHERE s.slug = :stall"
)


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A whole shop of this evening alone, whose clock may be turned. Hosts are seen each five minutes of it."""
    shop = filled_shop(CALM | {"SHOP_CLOCK": "test", "SHOP_HOST_AWAY_SECONDS": "3600"}).start()
    try:
        yield shop.wait_ready()
    finally:
        shop.remove()


async def test_an_evening_from_the_reminder_to_the_report(shop, window, api):
    hours, viewer, cable = Hours(shop, api, STALL), await window(), Cable()
    await viewer.page.route_web_socket(re.compile("/socket"), cable.lay)
    await be_reminded(shop, hours, viewer, api)
    host, beside = await window(viewport=DESK), await window(viewport=DESK)
    await go_on_air(beside, BESIDE, HOST_BESIDE)
    await go_on_air(host, STALL, HOST)
    await viewer.go(ROOM)
    await expect(viewer.page.get_by_text("Đang phát", exact=True)).to_be_visible(timeout=SOON)
    await viewer.stay()

    await begin_a_segment(host, viewer)
    price, order = await buy_what_is_pinned(host, viewer)
    await order_by_comment(viewer, api)
    await lose_the_net(host, viewer, cable)
    await buy_of_the_flash_drop(hours, host, viewer)
    await vote(host, viewer)
    await win_the_draw(hours, host, viewer)
    assert await viewer.still_here()
    await hand_over(hours, host, beside, viewer)
    await fetch_at_the_counter(await window(), await window(viewport=DESK), order)
    await read_the_report(shop, host, price)


def stall(api: httpx.Client) -> dict[str, Any]:
    """The stall as a program sees it."""
    known: dict[str, Any] = api.get(f"/api/v1/sessions/{STALL}").json()
    return known


async def sold(shop: Shop) -> Row[Any]:
    """What was sold at the stall, and what of it is in the ledger."""
    async with books(shop) as session:
        return (await session.execute(SOLD, {"stall": STALL})).one()


async def be_reminded(shop: Shop, hours: Hours, viewer: Window, api: httpx.Client) -> None:
    """Seventeen minutes before it begins the viewer asks, a quarter of an hour before it is called."""
    await hours.begin()
    await viewer.go(ROOM)
    await viewer.page.get_by_role("link", name="Nhắc tôi").first.click()
    await viewer.page.get_by_label("E-mail của bạn").fill(READER)
    await viewer.page.locator("main").get_by_role("button", name="Nhắc tôi").click()
    await expect(viewer.page.locator("main [role=status]").first).to_be_visible()
    assert letters(shop) == []
    called = datetime.fromisoformat(stall(api)["starts_at"]) - timedelta(minutes=15)
    assert hours.now() < called
    await hours.turn()
    await hours.reach(called)
    async with hours.at_our_pace():
        await until(lambda: bool(letters(shop)), "the reminder is in the post")
    [letter] = letters(shop)
    body = letter.get_body(("plain",))
    assert body
    assert ROOM in body.get_content()


def letters(shop: Shop) -> list[email.message.EmailMessage]:
    """What the viewer got by post."""
    found = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (shop.folder / "mail").glob("*.eml")
    ]
    return [message for message in found if message["To"] == READER]


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


async def buy_what_is_pinned(host: Window, viewer: Window) -> tuple[int, str]:
    """A price of the room, and an order at it; the price and the order's address."""
    item = host.page.locator("[data-item].on").first
    variant = await item.get_attribute("data-item")
    price = int(re.sub(r"\D", "", await item.locator("[name=price]").input_value())) - 1000
    await item.locator("[name=price]").fill(f"{price:,}".replace(",", "."))
    await item.get_by_role("button", name="Đổi giá").click()
    card = viewer.page.locator(f'[data-pins] [data-variant="{variant}"]')
    await expect(card.locator("[data-pin-price]")).to_contain_text(f"{price:,}".replace(",", "."), timeout=SOON)
    await card.get_by_role("button", name="Mua ngay").click()
    sheet = viewer.page.get_by_role("dialog")
    await sheet.get_by_label("Họ và tên").fill(NAME)
    await sheet.get_by_label("Số điện thoại").fill(PHONE_NUMBER)
    return price, await send_the_sheet(viewer)


async def send_the_sheet(viewer: Window) -> str:
    """Order what the sheet says; the order's address."""
    sheet = viewer.page.get_by_role("dialog")
    await sheet.get_by_role("button", name="Đặt mua").click()
    placed = sheet.get_by_role("link", name="Xem đơn")
    await expect(placed).to_be_visible(timeout=PATIENCE)
    address = await placed.get_attribute("href")
    assert address
    await viewer.page.keyboard.press("Escape")
    return address


async def order_by_comment(viewer: Window, api: httpx.Client) -> None:
    """Two pieces by a line of talk."""
    code = stall(api)["line_up"][1]["code"]
    await viewer.page.get_by_label("Tên hiện trong phòng").fill("Lê Bích Ngọc")
    await viewer.page.get_by_label("Nhắn trong phòng").fill(f"chốt {code} x2 {PHONE_NUMBER}")
    await viewer.page.get_by_label("Nhắn trong phòng").press("Enter")
    await expect(viewer.page.locator("[data-wishes]")).to_contain_text("Đã chốt đơn", timeout=PATIENCE)


async def buy_of_the_flash_drop(hours: Hours, host: Window, viewer: Window) -> None:
    """One piece: it is counted down, opens by itself, and two taps take it, for the sheet knows who orders."""
    async with hours.at_our_pace():
        await host.page.get_by_text("Bắt đầu đếm ngược…").click()
        form = host.page.locator(".flash-form")
        await form.get_by_label("Số lượng").fill("1")
        await form.get_by_label("Đếm ngược").select_option("10")
        await form.locator("[name=minutes]").select_option("20")
        await form.get_by_role("button", name="Bắt đầu đếm ngược").click()
        flash = viewer.page.locator("[data-flash-card]")
        await flash.get_by_role("button", name="Mua ngay").click(timeout=PATIENCE)
        await expect(viewer.page.get_by_role("dialog").get_by_label("Họ và tên")).to_have_value(NAME)
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


async def win_the_draw(hours: Hours, host: Window, viewer: Window) -> None:
    """Two minutes of the evening's to enter, and one who does."""
    async with hours.at_our_pace():
        await host.page.locator("[data-new=draw] summary").click()
        await host.page.get_by_label("Phần thưởng").fill("Một bộ ấm chén")
        await host.page.locator("#draw-seconds").select_option("120")
        await host.page.get_by_role("button", name="Công bố quay thưởng").click()
        strip = viewer.page.locator("[data-game=draw]")
        await strip.get_by_label("Họ và tên").fill(NAME, timeout=SOON)
        await strip.get_by_label("Số điện thoại").fill(PHONE_NUMBER)
        await strip.get_by_role("button", name="Tham gia").click()
        await expect(strip.get_by_text("Vé của bạn: VE-")).to_be_visible(timeout=SOON)
    await hours.spend(2)
    async with hours.at_our_pace():
        await expect(viewer.page.get_by_text("Một bộ ấm chén: chúc mừng Ngọc L.")).to_be_visible(timeout=PATIENCE)


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
    """The show goes on while the viewer has no net, and is on the screen when the net is back."""
    onstage = viewer.page.locator("[data-onstage-title]")
    title = await host.page.locator("[data-segment]").inner_text()
    gone = [
        await pin.get_attribute("data-variant") for pin in await viewer.page.locator("[data-pins] [data-pin]").all()
    ]
    await viewer.page.context.set_offline(True)
    await cable.cut()
    await host.page.get_by_role("button", name=re.compile("^Kế tiếp: ")).click()
    await expect(host.page.locator("[data-segment]")).not_to_have_text(title)
    after = await host.page.locator("[data-segment]").inner_text()
    await expect(onstage).to_have_text(f"Đang giới thiệu: {title}")

    await viewer.page.context.set_offline(False)
    await expect(onstage).to_have_text(f"Đang giới thiệu: {after}", timeout=PATIENCE)
    for variant in gone:
        await expect(viewer.page.locator(f'[data-pins] [data-variant="{variant}"]')).to_have_count(0, timeout=SOON)
    assert all("ERR_INTERNET_DISCONNECTED" in fault for fault in viewer.faults), viewer.faults
    viewer.faults.clear()


async def hand_over(hours: Hours, host: Window, beside: Window, viewer: Window) -> None:
    """The stall ends, and its viewer goes to the one beside it, until that ends too."""
    async with hours.at_our_pace():
        await host.page.get_by_role("button", name="Dừng phát").click()
        await viewer.page.wait_for_url(re.compile(f"/phien/{BESIDE}$"), timeout=PATIENCE)
        await expect(viewer.page.get_by_text("Đang phát", exact=True)).to_be_visible(timeout=SOON)
    await beside.page.get_by_role("button", name="Dừng phát").click()
    await expect(viewer.page.get_by_text("Gian này đã đóng")).to_be_visible(timeout=SOON)


async def fetch_at_the_counter(buyer: Window, staff: Window, order: str) -> None:
    """The order is packed, paid and taken at its point."""
    await buyer.go(order)
    await buyer.follow_order("confirmed")
    code = order_code(buyer.page)
    secret = "".join(re.findall(r"\d", await buyer.page.locator(".secret").inner_text()))
    await staff.sign_in(STAFF)
    await staff.go(f"/quay?place={POINT}")
    card = staff.page.get_by_role("article", name=code)
    await card.get_by_role("button", name="Đã đóng gói").click()
    await expect(staff.page.get_by_role("status")).to_contain_text(code, timeout=PATIENCE)
    await card.get_by_label("Mã lấy hàng").fill(secret)
    await card.get_by_role("button", name="Giao hàng").click()
    await buyer.follow_order("handed_over")


async def read_the_report(shop: Shop, host: Window, fetched: int) -> None:
    """It says what the orders say, and what the ledger says of the one that was fetched."""
    await asyncio.to_thread(
        shop.wait_until, lambda: asyncio.run(sold(shop)).booked == fetched, PATIENCE / 1000, "the sale is in the ledger"
    )
    known = await sold(shop)
    await host.go(f"{ROOM}/bao-cao")
    facts = await host.page.locator(".facts .stat .v").all_inner_texts()
    money = await host.page.locator(".facts ~ dl.kv dd").all_inner_texts()
    shown = [int(re.sub(r"\D", "", fact)) for fact in [*facts[:3], money[1]]]
    assert shown == [known.orders, known.value, known.pieces, known.booked]
    assert (known.orders, known.pieces) == (3, 4)
    audit = await asyncio.to_thread(shop.command, "audit")
    assert audit.returncode == 0, audit.stdout + audit.stderr
