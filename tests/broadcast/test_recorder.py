"""The recorder while its storage fails, and with a publisher who changes the picture."""

from itertools import count
from uuid import uuid4

import pytest

from shop.broadcast import recorder as recording
from shop.broadcast.latest import Latest
from shop.broadcast.publish import Opened
from shop.broadcast.recorder import Recorder
from shop.core.errors import Unavailable
from shop.video.errors import MediaBroken
from shop.video.folder_storage import FolderStorage
from tests.video.recordings import HOST, WIDE

NOW = 1_800_000_000_000


class Failing(FolderStorage):
    """A storage that keeps nothing for its first `calls` calls."""

    def __init__(self, root, calls):
        super().__init__(root)
        self.calls = calls

    async def put(self, name, content):
        self.calls -= 1
        if self.calls >= 0:
            raise Unavailable
        await super().put(name, content)


def opened():
    return Opened(uuid4(), uuid4(), 1)


async def recorded(storage, redis, take, data=HOST, **said):
    recorder = Recorder(storage, redis, take, lambda: NOW, **said)
    await recorder.write(data)
    await recorder.close()
    return await Latest(storage, redis).kept(take.session_id)


async def test_storage_that_fails_for_a_moment_loses_nothing(redis_client, tmp_path):
    whole = await recorded(FolderStorage(tmp_path / "well"), redis_client, opened())

    kept = await recorded(Failing(tmp_path / "ill", 2), redis_client, opened())

    assert len(kept) == len(whole) > 5


async def test_what_the_storage_does_not_take_is_lost_and_leaves_no_gap(redis_client, tmp_path):
    take = opened()

    kept = await recorded(Failing(tmp_path, recording.TRIES), redis_client, take)

    assert [piece.number for piece in kept] == list(range(1, len(kept) + 1))
    assert (tmp_path / f"sessions/{take.session_id}/001/init.mp4").exists()


async def test_another_head_begins_another_take(redis_client, tmp_path):
    take, numbers = opened(), count(2)

    async def renew(before):
        return Opened(before.session_id, uuid4(), next(numbers))

    kept = await recorded(FolderStorage(tmp_path), redis_client, take, HOST + WIDE, renew=renew)

    assert {piece.take for piece in kept} == {1, 2}
    assert (tmp_path / f"sessions/{take.session_id}/002/init.mp4").exists()


async def test_another_head_is_refused_where_nobody_can_begin_a_take(redis_client, tmp_path):
    recorder = Recorder(FolderStorage(tmp_path), redis_client, opened(), lambda: NOW)

    with pytest.raises(MediaBroken):
        await recorder.write(HOST + WIDE)

    await recorder.close(keep=False)


async def test_newest_segments_are_told_to_all_processes(redis_client, tmp_path):
    take, storage = opened(), FolderStorage(tmp_path)

    kept = await recorded(storage, redis_client, take)

    assert await Latest(storage, redis_client).pieces(take.session_id) == kept
    assert await redis_client.ttl(f"video:{take.session_id}") > 3600
