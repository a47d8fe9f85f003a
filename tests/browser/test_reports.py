"""What came of a session: its host reads a drawn report, the sheets add up to it, an officer finds it by district."""

import asyncio
import csv
import re
import uuid
from io import StringIO
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.stalls import open_closed_stalls
from tests.browser.windows import DESK, PHONE

STALL, HOST, OFFICER = "gian-to-lua-van-phuc", "chu-gian-2@chomay.example", "can-bo@chomay.example"
ELSEWHERE = "gian-gom-bat-trang"  # another host's, in another district
API, REPORT = f"/api/v1/sessions/{STALL}", f"/phien/{STALL}/bao-cao"
DRAWN = (
    "(bars) => bars.map((bar) => bar.getBoundingClientRect()).filter((box) => box.width > 0 && box.height > 8).length"
)


@pytest.fixture
async def host(window, shop, api):
    """The host after a session of its own, in which three orders of five pieces were placed and one was cancelled."""
    await open_closed_stalls(shop)  # other tests close it, and so does a first try of this one
    host = await window(viewport=PHONE, accept_downloads=True)
    await host.sign_in(HOST)
    [goods, *_] = [one for one in api.get(API).json()["line_up"] if one["available"] > 5]
    await host.send(f"{API}/start")
    await host.send(f"{API}/pin", {"variant": goods["variant"], "price": goods["list_price"] - 1000})
    for pieces in (2, 1, 2):
        placed = buy(api, goods["variant"], pieces)
    cancelled = api.post(f"/api/v1/orders/{placed['code']}/cancel", headers={"X-Order-Token": placed["token"]})
    assert cancelled.is_success, cancelled.text
    await host.send(f"{API}/end")
    return host


def buy(api, variant, pieces):
    """Order what is pinned, as a guest's page does it."""
    body = {"variant": variant, "quantity": pieces, "contact": {"name": "Vũ Thị Lụa", "phone": "0912 345 611"}}
    placed = api.post(f"{API}/orders", json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
    assert placed.status_code == 201, placed.text
    return placed.json()


def number(words):
    """A number as pages write it: `1.090.000 ₫`."""
    return int(re.sub(r"\D", "", words))


async def sums_of_sheet(page, link):
    """The downloaded sheet's orders, pieces and value, added up."""
    async with page.expect_download() as keeping:
        await page.get_by_role("link", name=link).click()
    kept = Path(await (await keeping.value).path())
    content = await asyncio.to_thread(kept.read_text, encoding="utf-8-sig")
    rows = list(csv.DictReader(StringIO(content)))
    return tuple(sum(int(row[name]) for row in rows) for name in ("Đơn", "Món", "Tiền hàng (đồng)"))


async def fact(page, label):
    """A figure of the report's head."""
    shown = page.locator(".stat", has=page.get_by_text(label, exact=True))
    return number(await shown.locator(".v").inner_text())


async def test_a_host_reads_a_drawn_report_whose_sheets_add_up(host):
    page, told = host.page, (await host.read(f"{API}/report"))["sales"]
    sums = (told["orders"], told["pieces"], told["value"])
    assert (told["placed"], told["orders"], told["pieces"]) == (3, 2, 3)

    await host.go(REPORT)

    assert tuple([await fact(page, label) for label in ("đơn", "món", "tiền hàng")]) == sums
    await expect(page.get_by_text("1 đơn không thành")).to_be_visible()
    chart = page.get_by_role("region", name="Diễn biến")
    assert await chart.locator("rect.bar").evaluate_all(DRAWN) > 0
    await chart.get_by_text("Xem bảng số").click()
    await expect(chart.get_by_role("table")).to_be_visible()
    drawn = [[number(cell) for cell in await row.locator("td").all_inner_texts()] for row in await rows(chart)]
    assert (sum(row[-2] for row in drawn), sum(row[-1] for row in drawn)) == (sums[0], sums[2])
    await host.look(PHONE)
    assert await sums_of_sheet(page, "Từng phút (CSV)") == sums
    assert await sums_of_sheet(page, "Từng sản phẩm (CSV)") == sums


async def rows(part):
    return await part.locator("tbody tr").all()


async def test_an_officer_finds_the_session_by_its_district(host, window):
    officer = await window(viewport=DESK)
    page, told = officer.page, (await host.read(f"{API}/report"))["sales"]
    await officer.sign_in(OFFICER)
    await officer.go("/van-phong/phien-live")
    await expect(page.locator(f'a[href$="/phien/{ELSEWHERE}/bao-cao"]')).to_have_count(1)

    await page.get_by_label("Đơn vị", exact=True).select_option(label=await district(officer))
    await page.get_by_role("button", name="Xem", exact=True).click()

    lives = page.get_by_role("region", name="Các phiên").first
    own = lives.get_by_role("row").filter(has=page.locator(f'a[href$="{REPORT}"]'))
    await expect(own).to_contain_text(f"{told['value']:,}".replace(",", "."))
    await expect(lives.locator(f'a[href$="/phien/{ELSEWHERE}/bao-cao"]')).to_have_count(0)
    await officer.look(DESK)
    await own.get_by_role("link").click()
    assert await fact(page, "tiền hàng") == told["value"]
    others = ("/van-phong/phien-live", f"/phien/{ELSEWHERE}/bao-cao")
    assert [(await host.page.goto(host.shop.url + path)).status for path in others] == [403, 403]


async def district(officer):
    """Where the stall's point stands, as the API says."""
    items = (await officer.read("/api/v1/reports/sessions"))["items"]
    return next(one["unit"] for one in items if one["slug"] == STALL)
