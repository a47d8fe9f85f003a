"""The feed of a room while its database is away."""

import asyncio
import json
from datetime import UTC, datetime
from uuid import uuid4

from shop.livestream.feed import Feed, Viewer
from shop.livestream.room import AtPlace, Frame, Named
from shop.markets.rules import RoomState

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)


def frame_of(viewers):
    return Frame(
        seq=7,
        state=RoomState.ON_AIR,
        pins=[],
        stock={},
        viewers=viewers,
        comments=[],
        host=Named("Nguyễn Thị Hà"),
        place=AtPlace("cho-hom", "Chợ Hôm"),
        title="Đêm nay",
        starts_at=NOW,
        ends_at=NOW,
        server_time=NOW,
        sample=True,
    )


async def test_viewer_gets_the_last_room_while_the_database_is_away_and_the_next_when_it_is_back():
    away = asyncio.Event()

    async def read(viewers):
        if away.is_set():
            raise ConnectionRefusedError
        return frame_of(viewers)

    feed = Feed(uuid4(), read)
    one, two = Viewer(), Viewer()
    feed.join(one)
    running = asyncio.create_task(feed.run())
    async with asyncio.timeout(60):
        first = await one.chunks.get()
        away.set()
        feed.join(two)
        meanwhile = await two.chunks.get()
        away.clear()
        feed.note_news()
        after = await one.chunks.get()
    running.cancel()

    assert [viewers_in(chunk) for chunk in (first, meanwhile, after)] == [1, 1, 2]


async def test_stream_ends_with_its_feed():
    async def read(_viewers):
        raise LookupError("a fault nobody foresaw")

    feed = Feed(uuid4(), read)
    viewer = Viewer()
    feed.join(viewer)

    ended = await asyncio.gather(feed.run(), return_exceptions=True)

    assert isinstance(ended[0], LookupError)
    assert viewer.cut.is_set()


def viewers_in(chunk):
    data = next(line for line in chunk.decode().splitlines() if line.startswith("data: "))
    return json.loads(data.removeprefix("data: "))["viewers"]
