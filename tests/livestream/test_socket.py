"""Sockets of rooms from the whole shop: the frames of the streams, told by every process to its own viewers."""

import asyncio
import json
from uuid import uuid4

import httpx
import msgspec
import pytest

from shop.inventory.events import StockTaken
from shop.livestream.events import CommentPosted, PinChanged
from shop.livestream.tell import RoomNews, is_prompt
from shop.orders.events import OrderPlaced
from shop.rooms.token import make_token
from tests.livestream.conftest import PATIENCE
from tests.make import accounts, livestream
from tests.rooms.viewer import viewing

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


async def frame_where(viewer, holds):
    """The next frame that is as wanted."""
    async with asyncio.timeout(PATIENCE):
        while True:
            frame = json.loads(await viewer.text())
            if holds(frame):
                return frame


async def texts_until(viewer, seq):
    """What was said in all frames up to the fact `seq`."""
    texts = []

    def reached(frame):
        texts.extend(line["text"] for line in frame["comments"])
        return frame["seq"] == seq

    await frame_where(viewer, reached)
    return texts


async def test_late_viewer_gets_the_whole_room_first(live_client, stall, running):
    await say(live_client, stall, "ai cũng nghe chứ?")

    async with running.hear(stall) as viewer:
        frame = json.loads(await viewer.text())

    snapshot = (await live_client.get(f"{stall.path}/snapshot")).json()
    assert list(frame) == list(snapshot)
    assert frame["comments"] == snapshot["comments"]


async def test_fact_reaches_sockets_and_streams_of_two_web_processes(live_client, stall, serve, tell):
    async with (
        serve() as one,
        serve() as two,
        one.hear(stall) as socket,
        two.hear(stall) as other,
        two.watch(stall) as stream,
    ):
        await asyncio.gather(socket.text(), other.text(), stream.frame())
        await say(live_client, stall, "chốt một bộ")
        seq = json.loads((await tell())[-1].payload)["seq"]

        *told, _ = await asyncio.gather(
            texts_until(socket, seq),
            texts_until(other, seq),
            stream.frame_where(lambda frame: frame["seq"] == seq),
        )
        snapshot = (await live_client.get(f"{stall.path}/snapshot")).json()

    assert told == [["chốt một bộ"]] * 2
    assert snapshot["viewers"] == 3


async def test_room_is_fed_while_redis_is_gone(live_client, stall, serve):
    async with serve(redis_url=DEAD_REDIS) as running, running.hear(stall) as viewer:
        await viewer.text()
        await say(live_client, stall, "không có Redis vẫn nghe")

        frame = await frame_where(viewer, lambda frame: frame["comments"])

    assert frame["comments"][0]["text"] == "không có Redis vẫn nghe"


async def test_room_comes_back_after_redis_was_emptied(live_client, stall, running, tell, redis_client):
    async with running.hear(stall) as viewer:
        await viewer.text()
        await redis_client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        await redis_client.flushdb()
        await say(live_client, stall, "trong lúc đứt")
        await tell()

        frame = await frame_where(viewer, lambda frame: frame["comments"])

    assert frame["comments"][0]["text"] == "trong lúc đứt"


async def test_server_stops_with_sockets_open(stall, serve):
    async with serve() as running, running.hear(stall) as viewer:
        await viewer.text()

        stopping = asyncio.create_task(running.stop())
        closing = await viewer.closing()
        await stopping

    assert closing == 1001
    assert running.task.done()


async def test_page_of_another_site_opens_no_socket(stall, running):
    async with running.hear(stall, origin="https://evil.example") as viewer:
        pass

    assert (viewer.status, json.loads(viewer.body)["code"]) == (403, "cross_site")


async def test_token_opens_its_own_room_alone(sessions, stall, running):
    async with sessions() as session:
        other = await livestream.stall(session)
        await session.commit()

    path = (await running.socket_path(stall)).replace(stall.path, other.path)
    async with viewing(running.port, path) as stranger, viewing(running.port, f"{stall.path}/socket") as bare:
        pass

    assert [stranger.status, bare.status] == [403, 403]


async def test_socket_of_a_session_that_is_no_more_ends(settings, running):
    token = make_token(settings.secret_key, "da-xoa", str(uuid4()))

    async with viewing(running.port, f"/api/v1/sessions/da-xoa/socket?token={token}") as viewer:
        closing = await viewer.closing()

    assert (viewer.status, closing) == (101, 1001)


async def test_crowd_that_comes_back_is_given_one_token_from_memory(stall, serve):
    async with serve(front_cache_ms=600_000) as running, httpx.AsyncClient(base_url=running.url) as client:
        replies = await asyncio.gather(*(client.get(f"{stall.path}/token") for _ in range(50)))

    tokens = {reply.json()["token"] for reply in replies}
    assert len(tokens) <= 2  # the first may come before the front has looked at the day
    assert {reply.headers["cache-control"] for reply in replies} == {"no-store"}


async def test_viewers_see_the_stock_fall_when_somebody_buys(live_client, stall, running, tell):
    variant = str(stall.variants[0].id)
    await accounts.signed_in(live_client, stall.host)
    await live_client.post(f"{stall.path}/pin", json={"variant": variant, "price": 200_000})
    wish = {"variant": variant, "quantity": 2, "contact": {"name": "Lê Thị Bích Ngọc", "phone": "0912 345 678"}}

    async with running.hear(stall) as viewer:
        before = json.loads(await viewer.text())["stock"][variant]
        reply = await live_client.post(f"{stall.path}/orders", json=wish, headers={"Idempotency-Key": "buyer-0001"})
        await tell()
        lines, stock = [], []

        def both_are_told(frame):
            lines.extend(frame["comments"])
            stock.append(frame["stock"][variant])
            return stock[-1] != before and lines

        await frame_where(viewer, both_are_told)

    assert reply.status_code == 201, reply.text
    assert stock[-1] == before - 2
    assert [line["order"] for line in lines] == [True]


@pytest.mark.parametrize(
    ("kind", "prompt"),
    [(OrderPlaced.kind, True), (StockTaken.kind, True), (PinChanged.kind, True), (CommentPosted.kind, False)],
)
def test_money_and_goods_do_not_wait_for_the_tick(kind, prompt):
    assert is_prompt(msgspec.json.encode(RoomNews(1, kind))) is prompt


def test_what_cannot_be_read_does_not_wait_either():
    assert is_prompt(b"\xff")
