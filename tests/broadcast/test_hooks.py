"""Media servers at the hook: the same keys, the same takes, and each server's own answers."""

import json

import pytest
from sqlalchemy import select

from shop.broadcast.models import Take, TakeEnd
from shop.broadcast.takes import end_open_take
from shop.core.db import short
from shop.video.folder_storage import FolderStorage
from tests.conftest import SECRET

HOOK = "/ingest/hook"


@pytest.fixture
def client(live_client):
    return live_client


async def takes(sessions):
    async with short(sessions) as session:
        rows = await session.execute(select(Take.number, Take.source, Take.end_reason).order_by(Take.number))
        return [tuple(row) for row in rows]


async def nginx(client, stall, call, *, secret=SECRET, **said):
    form = {"call": call, "app": "live", "name": stall.live.slug, "clientid": "1", "addr": "192.0.2.7"} | said
    return await client.post(f"{HOOK}/nginx-rtmp?s={secret}", data=form)


async def test_nginx_publishes_goes_on_and_ends(client, sessions, stall):
    begun = [await nginx(client, stall, "publish", key=stall.key) for _ in range(2)]
    going = await nginx(client, stall, "update_publish")
    ended = [await nginx(client, stall, "publish_done") for _ in range(2)]

    assert [reply.status_code for reply in (*begun, going, *ended)] == [200] * 5
    assert await takes(sessions) == [(1, "nginx_rtmp", TakeEnd.LOST)]


async def test_nginx_is_told_to_cut_who_has_a_wrong_key(client, sessions, stall):
    reply = await nginx(client, stall, "publish", key="a" * 26)

    assert (reply.status_code, reply.json()["code"]) == (403, "stream_key_wrong")
    assert await takes(sessions) == []


async def test_nginx_is_told_to_cut_whose_take_was_ended(client, sessions, stall):
    await nginx(client, stall, "publish", key=stall.key)
    async with short(sessions) as session:
        await end_open_take(session, stall.live.id, TakeEnd.REVOKED)
    reply = await nginx(client, stall, "update_publish")
    await nginx(client, stall, "publish_done")

    assert (reply.status_code, reply.json()["code"]) == (409, "take_is_over")
    assert await takes(sessions) == [(1, "nginx_rtmp", TakeEnd.REVOKED)]


async def test_file_of_a_recording_is_noted_beside_its_take(client, stall, settings):
    await nginx(client, stall, "publish", key=stall.key)
    await nginx(client, stall, "publish_done")
    replies = [await nginx(client, stall, "record_done", path="/rec/phien-1700.flv") for _ in range(2)]

    kept = await FolderStorage(settings.video_path).get(f"sessions/{stall.live.id}/001/recorded.txt")
    assert [reply.status_code for reply in replies] == [200, 200]
    assert kept == b"/rec/phien-1700.flv"


async def test_connection_of_a_server_that_began_anew_is_another_take(client, sessions, stall):
    for _ in range(2):
        await nginx(client, stall, "publish", key=stall.key)
        await nginx(client, stall, "publish_done")

    assert [number for number, _, _ in await takes(sessions)] == [1, 2]


async def test_picture_of_a_media_server_is_watched_at_its_own_playlist(make_client, stall):
    async with make_client(video_external_hls="/hls/{slug}/index.m3u8") as client:
        await nginx(client, stall, "publish", key=stall.key)
        reply = await client.get(f"/video/{stall.live.slug}/main.m3u8")

    assert (reply.status_code, reply.headers["location"]) == (307, f"/hls/{stall.live.slug}/index.m3u8")


async def test_recording_whose_connection_is_not_told_is_of_the_newest_take(client, stall, settings):
    await mediamtx(client, stall, token=stall.key)
    said = {"phase": "recorded", "path": f"live/{stall.live.slug}", "file": "/rec/1.mp4"}
    reply = await client.post(f"{HOOK}/mediamtx?s={SECRET}", data=said)

    kept = await FolderStorage(settings.video_path).get(f"sessions/{stall.live.id}/001/recorded.txt")
    assert (reply.status_code, kept) == (200, b"/rec/1.mp4")


async def mediamtx(client, stall, **said):
    asked = {"action": "publish", "path": f"live/{stall.live.slug}", "protocol": "webrtc", "id": "6c1b", "query": ""}
    return await client.post(f"{HOOK}/mediamtx", content=json.dumps(asked | said), headers={"X-Hook-Secret": SECRET})


async def test_mediamtx_is_asked_for_a_key_before_it_is_refused(client, stall):
    nothing = await mediamtx(client, stall)
    wrong = await mediamtx(client, stall, token="a" * 26)
    right = await mediamtx(client, stall, token=stall.key)

    assert [reply.status_code for reply in (nothing, wrong, right)] == [401, 403, 200]


async def test_everybody_watches_what_is_on_air_and_nobody_what_does_not_exist(client, stall):
    seen = await mediamtx(client, stall, action="read", id=None)
    stall.live.slug = "no-such-session"
    unknown = await mediamtx(client, stall, action="read", id=None)

    assert [reply.status_code for reply in (seen, unknown)] == [200, 404]


async def test_srs_reads_a_nought(client, sessions, stall):
    said = {"action": "on_publish", "client_id": "341w361a", "stream": stall.live.slug, "param": f"?key={stall.key}"}
    reply = await client.post(f"{HOOK}/srs?s={SECRET}", content=json.dumps(said))
    refused = await client.post(f"{HOOK}/srs?s={SECRET}", content=json.dumps(said | {"param": "", "client_id": "2"}))

    assert (reply.status_code, reply.text, refused.status_code) == (200, "0", 403)
    assert await takes(sessions) == [(1, "srs", None)]


@pytest.mark.parametrize("secret", ["", "wrong", "bí mật"])
async def test_who_does_not_know_the_secret_is_not_heard(client, sessions, stall, secret):
    reply = await nginx(client, stall, "publish", secret=secret, key=stall.key)

    assert (reply.status_code, reply.json()["code"]) == (403, "hook_not_known")
    assert await takes(sessions) == []


async def test_shop_without_a_secret_hears_nobody(make_client, stall):
    async with make_client(ingest_hook_secret="") as client:
        reply = await nginx(client, stall, "publish", secret="", key=stall.key)

    assert reply.json()["code"] == "hook_not_known"


async def test_server_nobody_knows_is_refused(client):
    reply = await client.post(f"{HOOK}/owncast?s={SECRET}", content=b"{}")

    assert (reply.status_code, reply.json()["code"]) == (400, "hook_unreadable")
