"""OBS at the RTMP port of the shop: its takes, its segments, and how it is sent away."""

import socket
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from shop.broadcast.models import Take, TakeEnd
from shop.broadcast.rtmp_gate import serve_rtmp
from shop.broadcast.takes import end_open_take
from shop.core.db import short
from shop.video.folder_storage import FolderStorage
from shop.video.names import piece_of
from tests.broadcast.conftest import until
from tests.video.rtmp.filming import film, needs_ffmpeg, send

pytestmark = needs_ffmpeg


@pytest.fixture
async def port(sessions, settings, redis_client, tmp_path):
    """A shop's RTMP port, whose video lies in `tmp_path / "video"`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    changed = type(settings)(host="127.0.0.1", rtmp_port=number)
    async with serve_rtmp(changed, sessions, FolderStorage(tmp_path / "video"), redis_client):
        yield number


async def takes(sessions):
    async with short(sessions) as session:
        rows = await session.execute(select(Take.number, Take.end_reason).order_by(Take.number))
        return [tuple(row) for row in rows]


async def pieces(folder, stall):
    below = f"sessions/{stall.live.id}/"
    found = [piece_of(name.removeprefix(below)) async for name in FolderStorage(folder).names(below)]
    return sorted(piece for piece in found if piece)


async def publish(port, source, stall, **said):
    return await send(port, source, name=stall.live.slug, query="&".join(f"{one}={what}" for one, what in said.items()))


async def test_what_obs_sends_is_kept_in_segments_of_a_second(sessions, stall, port, tmp_path):
    source = film(tmp_path / "film.flv", between=2)

    publisher = await publish(port, source, stall, key=stall.key)
    await publisher.communicate()
    ended = await until(lambda: takes(sessions), lambda found: found[0][1])

    kept = await pieces(tmp_path / "video", stall)
    assert (publisher.returncode, ended) == (0, [(1, TakeEnd.LEFT)])
    assert [(piece.number, piece.lasting) for piece in kept[:3]] == [(1, 1000), (2, 1000), (3, 1000)]
    assert len(kept) == 4


async def test_of_a_publisher_who_sends_no_stills_one_is_cut(sessions, stall, port, tmp_path):
    below, storage = f"sessions/{stall.live.id}/stills/", FolderStorage(tmp_path / "video")

    publisher = await publish(port, film(tmp_path / "film.flv"), stall, key=stall.key)
    await publisher.communicate()

    async def names():
        return [name async for name in storage.names(below)]

    [still] = await until(names, bool)
    picture = Image.open(BytesIO(await storage.get(still)))
    assert (picture.format, picture.size) == ("JPEG", (320, 569))


@pytest.mark.parametrize("wrong", ["", "a" * 26])
async def test_wrong_key_is_refused_in_two_languages(sessions, stall, port, tmp_path, wrong):
    publisher = await publish(port, film(tmp_path / "film.flv", seconds=1), stall, key=wrong)
    _, said = await publisher.communicate()

    assert publisher.returncode != 0
    assert "Khóa phát không đúng" in said.decode()
    assert "The stream key is wrong" in said.decode()
    assert await takes(sessions) == []


async def test_take_that_is_ended_elsewhere_sends_its_publisher_away(sessions, stall, port, tmp_path):
    publisher = await publish(port, film(tmp_path / "film.flv", seconds=30), stall, key=stall.key)
    await until(lambda: takes(sessions), lambda found: found)
    async with short(sessions) as session:
        await end_open_take(session, stall.live.id, TakeEnd.REVOKED)
    _, said = await publisher.communicate()

    assert publisher.returncode != 0
    assert "Server error: Lượt phát hình này đã kết thúc" in said.decode()
    assert await takes(sessions) == [(1, TakeEnd.REVOKED)]


async def test_second_publisher_takes_over_only_when_it_says_so(sessions, stall, port, tmp_path):
    source = film(tmp_path / "film.flv", seconds=30)
    first = await publish(port, source, stall, key=stall.key)
    await until(lambda: takes(sessions), lambda found: found)

    second = await publish(port, source, stall, key=stall.key)
    _, said = await second.communicate()
    third = await publish(port, source, stall, key=stall.key, takeover=1)
    await first.communicate()
    third.kill()
    await third.communicate()
    ended = await until(lambda: takes(sessions), lambda found: all(reason for _, reason in found))

    assert "Phiên này đang có người phát hình" in said.decode()
    assert ended == [(1, TakeEnd.TAKEN_OVER), (2, TakeEnd.LOST)]


@pytest.mark.parametrize("name", ["no-such-session", "..%2f", "Phiên"])
async def test_names_of_nothing_are_refused(sessions, stall, port, tmp_path, name):
    publisher = await send(port, film(tmp_path / "film.flv", seconds=1), name=name, query=f"key={stall.key}")
    await publisher.communicate()

    assert publisher.returncode != 0
    assert await takes(sessions) == []
