"""A publisher's socket before a real server: what is recorded of it, and how it ends."""

import asyncio
import json
from itertools import pairwise

import pytest
from sqlalchemy import select
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from shop.broadcast import ingest
from shop.broadcast.models import Take, TakeEnd
from shop.broadcast.takes import end_open_take
from shop.core.db import short
from shop.video.folder_storage import FolderStorage
from shop.video.names import piece_of
from tests.broadcast.conftest import RECORDING, publishing, until


async def takes(sessions):
    async with short(sessions) as session:
        rows = await session.execute(select(Take.number, Take.end_reason).order_by(Take.number))
        return [tuple(row) for row in rows]


async def pieces(folder, stall):
    below = f"sessions/{stall.live.id}/"
    found = [piece_of(name.removeprefix(below)) async for name in FolderStorage(folder).names(below)]
    return sorted(piece for piece in found if piece)


async def test_what_a_browser_sends_is_kept_in_segments_of_a_second(sessions, stall, video):
    async with publishing(video, stall) as publisher:
        hello = await publisher.hello(stall.key)
        await publisher.film()
        await publisher.socket.send(json.dumps({"done": True}))
        code = await publisher.closing()

    kept = await pieces(video.folder, stall)
    assert (hello, code) == ({"ok": True, "take": 1}, 1000)
    assert await takes(sessions) == [(1, TakeEnd.LEFT)]
    assert [piece.number for piece in kept] == list(range(1, len(kept) + 1))
    assert len(kept) >= 3
    assert all(then.start >= one.start + one.lasting for one, then in pairwise(kept))
    assert (video.folder / f"sessions/{stall.live.id}/001/init.mp4").exists()


async def test_publisher_who_comes_back_goes_on_with_the_numbers(sessions, stall, video):
    for _ in range(2):
        async with publishing(video, stall) as publisher:
            await publisher.hello(stall.key)
            await publisher.film()
            await publisher.socket.close()
        await until(lambda: takes(sessions), lambda found: all(reason for _, reason in found))

    kept = await pieces(video.folder, stall)
    assert await takes(sessions) == [(1, TakeEnd.LOST), (2, TakeEnd.LOST)]
    assert {piece.take for piece in kept} == {1, 2}
    assert [piece.number for piece in kept] == list(range(1, len(kept) + 1))


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ('{"key": "aaaaaaaaaaaaaaaaaaaaaaaaaa"}', 4403),
        ("hello", 4400),
        ("{}", 4400),
        (b"\x00\x00\x00\x08ftyp", 4400),
        ('{"key": "' + "a" * 1000 + '"}', 4400),
    ],
    ids=["wrong key", "no JSON", "no key", "media first", "a long key"],
)
async def test_who_does_not_say_the_key_first_is_sent_away(sessions, stall, video, first, code):
    async with publishing(video, stall) as publisher:
        await publisher.socket.send(first)
        closed = await publisher.closing()

    assert closed == code
    assert await takes(sessions) == []


async def test_refusal_is_said_in_words(stall, video):
    async with publishing(video, stall) as publisher:
        answer = await publisher.hello("a" * 26)

    assert (answer["ok"], answer["code"]) == (False, "stream_key_wrong")
    assert "Khóa phát" in answer["detail"]


async def test_second_publisher_is_refused_and_takes_over_when_it_says_so(sessions, stall, video):
    async with publishing(video, stall) as first:
        await first.hello(stall.key)
        async with publishing(video, stall) as second:
            refused = await second.hello(stall.key)
            refused_with = await second.closing()
        async with publishing(video, stall) as third:
            taken = await third.hello(stall.key, takeover=True)
            async with asyncio.timeout(3):
                cut_with = await first.closing()

    assert (refused["code"], refused_with) == ("somebody_publishes", 4409)
    assert (taken, cut_with) == ({"ok": True, "take": 2}, 4410)
    assert await until(lambda: takes(sessions), lambda found: found[1][1]) == [
        (1, TakeEnd.TAKEN_OVER),
        (2, TakeEnd.LOST),
    ]


async def test_publisher_is_cut_within_two_seconds_of_its_take_being_ended(sessions, stall, video):
    async with publishing(video, stall) as publisher:
        await publisher.hello(stall.key)
        await publisher.film()
        async with short(sessions) as session:
            await end_open_take(session, stall.live.id, TakeEnd.REVOKED)
        async with asyncio.timeout(3):
            code = await publisher.closing()

    assert code == 4410


async def test_server_says_how_much_it_has_taken(stall, video):
    async with publishing(video, stall) as publisher:
        await publisher.hello(stall.key)
        await publisher.film()
        seen = await publisher.heard()

    assert seen == {"seen": len(RECORDING)}


@pytest.mark.parametrize(
    ("sent", "code"),
    [(b"\x00" * 100, 4400), ("what?", 4400), (b"\x00" * (ingest.LARGEST + 1), 4413)],
    ids=["no media", "talk", "a giant"],
)
async def test_what_is_no_media_ends_the_take(sessions, stall, video, sent, code):
    async with publishing(video, stall) as publisher:
        await publisher.hello(stall.key)
        await publisher.socket.send(sent)
        closed = await publisher.closing()

    assert closed == code
    assert await takes(sessions) == [(1, TakeEnd.BROKEN)]


async def test_page_of_somebody_else_gets_no_socket(stall, video):
    address = f"ws://127.0.0.1:{video.port}{stall.path}/ingest"

    with pytest.raises(InvalidStatus) as refused:
        await connect(address, origin="https://evil.example", proxy=None)

    assert refused.value.response.status_code == 403
