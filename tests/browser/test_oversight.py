"""An officer stops a session, and whoever watches it reads why."""

from playwright.async_api import expect
from sqlalchemy import text

from tests.browser.windows import DESK, PATIENCE
from tests.system.crowd import books

STALL = "gian-tra-mat-ong"
HOST = "chu-gian-4@chomay.example"
OFFICER = "can-bo@chomay.example"
REASON = "Giới thiệu sai công dụng của sản phẩm"

AWAY = text("UPDATE live_session SET host_seen_at = shop_now() - interval '1 minute' WHERE slug = :stall")


async def test_an_officer_stops_a_session_and_its_viewers_read_why(window, shop):
    host, viewer, officer = await window(viewport=DESK), await window(), await window(viewport=DESK)
    await host.sign_in(HOST)
    await host.go(f"/phien/{STALL}/dieu-khien")
    start = host.page.get_by_role("button", name="Lên sóng")
    if await start.count():  # else a first try of this test has opened the stall
        await start.click()
    await expect(host.page.get_by_role("button", name="Dừng phát")).to_be_visible()
    async with books(shop) as session:
        await session.execute(AWAY, {"stall": STALL})
    await host.go(f"/phien/{STALL}/dieu-khien")  # who comes back is there again at once
    await viewer.go(f"/phien/{STALL}")
    await expect(viewer.page.get_by_text("Đang phát", exact=True)).to_be_visible()
    await viewer.stay()
    await officer.sign_in(OFFICER)
    await officer.go(f"/van-phong/phien/{STALL}")
    await officer.look()

    await officer.page.get_by_label("Lý do, người xem đọc được").fill(REASON)
    await officer.page.get_by_label("Số văn bản yêu cầu").fill("12/TMĐT")
    await officer.page.get_by_role("button", name="Dừng phiên ngay").click()

    await expect(officer.page.get_by_text("Phiên đã dừng.", exact=True)).to_be_visible()
    await expect(viewer.page.get_by_text(REASON)).to_be_visible(timeout=PATIENCE)
    await expect(viewer.page.locator("[data-say]")).to_be_hidden()
    assert await viewer.still_here()
    await viewer.look()
    await host.go(f"/phien/{STALL}/dieu-khien")
    await expect(host.page.get_by_text(REASON)).to_be_visible()
    await expect(host.page.get_by_role("button", name="Lên sóng")).to_have_count(0)
