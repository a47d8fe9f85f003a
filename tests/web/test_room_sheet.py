"""What a viewer is asked and told in the room, in a real Chromium: all of it in sight, and in the form's own words."""

import shutil

import pytest
from playwright.async_api import expect

from tests.web.look_browser import says
from tests.web.test_look_scripts import FRAME, ROOM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed"),
]
SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 800})
PLACED = {
    "code": "CM-27A4-91",
    "created_at": "2026-11-27T13:50:00Z",
    "hold_expires_at": "2026-11-27T14:05:00Z",
    "payment": {"method": "cod", "page": None},
}


@pytest.mark.parametrize("size", SIZES, ids=("phone", "desk"))
async def test_what_a_comment_s_order_still_lacks_is_asked_in_sight(visit, size):
    await visit.page.set_viewport_size(size)

    await visit.open("room-phone")

    asked = visit.page.locator(".asks")
    await expect(asked.get_by_role("button", name="Chốt đơn")).to_be_in_viewport(ratio=1)
    assert await asked.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    await expect(visit.page.get_by_role("button", name="Gửi")).to_be_in_viewport(ratio=1)


async def test_on_a_phone_the_words_to_write_stand_in_sight_beside_two_pins(visit):
    await visit.open("room-placed")

    await expect(visit.page.locator("[data-pins] [data-pin]")).to_have_count(2)
    await expect(visit.page.get_by_role("button", name="Gửi")).to_be_in_viewport(ratio=1)


@pytest.fixture
async def sheet(visit):
    """The sheet of the first pin, filled in but for the name."""
    visit.tells = [FRAME]
    await visit.open("room")
    await visit.page.get_by_role("button", name="Mua ngay").click()
    dialog = visit.page.get_by_role("dialog")
    await dialog.get_by_label("Số điện thoại").fill("0912 345 678")
    return dialog


async def test_an_empty_field_is_called_as_the_form_calls_it(visit, sheet):
    said = {"code": "validation", "field": "contact.name", "detail": "“contact.name” cần ít nhất 1 ký tự."}
    visit.answers[f"{ROOM}/orders"] = says(422, said)

    await sheet.get_by_role("button", name="Đặt mua").click()

    await expect(sheet.locator("[data-order-problem]")).to_contain_text("Ô “Họ và tên người nhận” còn trống")
    await expect(sheet.get_by_label("Họ và tên")).to_be_focused()


@pytest.mark.parametrize(("page", "shown"), [(None, False), ("/don-hang/CM-27A4-91/thanh-toan", True)])
async def test_the_hold_is_counted_down_for_what_is_still_to_pay(visit, sheet, page, shown):
    visit.answers[f"{ROOM}/orders"] = says(201, PLACED | {"payment": {"page": page}})

    await sheet.get_by_role("button", name="Đặt mua").click()

    await expect(sheet.get_by_role("link", name="Xem đơn")).to_be_visible()
    await expect(sheet.get_by_text("Giữ đến 21:05")).to_be_visible(visible=shown)
