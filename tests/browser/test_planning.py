"""An officer plans a market with a stall and its goods; a clash is refused, people see it, and it is called off."""

import re
from datetime import datetime, timedelta
from random import randrange
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.browser.windows import DESK, PHONE

OFFICER = "can-bo@chomay.example"
PLANNING = "/van-phong/cho-dem"
POINT = "diem-ocop-lang-nghe-gom-su-bat-trang-1"
BESIDE = "diem-ocop-lang-nghe-lua-van-phuc-1"
HOST = "Chủ gian mẫu 2"
TITLE, SECOND = "Gốm sáng cuối tuần", "Lụa sáng cuối tuần"
REASON = "Mưa bão, điểm bán đóng cửa"


@pytest.fixture
def evening():
    """A market of its own for each try: (name, day). Far ahead, where no sample is planned."""
    day = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date() + timedelta(days=randrange(60, 360))
    return f"Chợ sớm {day:%d/%m}", day


async def plan_market(page, name, day, opens="06:00"):
    """Fill in and send the form of a new market, from six to eight in the morning."""
    form = page.get_by_role("region", name="Lập phiên chợ")
    await form.get_by_label("Tên").fill(name)
    await form.get_by_label("Ngày họp").fill(f"{day}")
    await form.get_by_label("Mở lúc").fill(opens)
    await form.get_by_label("Đóng lúc").fill("08:00")
    await form.get_by_role("button", name="Lập phiên").click()


async def add_stall(page, title, place, starts):
    """Fill in and send the form of a new stall, until half past seven."""
    form = page.get_by_role("region", name="Thêm gian")
    await form.get_by_label("Tên gian").fill(title)
    await form.get_by_label("Điểm bán").select_option(place)
    await form.get_by_label("Người dẫn").select_option(label=HOST)
    await form.get_by_label("Từ").fill(starts)
    await form.get_by_label("Đến").fill("07:30")
    await form.get_by_role("button", name="Thêm gian").click()


async def give_goods(page):
    """Let the stall sell the first of what stands at its point; returns that product's name."""
    goods = page.get_by_role("region", name="Hàng trong gian")
    code = goods.locator("[name^=code_]").first
    await code.fill("E1")
    await goods.get_by_role("button", name="Lưu hàng").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã lưu hàng")
    return await goods.get_by_role("listitem").first.locator("p.b").inner_text()


async def test_an_officer_plans_a_market_is_kept_from_a_clash_and_calls_it_off(window, api, evening):
    officer, guest = await window(viewport=DESK), await window()
    (name, day), page = evening, officer.page
    await officer.sign_in(OFFICER)

    await officer.go(PLANNING)
    await plan_market(page, "", day)
    await expect(page.locator("#errors")).to_be_focused()
    await expect(page.locator("#name-error")).to_have_text("Điền tên.")
    await plan_market(page, name, day)
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)
    market = page.url.partition("?")[0].rpartition("/")[2]
    await add_stall(page, TITLE, POINT, "05:00")
    await expect(page.locator("#errors")).to_be_focused()
    await add_stall(page, TITLE, POINT, "06:30")
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    stall = page.url.partition("?")[0].rpartition("/")[2]
    product = await give_goods(page)

    await officer.go(f"{PLANNING}/{market}")
    await add_stall(page, SECOND, BESIDE, "07:00")
    await expect(page.locator("#host-error")).to_contain_text(f"{HOST} đã dẫn gian «{TITLE}» từ 06:30 đến 07:30")
    await expect(page.get_by_label("Tên gian")).to_have_value(SECOND)
    await officer.look(DESK)
    assert [one["title"] for one in api.get(f"/api/v1/markets/{market}").json()["stalls"]] == [TITLE]

    await guest.go("/cho-dem")
    await guest.page.get_by_role("link", name=name, exact=True).click()
    await expect(guest.page.get_by_role("complementary", name="Chương trình")).to_contain_text("06:30")
    await guest.look(PHONE)
    assert f"DTSTART:{day - timedelta(days=1):%Y%m%d}T230000Z" in await calendar(guest, market)
    await guest.page.get_by_role("link", name=TITLE).first.click()
    await expect(guest.page.locator("main")).to_contain_text(product)

    await page.get_by_label("Lý do, khách sẽ đọc").fill("")
    await page.get_by_role("button", name="Hủy phiên chợ").click()
    await expect(page.locator("#reason-error")).to_be_visible()
    await page.get_by_label("Lý do, khách sẽ đọc").fill(REASON)
    await page.get_by_role("button", name="Hủy phiên chợ").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã hủy")
    await guest.go(f"/cho-dem/{market}")
    await expect(guest.page.get_by_text(f"Phiên chợ này đã hủy: {REASON}")).to_be_visible()
    await guest.look(PHONE)
    assert "STATUS:CANCELLED" in await calendar(guest, market)
    await guest.go(f"/phien/{stall}")
    await expect(guest.page.locator("main")).to_contain_text(REASON)


async def calendar(guest, market):
    """The file of "Thêm vào lịch", as a calendar takes it."""
    link = guest.page.locator("main .head").get_by_role("link", name="Thêm vào lịch")
    await expect(link).to_have_attribute("href", re.compile(f"/cho-dem/{market}/lich.ics$"))
    reply = await guest.page.context.request.get(guest.shop.url + (await link.get_attribute("href")))
    assert reply.headers["content-type"].startswith("text/calendar")
    return await reply.text()
