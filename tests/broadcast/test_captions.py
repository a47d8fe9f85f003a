"""What a host types, for players that read the playlists by themselves."""

import asyncio
import json
from datetime import timedelta

import pytest

from shop.broadcast.preview import allow_preview
from shop.core.db import short
from shop.livestream.end import end_session
from shop.video.names import caption_name
from tests.broadcast.conftest import film, until
from tests.conftest import SECRET
from tests.make import broadcast, livestream, replays
from tests.video.recordings import needs_ffmpeg

NOTHING = "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n"


@pytest.fixture
async def filmed(sessions, video, stall):
    """The stall with eleven seconds of picture, from two seconds after it went on air."""
    stall.pieces = await film(sessions, video.folder, stall)
    return stall


async def say(sessions, stall, second, text):
    async with short(sessions) as session:
        await replays.caption(session, stall, second, text)


def names(playlist):
    return [line for line in playlist.splitlines() if line and not line.startswith("#")]


def told(playlist):
    """What a playlist says of its pieces' numbers, times and breaks."""
    kinds = ("#EXT-X-MEDIA-SEQUENCE", "#EXT-X-DISCONTINUITY", "#EXT-X-PROGRAM-DATE-TIME", "#EXTINF", "#EXT-X-TARGET")
    return [line for line in playlist.splitlines() if line.startswith(kinds)]


async def segments(reader, stall):
    """Each segment of captions by its name."""
    playlist = await reader.get(f"/video/{stall.live.slug}/captions.m3u8")
    assert playlist.status_code == 200, playlist.text
    return {name: await reader.get(f"/video/{stall.live.slug}/{name}") for name in names(playlist.text)}


async def test_captions_keep_step_with_the_picture_under_the_same_caching(sessions, video, reader, filmed):
    await film(sessions, video.folder, filmed, since=timedelta(seconds=20))

    picture = await reader.get(f"/video/{filmed.live.slug}/live.m3u8")
    captions = await reader.get(f"/video/{filmed.live.slug}/captions.m3u8")

    assert told(captions.text) == told(picture.text)
    assert "#EXT-X-DISCONTINUITY\n" in captions.text
    assert "#EXT-X-MAP" not in captions.text
    same = ("content-type", "cache-control", "access-control-allow-origin")
    assert [captions.headers[name] for name in same] == [picture.headers[name] for name in same]


async def test_a_line_stands_in_every_segment_it_is_shown_with_and_others_are_empty(sessions, reader, filmed):
    begun, first = filmed.live.started_at.timestamp(), filmed.pieces[0]
    at = first.start / 1000 - begun  # seconds since air of the first piece
    await say(sessions, filmed, at + 2.5, "Chè <Tân Cương> 5 sao")

    found = await segments(reader, filmed)

    texts = [reply.text for reply in found.values()]
    shown = [text != NOTHING for text in texts]
    cues = {text.partition("\n\n")[2] for text in texts if text != NOTHING}
    assert list(found) == [f"captions/{caption_name(piece)}" for piece in filmed.pieces]
    assert shown == [at + 2.5 < p.start / 1000 - begun + p.lasting / 1000 and p.start / 1000 - begun < at + 7.5
                     for p in filmed.pieces]  # fmt: skip
    assert 5 <= sum(shown) < len(shown)
    assert len(cues) == 1, "players take it for one"
    assert cues.pop().endswith("\nChè &lt;Tân Cương&gt; 5 sao\n")
    reply = found[f"captions/{caption_name(filmed.pieces[3])}"]
    assert reply.headers["content-type"].startswith("text/vtt")
    assert reply.headers["cache-control"] == "public, max-age=60"


async def test_each_take_says_by_its_own_picture_s_time_when_a_line_is_due(sessions, video, reader, filmed):
    later = await film(sessions, video.folder, filmed, since=timedelta(seconds=20))
    begun = filmed.live.started_at.timestamp()
    await say(sessions, filmed, later[2].start / 1000 - begun, "sau khi máy quay trở lại")

    found = await segments(reader, filmed)

    said = [found[f"captions/{caption_name(piece)}"].text for piece in later]
    told = {text for text in said if text.count("-->")}
    assert len(told) == 1
    assert told.pop().startswith("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n00:00:02.")  # it began at 0


async def test_main_playlist_offers_captions_on_air_and_afterwards_only_where_there_were_some(
    sessions, reader, filmed, warp
):
    main = f"/video/{filmed.live.slug}/main.m3u8"
    on_air = (await reader.get(main)).text
    async with sessions() as session:
        await warp(session, timedelta(seconds=30))
    async with short(sessions) as session:
        await end_session(session, broadcast.host_of(filmed), filmed.live.slug)
    silent = await until(lambda: reader.get(main), lambda reply: "SUBTITLES" not in reply.text)
    await say(sessions, filmed, 3, "Cảm ơn cả nhà")
    spoken = await until(lambda: reader.get(main), lambda reply: "SUBTITLES" in reply.text)
    captions = await reader.get(f"/video/{filmed.live.slug}/captions.m3u8")

    assert 'TYPE=SUBTITLES,GROUP-ID="captions",LANGUAGE="vi"' in on_air
    assert on_air.count(',SUBTITLES="captions"') == 2
    assert (silent.status_code, spoken.text.count(',SUBTITLES="captions"')) == (200, 2)
    assert captions.text.rstrip().endswith("#EXT-X-ENDLIST")


async def test_before_air_there_are_no_captions_for_anybody(sessions, video, reader):
    async with sessions() as session:
        stall = await livestream.stall(session, on_air=False)
        await session.commit()
    pieces = await film(sessions, video.folder, stall)
    async with short(sessions) as session:
        token = await allow_preview(session, broadcast.host_of(stall), stall.live.slug, SECRET)

    own = await reader.get(f"/video/{stall.live.slug}/main.m3u8?token={token}")
    public = [
        (await reader.get(f"/video/{stall.live.slug}/{name}")).status_code
        for name in ("captions.m3u8", f"captions/{caption_name(pieces[0])}")
    ]

    assert (own.status_code, "SUBTITLES" in own.text) == (200, False)
    assert public == [404, 404]


@needs_ffmpeg
async def test_ffprobe_reads_the_main_playlist_and_the_captions_it_names(sessions, reader, filmed, warp):
    begun, first = filmed.live.started_at.timestamp(), filmed.pieces[0]
    await say(sessions, filmed, first.start / 1000 - begun + 2, "Giá hôm nay 250 nghìn")
    async with sessions() as session:
        await warp(session, timedelta(seconds=30))
    async with short(sessions) as session:
        await end_session(session, broadcast.host_of(filmed), filmed.live.slug)
    base = f"{reader.base_url}/video/{filmed.live.slug}"
    await until(lambda: reader.get(f"{base}/live.m3u8"), lambda reply: "#EXT-X-ENDLIST" in reply.text)

    main = await _ffprobe(f"{base}/main.m3u8", "stream=codec_type")
    captions = await _ffprobe(f"{base}/captions.m3u8", "stream=codec_name")

    assert {stream["codec_type"] for stream in main["streams"]} >= {"video", "audio"}
    assert [stream["codec_name"] for stream in captions["streams"]] == ["webvtt"]


async def _ffprobe(address, entries):
    words = ("-v", "error", "-allowed_extensions", "ALL", "-show_entries", entries, "-of", "json", address)
    process = await asyncio.create_subprocess_exec("ffprobe", *words, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return json.loads(out)
