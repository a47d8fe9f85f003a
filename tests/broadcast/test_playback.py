"""What viewers get of a session's picture, and what they do not."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from shop.broadcast.models import Take, TakeEnd
from shop.broadcast.preview import allow_preview
from shop.broadcast.takes import close_take
from shop.conduct.models import SessionStop
from shop.core.db import short
from shop.livestream.end import end_session
from shop.replays.models import ReplayState
from shop.video.folder_storage import FolderStorage
from shop.video.names import folder, piece_name, still_name
from tests.broadcast.conftest import RECORDING, film, publishing, until
from tests.conftest import SECRET
from tests.make import broadcast, livestream, replays
from tests.video.recordings import split

JPEG = b"\xff\xd8\xff\xe0 a still"


@pytest.fixture
async def filmed(sessions, video, stall):
    """The stall with ten seconds of picture, filmed since it went on air."""
    stall.pieces = await film(sessions, video.folder, stall)
    return stall


def names(playlist):
    return [line for line in playlist.splitlines() if line and not line.startswith("#")]


async def test_playlist_names_what_is_there_and_each_name_leads_to_its_bytes(reader, filmed):
    reply = await reader.get(f"/video/{filmed.live.slug}/live.m3u8")
    head = await reader.get(f"/video/{filmed.live.slug}/001/init.mp4")
    parts = [await reader.get(f"/video/{filmed.live.slug}/{name}") for name in names(reply.text)]

    init, segments = split(RECORDING)
    assert reply.headers["content-type"].startswith("application/vnd.apple.mpegurl")
    assert reply.headers["cache-control"] == "public, max-age=1"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert head.content == init.data
    assert [part.content for part in parts] == [segment.data for segment in segments]
    assert parts[0].headers["cache-control"] == "public, max-age=60"
    assert parts[0].headers["content-type"] == "video/mp4"
    assert "#EXT-X-ENDLIST" not in reply.text


async def test_who_is_early_waits_for_the_first_segment(reader, video, stall):
    async with publishing(video, stall) as publisher:
        await publisher.hello(stall.key)
        early = asyncio.create_task(reader.get(f"/video/{stall.live.slug}/live.m3u8"))
        await asyncio.wait({early}, timeout=0.1)
        await publisher.film()
        reply = await early

    assert reply.status_code == 200, reply.text
    assert names(reply.text) != []


async def test_sound_alone_has_its_own_playlist_and_is_thin(reader, filmed):
    reply = await reader.get(f"/video/{filmed.live.slug}/sound.m3u8")
    names_of_sound = names(reply.text)
    head = await reader.get(f"/video/{filmed.live.slug}/sound/001/init.mp4")
    part = await reader.get(f"/video/{filmed.live.slug}/{names_of_sound[0]}")

    seconds = filmed.pieces[0].lasting / 1000
    assert names_of_sound[0].startswith("sound/001/")
    assert b"vide" not in head.content
    assert (part.status_code, len(part.content) * 8 / seconds < 64_000) == (200, True)


async def test_main_playlist_names_both(reader, filmed):
    reply = await reader.get(f"/video/{filmed.live.slug}/main.m3u8")

    assert 'CODECS="avc1.' in reply.text
    assert names(reply.text) == ["live.m3u8", "sound.m3u8"]


async def test_what_was_filmed_before_air_is_for_the_host_alone(sessions, video, reader):
    async with sessions() as session:
        stall = await livestream.stall(session, on_air=False)
        await session.commit()
    await film(sessions, video.folder, stall)
    async with short(sessions) as session:
        token = await allow_preview(session, broadcast.host_of(stall), stall.live.slug, SECRET)
    public = await reader.get(f"/video/{stall.live.slug}/live.m3u8")

    private = await reader.get(f"/video/{stall.live.slug}/live.m3u8?token={token}")
    part = await reader.get(f"/video/{stall.live.slug}/{names(private.text)[0]}")
    bare = await reader.get(f"/video/{stall.live.slug}/{names(private.text)[0].partition('?')[0]}")

    assert (public.status_code, public.json()["code"]) == (404, "no_picture")
    assert (private.status_code, private.headers["cache-control"]) == (200, "private, no-store")
    assert (part.status_code, bare.status_code) == (200, 404)


async def test_once_on_air_what_was_filmed_before_stays_private(sessions, video, reader, stall):
    early = await film(sessions, video.folder, stall, since=timedelta(minutes=-5))
    late = await film(sessions, video.folder, stall)

    reply = await reader.get(f"/video/{stall.live.slug}/live.m3u8")
    guessed = await reader.get(f"/video/{stall.live.slug}/{piece_name(early[0])}")

    assert names(reply.text) == [piece_name(piece) for piece in late]
    assert "#EXT-X-DISCONTINUITY\n" not in reply.text
    assert guessed.status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "9999999999.aaaa", "1.aaaa"])
async def test_token_that_is_not_ours_shows_nothing(reader, filmed, token):
    reply = await reader.get(f"/video/{filmed.live.slug}/live.m3u8?token={token}")

    assert (reply.status_code, reply.json()["code"]) == (403, "preview_expired")


async def test_two_takes_are_told_apart(sessions, video, reader, filmed):
    await film(sessions, video.folder, filmed)

    reply = await reader.get(f"/video/{filmed.live.slug}/live.m3u8")

    assert reply.text.count("#EXT-X-DISCONTINUITY\n") == 1
    assert 'URI="002/init.mp4"' in reply.text


async def test_redis_may_forget_everything(reader, filmed, redis_client):
    before = await reader.get(f"/video/{filmed.live.slug}/live.m3u8")
    await redis_client.flushdb()

    after = await reader.get(f"/video/{filmed.live.slug}/live.m3u8")

    assert after.text == before.text


async def test_without_redis_the_listing_is_read(sessions, serve, tmp_path, stall):
    await film(sessions, tmp_path, stall)

    async with (
        serve(video_dir=str(tmp_path), redis_url="redis://127.0.0.1:1/0") as running,
        httpx.AsyncClient(base_url=running.url, timeout=60) as client,
    ):
        reply = await client.get(f"/video/{stall.live.slug}/live.m3u8")

    assert reply.status_code == 200


async def test_after_the_end_the_playlist_is_closed_and_soon_gone(sessions, reader, filmed, warp):
    async with sessions() as session:
        await warp(session, timedelta(seconds=30))
    async with short(sessions) as session:
        await end_session(session, broadcast.host_of(filmed), filmed.live.slug)
    last = await reader.get(f"/video/{filmed.live.slug}/live.m3u8")
    async with sessions() as session:
        await warp(session, timedelta(minutes=7))
    gone = await until(lambda: reader.get(f"/video/{filmed.live.slug}/live.m3u8"), lambda reply: reply.is_error)

    assert last.text.rstrip().endswith("#EXT-X-ENDLIST")
    assert (gone.status_code, gone.json()["code"]) == (404, "no_picture")


@pytest.mark.parametrize("state", [ReplayState.READY, ReplayState.REMOVED])
async def test_once_its_replay_is_built_or_removed_its_film_is_the_replays(sessions, reader, filmed, warp, state):
    async with sessions() as session:
        await warp(session, timedelta(seconds=30))
    async with short(sessions) as session:
        await end_session(session, broadcast.host_of(filmed), filmed.live.slug)
        session.add(replays.settled(filmed.live, state))
    addresses = [
        f"/video/{filmed.live.slug}/{name}"
        for name in ("live.m3u8", "sound.m3u8", "001/init.mp4", piece_name(filmed.pieces[0]), "captions.vtt")
    ]

    await until(lambda: reader.get(addresses[0]), lambda reply: reply.is_error)
    replies = [await reader.get(address) for address in addresses]

    assert [reply.status_code for reply in replies] == [404] * 5


async def test_session_the_authority_stopped_shows_nothing(sessions, reader, filmed):
    async with short(sessions) as session:
        session.add(
            SessionStop(
                session_id=filmed.live.id, reason="Theo yêu cầu", document_no="12/QĐ", stopped_by=filmed.host.id
            )
        )

    replies = [
        await reader.get(f"/video/{filmed.live.slug}/{name}")
        for name in ("live.m3u8", "001/init.mp4", piece_name(filmed.pieces[0]))
    ]

    assert [reply.status_code for reply in replies] == [404] * 3


@pytest.mark.parametrize("name", ["001/../../x", "001/nothing.m4s", "999/init.mp4", "still.jpg", "1/init.mp4"])
async def test_what_is_not_there_is_said_in_words(reader, filmed, name):
    reply = await reader.get(f"/video/{filmed.live.slug}/{name}")

    assert reply.status_code in {404, 422}
    assert reply.headers["content-type"].startswith("application/problem+json")


async def test_newest_still_is_shown(reader, video, filmed):
    storage = FolderStorage(video.folder)
    for piece, content in zip(filmed.pieces, (b"older", JPEG), strict=False):
        await storage.put(folder(str(filmed.live.id)) + still_name(piece.start), content)

    reply = await reader.get(f"/video/{filmed.live.slug}/still.jpg")

    assert (reply.content, reply.headers["content-type"]) == (JPEG, "image/jpeg")


async def test_room_says_whether_the_picture_comes(client, session):
    stall = await livestream.stall(session)
    stall.live.started_at -= timedelta(minutes=1)
    none = (await client.get(f"{stall.path}/snapshot")).json()["video"]
    opened = await broadcast.take(session, stall)
    live = (await client.get(f"{stall.path}/snapshot")).json()["video"]
    await close_take(session, opened.take_id, TakeEnd.LOST)
    waiting = (await client.get(f"{stall.path}/snapshot")).json()["video"]

    assert none is None
    assert (live["state"], live["take"], live["sound"]) == ("live", 1, True)
    assert waiting["state"] == "waiting"


async def test_publisher_who_said_farewell_is_not_waited_for(client, session):
    stall = await livestream.stall(session)
    opened = await broadcast.take(session, stall)
    await close_take(session, opened.take_id, TakeEnd.LEFT)

    room = (await client.get(f"{stall.path}/snapshot")).json()

    assert room["video"] is None


async def test_end_of_the_session_ends_its_take(session):
    stall = await livestream.stall(session)
    opened = await broadcast.take(session, stall)

    await end_session(session, broadcast.host_of(stall), stall.live.slug)

    take = await session.get(Take, opened.take_id, populate_existing=True)
    assert take.end_reason is TakeEnd.SESSION_ENDED
