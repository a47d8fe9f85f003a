"""A host films with a fake camera, a viewer watches: the pages' own scripts against the contract of their sockets."""

import asyncio
import re
import shutil
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from playwright.async_api import expect

from shop.broadcast.uplink import MOST
from shop.video.names import Piece
from shop.web.render import render
from tests.web.look_browser import FLAGS, Visit
from tests.web.look_every import every_page
from tests.web.look_video import FAKE_CAMERA, FilmShop
from tests.web.test_look_scripts import FRAME

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed"),
]
VIDEO = {"state": "live", "take": 1, "sound": True, "since": "2026-11-27T13:50:00Z"}
ON_FILM = FRAME | {"video": VIDEO, "caption": None, "server_time": "2026-11-27T13:53:00Z"}
MOVES = "() => { const v = document.querySelector('video'); return v.currentTime > 1 && v.videoWidth > 0; }"


SAID = "Giá hôm nay 250 nghìn <một hũ>"
SAID_AT = """() => { const [track] = document.querySelector('video').textTracks; const [cue] = track.cues ?? [];
return cue && `${track.kind} ${track.language} ${track.label} ${cue.startTime} ${cue.getCueAsHTML().textContent}`; }"""


def said_beside(piece: Piece) -> dict[str, str]:
    """A line that the host typed as a segment began, shown for a minute."""
    since = datetime.fromtimestamp(piece.start / 1000, UTC)
    return {"text": SAID, "since": since.isoformat(), "until": (since + timedelta(minutes=1)).isoformat()}


async def said_at(viewer: Visit) -> float:
    """The second of the video at which its track has what was said."""
    found = await (await viewer.page.wait_for_function(SAID_AT)).json_value()
    kind, language, label, at, text = re.fullmatch(r"(\w+) (\w+) (Phụ đề) (\S+) (.+)", found).groups()
    assert (kind, language, label, text) == ("captions", "vi", "Phụ đề", SAID)
    return float(at)


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


async def watch(visit: Visit, film: FilmShop, frame: dict[str, object] = ON_FILM) -> Visit:
    """Another page of the same browser, in the room."""
    viewer = Visit(await visit.page.context.new_page())
    viewer.beside = film.serve
    viewer.tells = [frame]
    await viewer.open("room")
    return viewer


async def test_a_host_s_camera_is_sent_in_pieces_of_a_second_that_can_be_played(visit, film):
    await start_camera(visit, film)
    await asyncio.wait_for(film.until(3), 30)

    [first] = film.firsts
    assert first["key"] == "khoa-phat-1"
    assert first["takeover"] is False
    assert str(first["mime"]).startswith("video/mp4")
    assert film.heads[0].sound
    assert film.heads[0].width / film.heads[0].height == pytest.approx(9 / 16, abs=0.01)
    assert all(700 < piece.lasting < 1600 for piece in film.pieces)
    await expect(visit.page.locator("[data-said=live]")).to_be_visible()
    await expect(visit.page.locator("[data-film] meter")).not_to_have_js_property("value", 0)


async def test_a_still_of_the_picture_is_sent(visit, film):
    await start_camera(visit, film)

    first = await asyncio.wait_for(film.stills.get(), 30)

    assert first.startswith(b"\xff\xd8")
    assert len(first) <= 60_000


TOLD = """async (bits) => { const at = (name) => import(document.querySelector('script[src*="/js/film.js"]').src
.replace('film.js', name)); const [{ Pace }, { Uplink }] = [await at('film_pace.js'), await at('film_uplink.js')];
const [desk, box] = ['[data-studio]', '[data-film]'].map((part) => document.querySelector(part));
const pace = new Pace(); new Uplink(desk, box, pace).tell(bits);
return [pace.rate, document.querySelector('[data-uplink]:not([hidden])').innerText.trim()]; }"""


async def test_before_air_the_way_up_is_measured_and_the_camera_begins_with_what_gets_through(visit, film):
    await start_camera(visit, film, "studio-scheduled")
    await asyncio.wait_for(film.until(1), 30)

    told = await visit.page.locator("[data-uplink]:not([hidden])").inner_text()
    weak, short, none = [await visit.page.evaluate(TOLD, bits) for bits in (1_800_000, 700_000, None)]

    assert (told.split(":")[0], len(film.measured)) == ("Đường lên đủ", 2)
    assert film.measured[0] < film.measured[1] <= MOST
    assert (weak[0], weak[1].split(". ")[0]) == (1_200_000, "Đường lên yếu: 1,8 Mb/s")
    assert (short[0], short[1].split(",")[0]) == (600_000, "Đường lên không đủ: 0")
    assert none[1].startswith("Chưa đo được đường lên.")


async def test_a_lost_line_is_taken_up_again_and_is_still_ours(visit, film):
    await start_camera(visit, film)
    await asyncio.wait_for(film.until(1), 30)

    await film.cut(1011)

    await expect(visit.page.locator("[data-said=again]")).to_be_visible()
    await expect(visit.page.locator("[data-said=live]")).to_be_visible()
    assert [first["takeover"] for first in film.firsts] == [False, True]
    assert film.keys == 1


async def test_who_finds_another_publisher_is_told_and_takes_over_by_a_button(visit, film):
    film.refuses = (4409, "Phiên này đang có người phát hình.")
    await start_camera(visit, film)
    take = visit.page.get_by_role("button", name="Giành quyền phát")
    await expect(take).to_be_visible()
    await expect(visit.page.locator("[data-film-detail]")).to_have_text("Phiên này đang có người phát hình.")

    await take.click()

    await expect(visit.page.locator("[data-said=live]")).to_be_visible()
    assert [first["takeover"] for first in film.firsts] == [False, True]


async def test_a_revoked_key_turns_the_camera_off_and_is_told(visit, film):
    await start_camera(visit, film)
    await asyncio.wait_for(film.until(1), 30)

    await film.cut(4410)

    await expect(visit.page.locator("[data-said=over]")).to_be_visible()
    await expect(visit.page.get_by_role("button", name="Bật máy quay")).to_be_visible()
    assert await visit.page.evaluate("document.querySelector('video').srcObject === null")


async def test_a_choked_line_gets_less_film_in_a_connection_of_its_own(visit, film):
    film.takes_bytes = False
    await start_camera(visit, film)

    await expect(visit.page.locator("[data-warning=slow]")).to_be_visible(timeout=30_000)

    await expect(visit.page.locator("[data-film-rate]")).to_have_text("1,2 Mb/s")
    assert len(film.firsts) == 2


async def test_while_it_films_the_desk_sends_its_forms_without_being_left(visit, film):
    asked = []

    async def act(route, request):
        if request.method == "POST":
            asked.append(request.post_data)
        _, template, locale, page = every_page()["studio-on_air"]
        body = render(template, locale, msgspec.structs.replace(page, problem="Giá dưới giá sàn."))
        await route.fulfill(body=body, content_type="text/html; charset=utf-8")

    visit.answers["/phien/gom-su-quang-vinh/dieu-khien"] = act
    await start_camera(visit, film)
    await expect(visit.page.locator("[data-said=live]")).to_be_visible()
    await visit.page.evaluate("window.stayed = true")

    price = visit.page.locator(".pin-form [name=price]").first
    await price.fill("1.000")
    await visit.page.get_by_role("button", name="Đổi giá").click()

    await expect(visit.page.get_by_text("Giá dưới giá sàn.")).to_be_visible()
    await expect(price).to_have_value("1.000")
    assert "action=pin" in asked[0]
    before = len(film.pieces)
    await asyncio.wait_for(film.until(before + 2), 30)
    assert await visit.page.evaluate("window.stayed")
    assert len(film.firsts) == 1


async def test_a_viewer_sees_the_film_and_turns_the_sound_on(visit, film):
    await start_camera(visit, film)
    await asyncio.wait_for(film.until(3), 30)

    viewer = await watch(visit, film, ON_FILM | {"caption": said_beside(film.pieces[1])})

    await viewer.page.wait_for_function(MOVES)
    assert await said_at(viewer) == pytest.approx(film.pieces[0].lasting / 1000, abs=0.3)
    await expect(viewer.page.locator("[data-slug][data-room]")).to_have_attribute("data-running", "steady")
    await viewer.page.get_by_role("button", name="Bật tiếng").click()
    assert await viewer.page.evaluate("document.querySelector('video').muted") is False
    await expect(viewer.page.get_by_role("button", name="Tắt tiếng")).to_be_visible()
    assert viewer.faults == []


async def test_the_film_begins_by_itself_also_where_the_player_is_at_hand_at_once(visit, film):
    await start_camera(visit, film)
    await asyncio.wait_for(film.until(3), 30)
    viewer = await watch(visit, film)
    await viewer.page.wait_for_function(MOVES)

    address = await viewer.page.locator("video").get_attribute("data-hls")
    await viewer.page.add_init_script(f"import('{address}')")

    await viewer.page.reload()

    await viewer.page.wait_for_function(MOVES)
    assert viewer.faults == []


async def test_the_fast_way_plays_what_the_socket_brings(visit, film):
    await start_camera(visit, film)
    await asyncio.wait_for(film.until(1), 30)
    viewer = await watch(visit, film, ON_FILM | {"caption": said_beside(film.pieces[0])})

    await viewer.page.locator("summary[aria-label='Cách xem']").click()
    await viewer.page.get_by_label("Nhanh").check()

    await expect(viewer.page.locator("[data-slug][data-room]")).to_have_attribute("data-running", "fast")
    await viewer.page.wait_for_function(MOVES)
    assert await said_at(viewer) == pytest.approx(0, abs=0.3)
    await expect(viewer.page.locator("[data-caption]")).to_have_text(SAID)
    await viewer.page.get_by_role("button", name="Phụ đề").click()
    await expect(viewer.page.locator("[data-caption]")).to_be_hidden()
    assert await viewer.page.evaluate("document.querySelector('video').textTracks[0].mode") == "disabled"
    assert viewer.faults == []


async def test_a_card_asks_to_wait_when_the_host_is_lost_and_goes_when_it_is_back(visit, film):
    await start_camera(visit, film)
    await asyncio.wait_for(film.until(3), 30)
    viewer = await watch(visit, film, ON_FILM | {"video": VIDEO | {"state": "waiting"}})
    await viewer.page.wait_for_function(MOVES)
    card = viewer.page.locator("[data-standing]")
    await expect(card).to_be_hidden()

    await visit.page.get_by_role("button", name="Tắt máy quay").click()

    await expect(card).to_contain_text("Hình của chủ gian đang nối lại")
    await visit.page.get_by_role("button", name="Bật máy quay").click()
    await expect(card).to_be_hidden()


async def test_a_room_nobody_films_shows_its_drawing_and_no_controls(visit, film):
    viewer = await watch(visit, film, ON_FILM | {"video": None})

    await expect(viewer.page.locator("[data-viewers]")).to_have_text("2.345")
    await expect(viewer.page.locator("[data-reel]")).to_be_hidden()
    await expect(viewer.page.locator("[data-standing]")).to_be_hidden()
    assert await viewer.page.evaluate(
        "performance.getEntriesByType('resource').every(one => !one.name.includes('hls'))"
    )
