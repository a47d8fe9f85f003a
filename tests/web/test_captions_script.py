"""Captions of our playlists in a real Chromium: by hls.js as others have it, and by our own page."""

import shutil
from pathlib import Path

import pytest
from playwright.async_api import Request, Route

from shop.video.names import Piece, caption_name, init_name, piece_name
from shop.video.playlist import Parts, main_playlist, whole_captions, whole_playlist
from shop.video.samples import first_shown
from shop.video.subtitles import Line, segment_of
from shop.video.tracks import tracks_of
from tests.make.video import recording
from tests.web.look_browser import HERE

WHOLE_HLS = Path(__file__).parents[2] / "node_modules" / "hls.js" / "dist" / "hls.mjs"  # ours is the light one
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed"),
]
AIR = 1_790_000_000_000
ROOM = "/replays/gom-su-quang-vinh"
KINDS = {"m3u8": "application/vnd.apple.mpegurl", "m4s": "video/mp4", "mp4": "video/mp4", "vtt": "text/vtt"}
SAID = [  # the second in the second take, in one segment: behind a break hls.js may still correct times between two
    Line(AIR + 4500, AIR + 7500, "Giá <hôm nay>"),
    Line(AIR + 42_300, AIR + 42_700, "trở lại rồi"),
]
PLAY = """async (address) => {
  const Hls = (await import("/other/hls.mjs")).default;
  const video = document.body.appendChild(document.createElement("video"));
  video.muted = true;
  window.other = new Hls({ enableWorker: false, maxBufferLength: 60 });
  window.other.loadSource(address);
  window.other.attachMedia(video);
  await video.play();
  window.otherVideo = video;
}"""
CUES = """() => [...(window.otherVideo.textTracks[0]?.cues ?? [])].map(cue => [cue.startTime, cue.endTime, cue.text])"""


def takes() -> dict[Piece, bytes]:
    """Two takes of the same recording: two seconds after air, and 40 seconds after it."""
    _, segments = recording()
    made, number = {}, 0
    for take, begin in ((1, AIR + 2000), (2, AIR + 40_000)):
        for segment in segments:
            number += 1
            start = begin + round((segment.start - segments[0].start) * 1000)
            made[Piece(take, number, start, round(segment.duration * 1000))] = segment.data
    return made


async def files() -> dict[str, bytes]:
    """All that players ask for."""
    head, film = recording()[0], takes()
    pieces, tracks = list(film), tracks_of(head.data)
    made = {piece_name(piece): data for piece, data in film.items()}
    made |= {init_name(take): head.data for take in (1, 2)}

    async def second_of(piece: Piece) -> float:
        return first_shown(film[piece], tracks)

    for piece in pieces:
        text = await segment_of(SAID, piece, pieces, second_of)
        made[f"captions/{caption_name(piece)}"] = text.encode()
    parts = Parts("picture.m3u8", None, "captions.m3u8")
    size = (head.width, head.height)
    return made | {
        "whole.m3u8": main_playlist(head.codecs, size, 500_000, parts).encode(),
        "picture.m3u8": whole_playlist(pieces).encode(),
        "captions.m3u8": whole_captions(pieces, address=lambda name: f"captions/{name}").encode(),
    }


@pytest.fixture
async def played(visit):
    """The page of a replay whose list of segments is a playlist of playlists with captions."""
    given = await files()

    async def send(route: Route, request: Request) -> None:
        name = request.url.partition(f"{ROOM}/")[2]
        await route.fulfill(body=given[name], content_type=KINDS[name.rpartition(".")[2]])

    async def hls(route: Route, _: Request) -> None:
        await route.fulfill(body=WHOLE_HLS.read_bytes(), content_type="text/javascript")

    visit.answers |= {f"{ROOM}/{name}": send for name in given}

    async def bare(route: Route, _: Request) -> None:
        await route.fulfill(body="<!doctype html><title>another's page</title>", content_type="text/html")

    visit.answers |= {"/other/hls.mjs": hls, "/other/page": bare}
    return visit


async def test_another_player_shows_each_line_once_with_the_picture_it_was_typed_beside(played):
    await played.open("other/page")

    await played.page.evaluate(PLAY, f"{HERE}{ROOM}/whole.m3u8")
    await played.page.wait_for_function(f"() => ({CUES})().length === 2")

    first = sum(piece.lasting for piece in takes() if piece.take == 1) / 1000  # seconds of the first take
    cues = await played.page.evaluate(CUES)
    assert [text for _, _, text in cues] == ["Giá &lt;hôm nay&gt;", "trở lại rồi"]
    assert [cue[:2] for cue in cues] == [
        pytest.approx([2.5, 5.5], abs=0.1),
        pytest.approx([first + 2.3, first + 2.7], abs=0.1),
    ]


async def test_our_own_page_has_its_own_track_and_no_second_one(played):
    await played.open("replay-bare")
    video = played.page.locator("video").first

    await video.evaluate("video => { video.muted = true; return video.play(); }")
    await played.page.wait_for_function("() => document.querySelector('video').currentTime > 3")

    assert await video.evaluate("video => [...video.textTracks].map(track => track.kind)") == ["captions"]
