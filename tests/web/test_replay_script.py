"""The replay's script in a real Chromium: a chapter seeks in the film, and the talk goes along."""

import shutil
from functools import partial

import pytest
from playwright.async_api import Request, Route, expect

from shop.video.names import Piece, piece_name
from shop.video.playlist import whole_playlist
from shop.video.whole import write_whole
from tests.make.video import recording

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed"),
]
SLUG = "gom-su-quang-vinh"
KINDS = {"m3u8": "application/vnd.apple.mpegurl", "mp4": "video/mp4", "m4s": "video/mp4"}
LINE = {"id": "1", "at": 0.1, "name": "Lan", "text": "thơm quá", "order": False}


CAPTIONS = "WEBVTT\n\n00:00.000 --> 01:00.000\nGiá hôm nay\n"
SHOWN = """(mode) => { const [track] = document.querySelector('video').textTracks;
return track.mode === mode && (mode !== 'showing' || track.cues?.[0]?.text === 'Giá hôm nay'); }"""


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


async def test_where_no_file_could_be_made_the_list_of_segments_plays(visit):
    head, segments = recording()
    pieces = [Piece(1, 1 + place, 1000 * place, round(one.duration * 1000)) for place, one in enumerate(segments)]
    files = {piece_name(piece): one.data for piece, one in zip(pieces, segments, strict=True)} | {
        "001/init.mp4": head.data,
        "whole.m3u8": whole_playlist(pieces).encode(),
    }

    async def send(route: Route, request: Request) -> None:
        name = request.url.partition(f"/replays/{SLUG}/")[2]
        await route.fulfill(body=files[name], content_type=KINDS[name.rpartition(".")[2]])

    visit.answers |= {f"/replays/{SLUG}/{name}": send for name in files}
    await visit.open("replay-bare")
    video = visit.page.locator("video")

    await video.evaluate("video => { video.muted = true; return video.play(); }")

    await visit.page.wait_for_function("() => document.querySelector('video').currentTime > 1")
    assert await video.evaluate("video => Math.round(video.duration)") == 11
    await expect(visit.page.locator("[data-film-failed]")).to_be_hidden()


async def test_captions_are_shown_and_who_turned_them_off_in_the_browser_s_menu_finds_them_off(visit):
    async def send(route: Route, _: Request) -> None:
        await route.fulfill(body=CAPTIONS, content_type="text/vtt; charset=utf-8")

    visit.answers[f"/replays/{SLUG}/captions.vtt"] = send
    await visit.open("replay")
    await visit.page.wait_for_function(SHOWN, arg="showing")

    await visit.page.evaluate("document.querySelector('video').textTracks[0].mode = 'disabled'")
    await visit.page.wait_for_function("localStorage.getItem('room captions off') !== null")
    await visit.page.reload()

    await visit.page.wait_for_function("document.readyState === 'complete'")
    await visit.page.wait_for_function(SHOWN, arg="disabled")
    assert await visit.page.evaluate("localStorage.getItem('room captions off')") == "yes"
