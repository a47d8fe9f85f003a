"""nginx with its RTMP module, set up as docs/configs/nginx-rtmp.conf says, before a served shop."""

import asyncio
import contextlib
import os
import shutil
import socket
from pathlib import Path

import pytest
from sqlalchemy import select

from shop.broadcast.models import Take, TakeEnd
from shop.broadcast.takes import end_open_take
from shop.core.db import short
from tests.broadcast.conftest import until
from tests.video.rtmp.filming import film, send

MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")
SECRET = "a-secret-of-the-hooks"
CONFIG = Path(__file__).parents[2] / "docs" / "configs" / "nginx-rtmp.conf"
pytestmark = pytest.mark.skipif(
    not MODULE.exists() or not all(map(shutil.which, ("nginx", "ffmpeg"))), reason="Debian's nginx with RTMP is missing"
)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def configured(folder, shop, rtmp, http):
    """The documented configuration with the addresses and folders of a test."""
    text = CONFIG.read_text()
    changes = {
        "http://SHOP/": f"{shop}/",
        "SECRET": SECRET,
        "listen 1935;": f"listen 127.0.0.1:{rtmp};",
        "listen 8080;": f"listen 127.0.0.1:{http};",
        "/srv/chomay": str(folder),
        "/var/log/nginx": str(folder),
        "/run/": f"{folder}/",
    }
    for said, meant in changes.items():
        assert said in text, f"{said} is not in the configuration"
        text = text.replace(said, meant)
    for name in ("hls", "rec"):
        (folder / name).mkdir(parents=True)
    return text if os.getuid() else f"user root;\n{text}"


@pytest.fixture
async def shop(serve, tmp_path):
    """The shop, served, with a secret for hooks."""
    async with serve(video_dir=str(tmp_path / "video"), ingest_hook_secret=SECRET) as running:
        yield running


@pytest.fixture
async def nginx(shop, tmp_path):
    """nginx before the shop; `nginx.port` takes publishers, `nginx.folder` is where it writes."""
    folder, rtmp = tmp_path / "nginx", free_port()
    config = configured(folder, shop.url, rtmp, free_port())
    (folder / "nginx.conf").write_text(config)
    process = await asyncio.create_subprocess_exec(
        "nginx",
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
        "-e",
        str(folder / "error.log"),
        "-g",
        "daemon off;",
    )
    await until(lambda: _answers(rtmp), bool)
    process.port, process.folder = rtmp, folder
    yield process
    process.terminate()
    await process.wait()


async def _answers(port):
    with contextlib.suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        return True
    return False


async def takes(sessions):
    async with short(sessions) as session:
        rows = await session.execute(select(Take.number, Take.source, Take.end_reason).order_by(Take.number))
        return [tuple(row) for row in rows]


async def written(folder):
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


async def test_right_key_is_seen_under_the_slug_and_nowhere_under_the_key(sessions, stall, nginx, tmp_path):
    publisher = await send(
        nginx.port, film(tmp_path / "film.flv", seconds=8), name=stall.live.slug, query=f"key={stall.key}"
    )
    hls = await until(lambda: written(nginx.folder / "hls"), lambda found: len(found) > 2)
    await publisher.communicate()
    ended = await until(lambda: takes(sessions), lambda found: found and found[0][2])
    noted = tmp_path / "video" / f"sessions/{stall.live.id}/001/recorded.txt"
    await until(lambda: written(tmp_path / "video"), bool)

    everything = await written(nginx.folder)
    assert ended == [(1, "nginx_rtmp", TakeEnd.LOST)]
    assert f"{stall.live.slug}/index.m3u8" in hls
    assert all(name.startswith(f"{stall.live.slug}/") for name in hls)
    assert not any(stall.key in name for name in everything)
    assert not any(stall.key in (nginx.folder / name).read_text(errors="replace") for name in everything)
    assert Path(noted.read_text()).name.startswith(stall.live.slug)


async def test_wrong_key_is_refused_and_leaves_nothing(sessions, stall, nginx, tmp_path):
    publisher = await send(
        nginx.port, film(tmp_path / "film.flv", seconds=3), name=stall.live.slug, query=f"key={'a' * 26}"
    )
    await publisher.communicate()

    assert publisher.returncode != 0
    assert await takes(sessions) == []
    assert await written(nginx.folder / "hls") == []


async def test_key_that_is_taken_back_on_air_cuts_its_publisher(sessions, stall, nginx, tmp_path):
    publisher = await send(
        nginx.port, film(tmp_path / "film.flv", seconds=40), name=stall.live.slug, query=f"key={stall.key}"
    )
    await until(lambda: written(nginx.folder / "hls"), lambda found: len(found) > 2)
    async with short(sessions) as session:
        await end_open_take(session, stall.live.id, TakeEnd.REVOKED)
    async with asyncio.timeout(15):
        await publisher.communicate()

    assert publisher.returncode != 0
    assert await takes(sessions) == [(1, "nginx_rtmp", TakeEnd.REVOKED)]
