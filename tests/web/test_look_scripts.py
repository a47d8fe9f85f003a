"""The pages' own scripts in a real Chromium. Every request is answered here, so nothing leaves the browser."""

import asyncio
import shutil
from datetime import timedelta

import msgspec
import pytest
from playwright.async_api import Request, Route, expect

from shop.web.render import render
from shop.web.views.keeping import DeskLine
from tests.web.look_browser import frames, says
from tests.web.look_every import every_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed"),
]

FRAME = {
    "seq": 8,
    "state": "on_air",
    "viewers": 2_345,
    "slow_seconds": 0,
    "removed": [],
    "stock": {"v1": 0},
    "comments": [{"id": "c9", "name": "Thu Hà", "text": "<i>Đẹp quá</i>", "at": "2026-11-27T13:53:00Z"}],
    "pins": [
        {
            "variant": "v1",
            "product_slug": "bo-am-chen",
            "name": "Bộ ấm chén gốm sứ chim én hoa sen",
            "price": 990_000,
            "list_price": 1_250_000,
            "unit": "bộ",
            "available": 3,
            "image": "/static/art/craft-1.svg",
            "certificate": {
                "code": "OCOP-7F3K-92PM",
                "stars": 4,
                "potential_five": True,
                "decision_no": None,
                "expires_on": "2028-06-26",
            },
        }
    ],
}


ROOM = "/api/v1/sessions/gom-su-quang-vinh"


async def test_room_shows_the_newest_frame_and_drops_an_older_one(visit):
    visit.tells = [FRAME, FRAME | {"seq": 3, "pins": [], "viewers": 1}]

    await visit.open("room")

    page = visit.page
    await expect(page.locator("[data-viewers]")).to_have_text("2.345")
    await expect(page.locator("[data-pins] [data-pin]")).to_have_count(1)
    await expect(page.locator("[data-pins] [data-pin] [data-pin-price]")).to_have_text("990.000\u00a0₫")
    await expect(page.locator("[data-pins] [data-pin] [data-pin-left]")).to_have_text("Còn 3 bộ")
    await expect(page.locator("[data-pins] .stars > span").first).to_have_text("Tiềm năng 5 sao")
    await expect(page.locator("[data-pins] .stars svg.p").first).to_be_attached()
    await expect(page.locator("[data-talk] li").last).to_have_text("Thu Hà <i>Đẹp quá</i>")


async def test_room_follows_events_where_no_socket_opens(visit):
    visit.answers[f"{ROOM}/events"] = frames(FRAME)

    await visit.open("room")

    await expect(visit.page.locator("[data-viewers]")).to_have_text("2.345", timeout=30_000)


async def test_what_is_taken_down_leaves_the_page_and_slow_mode_is_told(visit):
    visit.tells = [FRAME, FRAME | {"seq": 99, "removed": ["c1"], "slow_seconds": 10}]

    await visit.open("room")

    await expect(visit.page.get_by_text("mỗi người một lời trong 10 giây")).to_be_visible()
    await expect(visit.page.get_by_text("bếp từ")).to_have_count(0)
    await expect(visit.page.get_by_text("rót nước sôi")).to_have_count(1)


async def test_a_desk_shows_new_lines_with_their_menus_and_leaves_an_open_menu_alone(visit):
    name, template, locale, page = every_page()["studio-on_air"]
    lines = (*page.keeping.lines, DeskLine(id="c99", name="Thu Hà", text="Còn hàng không?"))
    newer = msgspec.structs.replace(page, keeping=msgspec.structs.replace(page.keeping, lines=lines))
    visit.tells, visit.told = [FRAME], asyncio.Event()

    async def copy(route: Route, _: Request) -> None:
        await route.fulfill(body=render(template, locale, newer), content_type="text/html; charset=utf-8")

    visit.answers["/phien/gom-su-quang-vinh/dieu-khien"] = copy
    await visit.open(name)
    menus = visit.page.locator("[data-talk] summary")
    await menus.first.click()

    visit.told.set()

    await expect(visit.page.locator("[data-talk] li").last).to_contain_text("Còn hàng không?")
    await expect(menus).to_have_count(5)
    await expect(visit.page.get_by_role("button", name="Tắt tiếng 5 phút")).to_have_count(1)


async def test_room_reads_the_snapshot_while_the_stream_is_gone(visit):
    visit.answers[f"{ROOM}/snapshot"] = says(200, FRAME | {"state": "ended", "pins": []})

    await visit.open("room")

    page = visit.page
    await expect(page.get_by_text("Gian này đã đóng")).to_be_visible(timeout=10_000)
    await expect(page.locator("[data-say]")).to_be_hidden()
    await expect(page.locator("[data-pins]")).to_be_hidden()


async def test_two_taps_order_what_is_pinned_and_a_retry_keeps_its_key(visit):
    asked: list[tuple[str, dict[str, object]]] = []
    replies = [
        (
            409,
            {
                "code": "out_of_stock",
                "detail": "Chỉ còn 1 bộ. Bạn chưa bị trừ tiền.",
                "field": "quantity",
                "available": 1,
            },
        ),
        (201, {"code": "CM-27A4-91", "token": "t0k/n"}),
    ]

    async def order(route: Route, request: Request) -> None:
        asked.append((request.headers["idempotency-key"], request.post_data_json))
        status, body = replies[len(asked) - 1]
        await route.fulfill(status=status, json=body)

    visit.tells = [FRAME]
    visit.answers[f"{ROOM}/orders"] = order
    await visit.open("room")
    page = visit.page
    await expect(page.locator("[data-pins] [data-pin] [data-pin-price]")).to_have_text("990.000\u00a0₫")

    await page.get_by_role("button", name="Mua ngay").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator("[data-sheet-price]")).to_have_text("990.000\u00a0₫")
    await dialog.get_by_label("Họ và tên").fill("Lê Thị Bích Ngọc")
    await dialog.get_by_label("Số điện thoại").fill("0912 345 678")
    await dialog.get_by_role("button", name="Đặt mua").click()
    await expect(dialog.get_by_text("Chỉ còn 1 bộ. Bạn chưa bị trừ tiền.")).to_be_visible()
    await expect(dialog.get_by_label("Số lượng")).to_be_focused()
    await dialog.get_by_role("button", name="Đặt mua").click()

    await expect(dialog.get_by_role("link", name="Xem đơn")).to_have_attribute(
        "href", "/don-hang/CM-27A4-91?token=t0k%2Fn"
    )
    assert asked[0] == asked[1]
    assert asked[0][1] == {
        "variant": "v1",
        "quantity": 1,
        "contact": {"name": "Lê Thị Bích Ngọc", "phone": "0912 345 678"},
    }


async def test_escape_closes_the_sheet_and_gives_the_focus_back(visit):
    visit.tells = [FRAME]
    await visit.open("room")
    page = visit.page
    buy = page.get_by_role("button", name="Mua ngay")
    await buy.focus()

    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(12):
        await page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        assert await page.evaluate(inside)
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(buy).to_be_focused()


async def test_a_comment_is_echoed_at_once_and_taken_back_when_refused(visit):
    waiting = asyncio.Event()

    async def refuse(route: Route, _: Request) -> None:
        await waiting.wait()
        await route.fulfill(status=429, json={"code": "too_many_requests", "detail": "Bạn thao tác quá nhanh."})

    visit.tells = [FRAME]
    visit.answers[f"{ROOM}/comments"] = refuse
    await visit.open("room")
    page = visit.page
    text = page.get_by_label("Nhắn trong phòng")
    await text.fill("Còn màu khác không?")
    await text.press("Enter")
    await expect(page.locator("[data-talk] .pending")).to_contain_text("Còn màu khác không?")

    waiting.set()

    await expect(page.get_by_text("Bạn thao tác quá nhanh.")).to_be_visible()
    await expect(page.locator("[data-talk] .mine")).to_have_count(0)
    await expect(text).to_have_value("Còn màu khác không?")


async def test_a_comment_that_comes_back_in_a_frame_is_shown_once(visit):
    said = {"id": "c77", "name": "Ngọc", "text": "Cho xem đáy ấm.", "at": "2026-11-27T13:53:00Z"}
    visit.answers[f"{ROOM}/comments"] = says(201, said)
    visit.answers[f"{ROOM}/snapshot"] = says(200, FRAME | {"comments": [said]})
    await visit.open("room")
    page = visit.page
    await page.get_by_label("Nhắn trong phòng").fill("Cho xem đáy ấm.")
    await page.get_by_label("Nhắn trong phòng").press("Enter")

    await expect(page.locator('[data-id="c77"]')).to_have_text("Ngọc Cho xem đáy ấm.", timeout=10_000)

    await expect(page.get_by_text("Cho xem đáy ấm.")).to_have_count(1)


async def test_a_frame_before_the_reply_leaves_one_line_as_its_sender_wrote_it(visit):
    own = "Gọi em 0912 345 678 nhé"
    seen = {"id": "c78", "name": "Ngọc", "text": "Gọi em •••• 678 nhé", "at": "2026-11-27T13:53:00Z"}
    framed = asyncio.Event()

    async def late(route: Route, _: Request) -> None:
        visit.answers[f"{ROOM}/snapshot"] = says(200, FRAME | {"comments": [seen]})
        await framed.wait()
        await route.fulfill(status=201, json=seen | {"text": own})

    visit.answers[f"{ROOM}/comments"] = late
    await visit.open("room")
    talk = visit.page.locator("[data-talk]")
    await visit.page.get_by_label("Nhắn trong phòng").fill(own)
    await visit.page.get_by_label("Nhắn trong phòng").press("Enter")
    await expect(talk.locator('[data-id="c78"]')).to_have_count(1, timeout=10_000)
    framed.set()

    await expect(talk.locator(".pending")).to_have_count(0)
    await expect(talk.get_by_text("Gọi em")).to_have_count(1)
    await expect(talk.locator('[data-id="c78"]')).to_have_text(f"Ngọc {own}")


async def test_the_countdown_of_a_hold_is_announced_only_at_its_marks(visit):
    await visit.page.clock.install()
    await visit.open("order-held")  # 9 minutes 42 seconds are left
    page = visit.page
    left, said = page.locator("[data-hold-left]"), page.locator("[data-hold-say]")
    await expect(left).to_contain_text("9:4")

    await page.clock.run_for(timedelta(minutes=4).total_seconds() * 1000)
    quiet = await said.text_content()
    await page.clock.run_for(timedelta(minutes=1).total_seconds() * 1000)
    five = await said.text_content()
    await page.clock.run_for(timedelta(minutes=5).total_seconds() * 1000)
    over = await said.text_content()

    assert (quiet, five) == ("", "5 minutes left of the hold.")
    assert "nothing was charged" in over


async def test_a_refused_form_brings_the_reader_to_its_errors(visit):
    await visit.open("checkout-wrong")

    await expect(visit.page.locator("#errors")).to_be_focused()
    await visit.page.get_by_role("link", name="Bạn nhập 9 chữ số").click()
    await expect(visit.page.get_by_label("Số điện thoại")).to_be_focused()


async def test_the_way_of_delivery_shows_its_own_fields_and_bill(visit):
    await visit.open("checkout")
    page = visit.page
    total = page.locator("aside .sum:visible dd")
    assert await total.all_text_contents() == ["1.460.000\u00a0₫"]

    await page.get_by_role("radio", name="Giao tận nơi").check()

    assert await total.all_text_contents() == ["1.510.000\u00a0₫"]
    await expect(page.get_by_label("Địa chỉ nhận hàng")).to_be_visible()
    await expect(page.get_by_label("Điểm lấy hàng")).to_be_hidden()


@pytest.mark.parametrize(
    "name", ["home", "list", "product", "cart", "checkout", "order-packed", "room", "studio-on_air", "counter"]
)
async def test_pages_fit_the_narrowest_phone(visit, name):
    await visit.page.set_viewport_size({"width": 320, "height": 640})

    await visit.open(name)

    assert await visit.page.evaluate("document.documentElement.scrollWidth") <= 320
