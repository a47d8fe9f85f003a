"""Chromium plays what the engine of video writes."""

import io
import re

import pytest
from playwright.async_api import Browser, Page, Route

from shop.video.sound import sound_init, sound_of
from shop.video.whole import Fetch, write_whole
from tests.video.recordings import HOST, WIDE, split

HEAD, SEGMENTS = split(HOST)
PLACE = "https://video.test/"
PAGE = "<!doctype html><title>video</title><video muted playsinline></video>"
SEEK = """async (to) => {
  const video = document.querySelector("video");
  const seen = (name) => new Promise((done, fail) => {
    video.addEventListener(name, done, { once: true });
    video.addEventListener("error", () => fail(video.error.message), { once: true });
  });
  const ready = seen("loadeddata");
  video.src = "/whole.mp4";
  await ready;
  const there = seen("seeked");
  video.currentTime = to;
  await there;
  return [video.duration, video.currentTime, video.videoWidth];
}"""
FEED = """async ([type, pieces, last]) => {
  const video = document.querySelector("video");
  const source = new MediaSource();
  const open = new Promise((done) => source.addEventListener("sourceopen", done, { once: true }));
  video.src = URL.createObjectURL(source);
  await open;
  const buffer = source.addSourceBuffer(type);
  for (const piece of pieces) {
    const taken = new Promise((done, fail) => {
      buffer.onupdateend = done;
      buffer.onerror = () => fail(piece);
    });
    buffer.appendBuffer(await (await fetch(piece)).arrayBuffer());
    await taken;
  }
  const played = new Promise((done) => {
    video.ontimeupdate = () => video.currentTime > last && done();
  });
  video.currentTime = last - 0.5;
  await video.play();
  await played;
  const ranges = buffer.buffered;
  return [...Array(ranges.length).keys()].map((part) => [ranges.start(part), ranges.end(part)]);
}"""


async def show(browser: Browser, files: dict[str, bytes]) -> Page:
    """A page beside these files."""
    page = await browser.new_page()

    async def answer(route: Route) -> None:
        name = route.request.url.removeprefix(PLACE)
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", route.request.headers.get("range", ""))
        if not name:
            await route.fulfill(body=PAGE, content_type="text/html")
        elif asked is None:
            await route.fulfill(body=files[name], content_type="video/mp4")
        else:
            begin, end = int(asked[1]), min(int(asked[2] or 1 << 40), len(files[name]) - 1)
            where = {"Content-Range": f"bytes {begin}-{end}/{len(files[name])}", "Accept-Ranges": "bytes"}
            body = files[name][begin : end + 1]
            await route.fulfill(status=206, body=body, content_type="video/mp4", headers=where)

    await page.route(f"{PLACE}**", answer)
    await page.goto(PLACE)
    return page


def fetch_of(data: bytes) -> Fetch:
    async def fetch() -> bytes:
        return data

    return fetch


async def test_chromium_seeks_in_the_whole_file(browser: Browser) -> None:
    out = io.BytesIO()
    lasting = await write_whole(HEAD.data, [fetch_of(segment.data) for segment in SEGMENTS], out)
    page = await show(browser, {"whole.mp4": out.getvalue()})

    found = await page.evaluate(SEEK, 7.25)

    assert found == [pytest.approx(lasting, abs=0.01), 7.25, 180]


@pytest.mark.parametrize(("recording", "seconds"), [(HOST, 11), (WIDE, 3)])
async def test_chromium_plays_the_segments_without_a_hole(browser: Browser, recording: bytes, seconds: int) -> None:
    head, segments = split(recording)
    pieces = {f"{number}.m4s": segment.data for number, segment in enumerate(segments)}
    page = await show(browser, {"init.mp4": head.data} | pieces)

    ranges = await page.evaluate(FEED, [f'video/mp4; codecs="{head.codecs}"', ["init.mp4", *pieces], seconds - 1])

    assert [[round(end) for end in part] for part in ranges] == [[0, seconds]]


async def test_chromium_plays_the_sound_alone(browser: Browser) -> None:
    pieces = {f"{number}.m4s": sound_of(segment.data, HEAD.data) for number, segment in enumerate(SEGMENTS)}
    page = await show(browser, {"init.mp4": sound_init(HEAD.data)} | pieces)

    ranges = await page.evaluate(FEED, ['audio/mp4; codecs="opus"', ["init.mp4", *pieces], 9.0])

    assert [[round(end) for end in part] for part in ranges] == [[0, 11]]
