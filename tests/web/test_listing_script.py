"""The staged form's script in a real Chromium: no connection and nobody else costs anybody what was typed."""

import asyncio
import shutil

import pytest
from playwright.async_api import Request, Route, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed"),
]

AT = "/chu-the/htx-tam-hung/san-pham/gao-nep"
SAVED = {"saved": True, "said": "Đã lưu bản nháp lúc 20:54", "version": 4, "moved": False, "errors": []}


async def test_without_a_connection_nothing_is_lost_and_it_is_said(visit):
    async def away(route: Route, _: Request) -> None:
        await route.abort()

    visit.answers[f"{AT}/tu-luu"] = away
    await visit.open("listing")

    story = visit.page.get_by_label("Câu chuyện sản phẩm (tiếng Việt)")
    await story.fill("Gặt tháng mười")

    await expect(visit.page.locator("[data-status]")).to_contain_text("Mất kết nối, chưa lưu", timeout=10_000)
    await expect(story).to_have_value("Gặt tháng mười")


async def test_what_somebody_else_saved_stops_the_saving_until_a_person_looked(visit):
    asked: list[str] = []

    async def moved(route: Route, request: Request) -> None:
        asked.append(request.post_data or "")
        await route.fulfill(json=SAVED | {"saved": False, "moved": True, "said": "Người khác đã lưu."})

    visit.answers[f"{AT}/tu-luu"] = moved
    await visit.page.clock.install()
    await visit.open("listing")
    name = visit.page.get_by_label("Tên (tiếng Việt)")
    await name.fill("Gạo một")
    await visit.page.clock.run_for(2000)
    await expect(visit.page.locator("[data-status]")).to_have_text("Người khác đã lưu.", timeout=10_000)

    await name.fill("Gạo hai")
    await visit.page.clock.run_for(60_000)

    assert len(asked) == 1


async def test_a_button_waits_for_what_is_being_saved_and_sends_the_version_that_came_of_it(visit):
    answer = asyncio.Event()
    sent: list[str] = []

    async def slow(route: Route, _: Request) -> None:
        await answer.wait()
        await route.fulfill(json=SAVED | {"version": 9})

    async def submit(route: Route, request: Request) -> None:
        sent.append(request.post_data or "")
        await route.fulfill(body="<!doctype html><title>sent</title>", content_type="text/html")

    visit.answers[f"{AT}/tu-luu"] = slow
    visit.answers[f"{AT}/noi-dung"] = submit
    await visit.open("listing")
    await visit.page.get_by_label("Tên (tiếng Việt)").fill("Gạo một")
    await expect(visit.page.locator("[data-status]")).to_contain_text("Đang lưu", timeout=10_000)

    await visit.page.get_by_role("button", name="Gửi duyệt").click()
    assert sent == []
    answer.set()

    await expect(visit.page).to_have_title("sent", timeout=10_000)
    assert 'name="version"\r\n\r\n9' in sent[0]
    assert 'name="act"\r\n\r\nsubmit' in sent[0]
