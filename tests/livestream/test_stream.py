"""The stream of a room from a real server: whole to who comes late, fed without Redis, ended in order."""

import asyncio
import json
from uuid import UUID

import httpx
import pytest

from shop.core.actor import Actor
from shop.core.db import short
from shop.livestream.errors import RoomFull
from shop.livestream.feed import BACKLOG, Viewer
from shop.livestream.hub import Hub
from shop.livestream.models import BanKind
from shop.livestream.moderate import Sentence, ban_speaker, remove_comment
from shop.livestream.stream import RoomStream
from tests.make import livestream

DEAD_REDIS = "redis://127.0.0.1:1/0"


@pytest.fixture
async def stall(sessions):
    async with sessions() as session:
        made = await livestream.stall(session)
        await session.commit()
    return made


async def say(client, stall, text, number=1):
    reply = await client.post(f"{stall.path}/comments", json={"text": text, "client_id": f"client-{number:04}"})
    assert reply.status_code == 201, reply.text


async def test_late_viewer_gets_the_whole_room_first(live_client, stall, running):
    await say(live_client, stall, "ai cũng nghe chứ?")

    async with running.watch(stall) as watcher:
        event = await watcher.event()

    assert watcher.response.headers["content-type"].startswith("text/event-stream")
    assert watcher.response.headers["cache-control"] == "no-store"
    assert event["event"] == "frame"
    assert event["id"] == str(event["data"]["seq"])
    snapshot = (await live_client.get(f"{stall.path}/snapshot")).json()
    assert list(event["data"]) == list(snapshot)
    assert event["data"]["comments"] == snapshot["comments"]


async def test_what_is_taken_down_is_told_to_every_viewer_and_older_lines_are_not_said_anew(
    live_client, stall, sessions, running, tell
):
    for number in range(22):
        await say(live_client, stall, f"câu {number}", number)
    snapshot = (await live_client.get(f"{stall.path}/snapshot")).json()
    gone = snapshot["comments"][-1]["id"]
    host = Actor(person_id=stall.host.id)

    async with running.watch(stall) as watcher:
        await watcher.frame()
        async with short(sessions) as session:
            await remove_comment(session, host, stall.live.slug, UUID(gone))
        await tell()
        frame = await watcher.frame_where(lambda frame: frame["removed"] == [gone])

    assert frame["comments"] == []


async def test_what_stands_in_the_shadow_reaches_no_stream(live_client, stall, sessions, running, tell):
    await say(live_client, stall, "câu đầu")
    comment = (await live_client.get(f"{stall.path}/snapshot")).json()["comments"][0]["id"]
    async with short(sessions) as session:
        await ban_speaker(
            session, Actor(person_id=stall.host.id), stall.live.slug, UUID(comment), Sentence(kind=BanKind.SHADOW)
        )

    async with running.watch(stall) as watcher:
        first = await watcher.frame()
        await say(live_client, stall, "câu sau", 2)
        seq = json.loads((await tell())[-1].payload)["seq"]
        frame = await watcher.frame_where(lambda frame: frame["seq"] == seq)

    assert [line["text"] for line in first["comments"]] == ["câu đầu"]
    assert frame["comments"] == []


async def test_fact_told_by_the_relay_reaches_every_viewer_with_its_seq(live_client, stall, running, tell):
    async with running.watch(stall) as one, running.watch(stall) as two:
        await one.frame()
        await two.frame()
        await say(live_client, stall, "chốt một bộ")
        fact = (await tell())[-1]
        seq = json.loads(fact.payload)["seq"]

        for watcher in (one, two):
            await watcher.frame_where(lambda frame: frame["seq"] == seq)

    assert fact.session_id == stall.live.id
    assert seq == 2  # the stock the stall was given, then the comment
    snapshot = (await live_client.get(f"{stall.path}/snapshot")).json()
    assert snapshot["seq"] == seq


async def test_comment_goes_over_the_wire_once(live_client, stall, running, tell):
    async with running.watch(stall) as watcher:
        await watcher.frame()
        texts = []
        for number in range(3):
            await say(live_client, stall, f"câu {number}", number)
            await tell()
            frame = await watcher.frame_where(lambda frame: frame["comments"])
            texts += [line["text"] for line in frame["comments"]]

    assert texts == ["câu 0", "câu 1", "câu 2"]


async def test_viewers_are_counted_over_the_streams(live_client, stall, running):
    async with running.watch(stall) as one:
        await one.frame()
        async with running.watch(stall) as two:
            await two.frame()
            both = await one.frame_where(lambda frame: frame["viewers"] == 2)
            snapshot = (await live_client.get(f"{stall.path}/snapshot")).json()

    assert both["viewers"] == snapshot["viewers"] == 2


async def test_a_desk_is_told_like_a_viewer_and_not_counted_as_one(live_client, stall, running):
    async with running.watch(stall, desk=True) as desk:
        alone = await desk.frame()
        async with (
            running.hear_at(await running.socket_path(stall, desk=True)) as other,
            running.watch(stall) as viewer,
        ):
            await asyncio.gather(other.text(), viewer.frame())
            seen = await desk.frame_where(lambda frame: frame["viewers"] == 1)
            snapshot = (await live_client.get(f"{stall.path}/snapshot")).json()

    assert alone["viewers"] == 0
    assert seen["viewers"] == snapshot["viewers"] == 1


async def test_room_is_fed_while_redis_is_gone(live_client, stall, serve):
    async with serve(redis_url=DEAD_REDIS) as running, running.watch(stall) as watcher:
        first = await watcher.frame()
        await say(live_client, stall, "không có Redis vẫn nghe")

        frame = await watcher.frame_where(lambda frame: frame["comments"])

    assert first["viewers"] == 1
    assert frame["comments"][0]["text"] == "không có Redis vẫn nghe"


async def test_room_comes_back_after_its_subscription_was_killed_and_redis_emptied(
    live_client, stall, running, tell, redis_client
):
    async with running.watch(stall) as watcher:
        await watcher.frame()
        await redis_client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        await redis_client.flushdb()
        await say(live_client, stall, "trong lúc đứt")
        await tell()

        frame = await watcher.frame_where(lambda frame: frame["comments"])

    assert frame["comments"][0]["text"] == "trong lúc đứt"


async def test_server_stops_with_streams_open(stall, serve):
    async with serve() as running, running.watch(stall) as watcher:
        await watcher.frame()

        stopping = asyncio.create_task(running.stop())
        await watcher.until_end()
        await stopping

    assert running.task.done()


async def test_reader_who_takes_nothing_does_not_hold_the_hub(sessions, redis_client, stall):
    hub = Hub(sessions, redis_client, away_after=45)
    stuck = asyncio.Event()

    async def send(message):
        if message["type"] == "http.response.body":
            stuck.set()
            await asyncio.Event().wait()

    async def receive():
        await asyncio.Event().wait()

    stream = RoomStream(hub, await hub.find(stall.live.slug))
    serving = asyncio.create_task(stream.send_body(send, receive))
    async with asyncio.timeout(60):
        await stuck.wait()
        await hub.close()
        await serving

    assert hub.viewers == 0


def test_viewer_who_falls_behind_is_cut():
    viewer = Viewer()

    for _ in range(BACKLOG):
        viewer.give(b"frame")
    in_time = viewer.cut.is_set()
    viewer.give(b"one too many")

    assert (in_time, viewer.cut.is_set()) == (False, True)


async def test_full_process_says_so(sessions, redis_client, stall):
    hub = Hub(sessions, redis_client, away_after=45, most=1)
    entry = await hub.find(stall.live.slug)

    async with hub.watch(entry):
        with pytest.raises(RoomFull):
            await hub.find(stall.live.slug)

    assert await hub.find(stall.live.slug) == entry
    await hub.close()


async def test_unknown_room_is_a_problem_and_no_stream(running):
    async with httpx.AsyncClient(base_url=running.url) as client:
        reply = await client.get("/api/v1/sessions/khong-co/events")

    assert (reply.status_code, reply.json()["code"]) == (404, "session_unknown")
