"""The fast mode: the head of a take, then its segments as they come, in every process."""

import asyncio
import contextlib
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from shop.broadcast.fast import FastPiece
from shop.broadcast.fast_feed import BEHIND, FastFeeds, Listener
from shop.core.db import short
from shop.core.errors import Unavailable
from shop.livestream.end import end_session
from shop.video.folder_storage import FolderStorage
from shop.video.names import folder, piece_of
from tests.broadcast.conftest import RECORDING, publishing, until
from tests.livestream.conftest import PATIENCE
from tests.make import broadcast, livestream
from tests.video.recordings import split


@contextlib.asynccontextmanager
async def watching(running, stall):
    """Open a viewer's socket in the fast mode."""
    address = f"ws://127.0.0.1:{running.port}{stall.path}/fast"
    async with asyncio.timeout(PATIENCE), connect(address, origin=running.url, compression=None, proxy=None) as socket:
        yield socket


async def pieces_of(running, stall):
    """The stall's segments that are kept."""
    below = folder(str(stall.live.id))
    names = [name.removeprefix(below) async for name in FolderStorage(running.folder).names(below)]
    return sorted(piece for name in names if (piece := piece_of(name)))


async def heard_by(socket, publisher, key):
    """What a viewer hears first, while somebody publishes."""
    await publisher.hello(key)
    sending = asyncio.create_task(publisher.film(chunk=2000))
    said = [await socket.recv() for _ in range(4)]
    await sending
    return said


async def test_viewer_gets_the_head_and_then_segments(stall, video):
    async with watching(video, stall) as socket, publishing(video, stall) as publisher:
        hello, head, time, segment = await heard_by(socket, publisher, stall.key)

    init, segments = split(RECORDING)
    kept = await until(lambda: pieces_of(video, stall), lambda kept: len(kept) == len(segments))
    number = [each.data for each in segments].index(segment)
    assert json.loads(hello) == {"codecs": init.codecs, "take": 1}
    assert head == init.data
    assert json.loads(time) == {"start": kept[number].start}, "the same time as in the playlist"


async def test_viewer_of_another_process_gets_the_same(stall, serve, tmp_path):
    async with (
        serve(video_dir=str(tmp_path)) as one,
        serve(video_dir=str(tmp_path)) as two,
        watching(two, stall) as socket,
        publishing(one, stall) as publisher,
    ):
        hello, *_ = await heard_by(socket, publisher, stall.key)

    assert json.loads(hello)["take"] == 1


async def test_rehearsal_is_not_for_viewers(sessions, video):
    async with short(sessions) as session:
        stall = await livestream.stall(session, on_air=False)

    async with watching(video, stall) as socket:
        said = json.loads(await socket.recv())
        with contextlib.suppress(ConnectionClosed):
            await socket.recv()

    assert (said["code"], socket.close_code) == ("no_picture", 4410)


async def test_end_of_the_session_ends_the_socket(sessions, stall, video):
    async with watching(video, stall) as socket:
        async with short(sessions) as session:
            await end_session(session, broadcast.host_of(stall), stall.live.slug)
        said = json.loads(await socket.recv())
        with contextlib.suppress(ConnectionClosed):
            await socket.recv()

    assert (said["code"], socket.close_code) == ("no_picture", 4410)


async def test_viewer_has_nothing_to_say(stall, video):
    async with watching(video, stall) as socket:
        await socket.send("hello?")
        with contextlib.suppress(ConnectionClosed):
            await socket.recv()

    assert socket.close_code == 4400


async def test_who_is_slow_misses_the_older_segments():
    listener = Listener()

    for number in range(10):
        listener.take(FastPiece(1, number, b"%d" % number))

    assert [(await listener.next()).data for _ in range(BEHIND)] == [b"7", b"8", b"9"]


async def test_process_carries_so_many_and_no_more(redis_client, stall):
    feeds = FastFeeds(redis_client, most=1)

    with feeds.listen(stall.live.id), pytest.raises(Unavailable), feeds.listen(stall.live.id):
        pass
    with feeds.listen(stall.live.id):
        pass
