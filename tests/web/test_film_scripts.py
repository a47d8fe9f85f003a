"""A host films with a fake camera, a viewer watches: the pages' own scripts against the contract of their sockets."""

import asyncio
import shutil

import pytest
from playwright.async_api import expect

from tests.web.look_browser import FLAGS, Visit
from tests.web.look_video import FAKE_CAMERA, FilmShop
from tests.web.test_look_scripts import FRAME

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed"),
]
VIDEO = {"state": "live", "take": 1, "sound": True, "since": "2026-11-27T13:50:00Z"}
ON_FILM = FRAME | {"video": VIDEO, "caption": None, "server_time": "2026-11-27T13:53:00Z"}
MOVES = "() => { const v = document.querySelector('video'); return v.currentTime > 1 && v.videoWidth > 0; }"


@pytest.fixture
async def film() -> FilmShop:
    return FilmShop()


@pytest.fixture(scope="module")
def flags() -> list[str]:
    return [*FLAGS, *FAKE_CAMERA]


async def start_camera(visit: Visit, film: FilmShop, page: str = "studio-on_air") -> None:
    visit.beside = film.serve
    await visit.open(page)
    await visit.page.get_by_role("button", name="Bật máy quay").click()


async def test_a_host_s_camera_is_sent_in_pieces_of_a_second_that_can_be_played(visit, film):
    await start_camera(visit, film)
    await asyncio.wait_for(film.until(3), 30)

    [first] = film.firsts
    assert first["takeover"] is False
    assert str(first["mime"]).startswith("video/mp4")
    assert (film.heads[0].width, film.heads[0].height) == (720, 1280)
    assert film.heads[0].sound
    assert all(700 < piece.lasting < 1600 for piece in film.pieces)
    await expect(visit.page.locator("[data-said=live]")).to_be_visible()


async def test_a_viewer_sees_the_film_and_the_card_when_it_stands_still(visit, film):
    await start_camera(visit, film)
    await asyncio.wait_for(film.until(3), 30)
    watching = await visit.page.context.new_page()
    viewer = Visit(watching)
    viewer.beside = film.serve
    viewer.tells = [ON_FILM]
    await viewer.open("room")
    await watching.screenshot(path="/tmp/h4_room_start.png")
    await watching.wait_for_function(MOVES)
    await watching.screenshot(path="/tmp/h4_room_m.png")
    await watching.set_viewport_size({"width": 1280, "height": 900})
    await asyncio.sleep(1)
    await watching.screenshot(path="/tmp/h4_room_d.png")
    await watching.locator("summary[aria-label='Cách xem']").click()
    await watching.screenshot(path="/tmp/h4_room_d2.png")
    await visit.page.screenshot(path="/tmp/h4_desk_m.png", full_page=True)
    await visit.page.set_viewport_size({"width": 1280, "height": 900})
    await visit.page.screenshot(path="/tmp/h4_desk_d.png")
    assert viewer.faults == []
