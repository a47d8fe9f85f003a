"""Guests ask by e-mail to be told of a stall; who follows the letter's link hears no more, the other still does."""

import asyncio
import email
import email.policy
import re
import uuid
from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.browser.windows import PATIENCE, PHONE
from tests.system.mail import PostBox

STALL, OFFICER = "gian-gom-ngay-hoi", "can-bo@chomay.example"  # of the festival, and of no other test
PLAN = f"/api/v1/office/stalls/{STALL}"
LINK = re.compile(r"http://\S+/theo-doi/dung/\S+")


@pytest.fixture
async def move_stall(window):
    """As an officer's program, let the stall begin five minutes later or earlier: what its watchers are told of."""
    officer = await window()
    await officer.sign_in(OFFICER)

    async def move(minutes):
        plan = await officer.read(PLAN)
        kept = {name: plan[name] for name in ("title", "place", "host", "ends_at", "version")}
        starts = datetime.fromisoformat(plan["starts_at"]) + timedelta(minutes=minutes)
        await officer.send(PLAN, kept | {"starts_at": starts.isoformat()}, method="PUT")

    return move


def letters(shop, address):
    """What lies in this guest's post, as plain text."""
    found = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (shop.folder / "mail").glob("*.eml")
    ]
    return [one.get_body(("plain",)).get_content() for one in found if one["To"] == address]


async def ask(guest, address):
    """From the stall's page, ask to be told by letter."""
    await guest.go(f"/phien/{STALL}")
    await guest.page.get_by_role("link", name="Nhắc tôi").first.click()
    await guest.page.get_by_label("E-mail").fill(address)
    await guest.page.get_by_role("button", name="Nhắc tôi").click()


async def test_a_guest_is_told_until_the_letters_link_is_followed(window, shop, move_stall):
    guest, other = await window(), await window()
    mine, others = (f"khach-{uuid.uuid4().hex[:8]}@example.test" for _ in range(2))
    page = guest.page

    await ask(guest, "ngoc@")
    await expect(page.locator("#email-error")).to_be_visible()
    await expect(page.get_by_label("E-mail")).to_have_value("ngoc@")
    await guest.look(PHONE)
    for one, address in ((guest, mine), (other, others)):
        await ask(one, address)
        await expect(one.page.get_by_role("status")).to_contain_text("Chợ Mây sẽ nhắc bạn")
    await move_stall(5)
    await asyncio.to_thread(shop.wait_until, lambda: letters(shop, mine), PATIENCE / 1000, "the letter came")
    [letter] = letters(shop, mine)
    assert f"/phien/{STALL}" in letter

    await page.goto(LINK.search(letter)[0])
    await guest.look(PHONE)
    await page.get_by_role("button", name="Ngừng nhắc tôi").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã ngừng")
    await move_stall(-5)
    await PostBox(shop).wait_quiet()

    assert (len(letters(shop, mine)), len(letters(shop, others))) == (1, 2)
