"""The replay's script in a real Chromium: a chapter seeks in the film, and the talk goes along."""

import shutil
from functools import partial

import pytest
from playwright.async_api import Request, Route, expect

from shop.video.whole import write_whole
from tests.make.video import recording

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed"),
]
SLUG = "gom-su-quang-vinh"
LINE = {"id": "1", "at": 0.1, "name": "Lan", "text": "thơm quá", "order": False}


async def bytes_of(data):
    return data


async def test_a_chapter_plays_is_marked_and_what_was_said_stands_beside_it(visit, tmp_path):
    head, segments = recording()
    with (tmp_path / "film.mp4").open("w+b") as out:
        await write_whole(head.data, [partial(bytes_of, segment.data) for segment in segments], out)
    film = (tmp_path / "film.mp4").read_bytes()

    async def send(route: Route, _: Request) -> None:
        await route.fulfill(body=film, content_type="video/mp4")

    async def talk(route: Route, _: Request) -> None:
        await route.fulfill(json={"lines": [LINE], "next": None})

    visit.answers[f"/replays/{SLUG}/whole/1.mp4"] = send
    visit.answers[f"/api/v1/sessions/{SLUG}/replay/talk"] = talk
    await visit.open("replay")
    await visit.page.locator("video").evaluate("video => { video.muted = true; }")
    chapter = visit.page.get_by_role("link", name="Mở chợ")

    await chapter.focus()
    await visit.page.keyboard.press("Enter")

    await expect(chapter).to_have_attribute("aria-current", "true")
    await expect(visit.page.get_by_role("log")).to_contain_text("thơm quá")
    assert visit.page.url.endswith("?t=0.0")
    assert await visit.page.locator("video").evaluate("video => video.error === null && video.readyState > 0")
