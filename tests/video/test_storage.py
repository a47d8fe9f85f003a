"""Video is kept alike in a folder and in a bucket."""

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

from shop.core.errors import Unavailable
from shop.local.ports import free_port
from shop.video.folder_storage import FolderStorage
from shop.video.s3_gateway import S3Storage
from shop.video.storage import Storage

KEY, SECRET = "key-of-tests", "secret-of-tests"
MEGABYTE = 1 << 20
WRITER = """
import asyncio, pathlib, sys
from shop.video.folder_storage import FolderStorage

async def write():
    storage = FolderStorage(pathlib.Path(sys.argv[1]))
    for number in range(100_000):
        await storage.put(f"a/{number:06d}", bytes([number % 251]) * 300_000)
        print(number, flush=True)

asyncio.run(write())
"""


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=endpoint, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1"
    )
    client.create_bucket(Bucket="video")
    yield f"{endpoint}/video"
    client.close()
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """One that is empty."""
    if request.param == "folder":
        yield FolderStorage(tmp_path / "video")
    else:
        kept = S3Storage(request.getfixturevalue("bucket"), KEY, SECRET)
        yield kept
        await kept.remove("a/")


def write_and_die(folder: Path) -> int:
    """Let a process write file after file and kill it; how many it said that it wrote."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(50)]
        writer.kill()
    return len(said)


async def listed(storage: Storage, prefix: str) -> list[str]:
    return [name async for name in storage.names(prefix)]


async def test_what_was_put_is_there(storage: Storage) -> None:
    await storage.put("a/001/init.mp4", b"head")

    assert await storage.get("a/001/init.mp4") == b"head"
    assert await storage.size("a/001/init.mp4") == 4


async def test_what_was_not_put_is_not_there(storage: Storage) -> None:
    await storage.put("a/001/init.mp4", b"head")

    assert await storage.get("a/001/other.mp4") is None
    assert await storage.get("a/001") is None
    assert await storage.size("a/001") is None
    assert await storage.part("a/002/init.mp4", 0, 4) is None
    assert await listed(storage, "a/002/") == []


async def test_putting_twice_is_putting_once(storage: Storage) -> None:
    await storage.put("a/1.m4s", b"piece")
    await storage.put("a/1.m4s", b"piece")

    assert await listed(storage, "a/") == ["a/1.m4s"]


async def test_names_come_in_order(storage: Storage) -> None:
    names = [f"a/{take:03d}/{number:06d}.m4s" for take in (1, 2) for number in (1, 2, 10)]
    await asyncio.gather(*(storage.put(name, b"x") for name in reversed(names)))

    assert await listed(storage, "a/") == names
    assert await listed(storage, "a/002/") == names[3:]


async def test_a_long_file_is_read_in_parts(storage: Storage, tmp_path: Path) -> None:
    source = tmp_path / "whole.mp4"
    source.write_bytes(b"".join(bytes([number]) * MEGABYTE for number in range(12)))

    await storage.put_file("a/whole.mp4", source)

    assert await storage.size("a/whole.mp4") == 12 * MEGABYTE
    assert await storage.part("a/whole.mp4", 5 * MEGABYTE - 1, 5 * MEGABYTE + 1) == b"\x04\x05"
    assert await storage.part("a/whole.mp4", 12 * MEGABYTE - 2, 99 * MEGABYTE) == b"\x0b\x0b"


async def test_what_is_removed_is_gone_with_all_below_it(storage: Storage) -> None:
    await storage.put("a/001/1.m4s", b"x")
    await storage.put("a/001/deep/2.m4s", b"x")
    await storage.put("a/0011.m4s", b"x")

    await storage.remove("a/001/")
    await storage.remove("a/001/")

    assert await listed(storage, "a/") == ["a/0011.m4s"]


async def test_many_at_once_do_not_mix(storage: Storage) -> None:
    await asyncio.gather(*(storage.put(f"a/{number}", b"%d" % number * 1000) for number in range(40)))

    found = await asyncio.gather(*(storage.get(f"a/{number}") for number in range(40)))

    assert found == [b"%d" % number * 1000 for number in range(40)]


async def test_browsers_get_a_buckets_files_by_signed_addresses(bucket: str) -> None:
    storage = S3Storage(bucket, KEY, SECRET)
    await storage.put("a/1.m4s", b"piece")

    async with httpx.AsyncClient() as client:
        reply = await client.get(str(storage.signed("a/1.m4s", 60)))

    assert reply.content == b"piece"
    assert reply.headers["content-type"] == "video/mp4"
    assert reply.headers["cache-control"] == "public, max-age=60"
    assert "X-Amz-Expires=60&" in str(storage.signed("a/1.m4s", 60))
    assert str(storage.address("a/1.m4s")).startswith(f"{bucket}/a/1.m4s?X-Amz-Algorithm=")


def test_browsers_get_public_files_where_the_setting_says(bucket: str) -> None:
    storage = S3Storage(bucket, KEY, SECRET, "https://cdn.example/video/")

    assert storage.address("a/001/1.m4s") == "https://cdn.example/video/a/001/1.m4s"
    assert re.match(rf"{bucket}/a/1\.jpg\?X-Amz-", str(storage.signed("a/1.jpg", 60)))


async def test_a_bucket_that_does_not_answer_is_said_so() -> None:
    storage = S3Storage(f"http://127.0.0.1:{free_port()}/video", KEY, SECRET)

    with pytest.raises(Unavailable):
        await storage.put("a/1", b"x")
    with pytest.raises(Unavailable):
        await storage.get("a/1")


async def test_a_bucket_that_does_not_exist_keeps_nothing(bucket: str) -> None:
    storage = S3Storage(bucket.replace("/video", "/none"), KEY, SECRET)

    with pytest.raises(Unavailable):
        await storage.put("a/1", b"x")


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/passwd", "a/.."])
async def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    storage = FolderStorage(tmp_path / "video")

    with pytest.raises(ValueError, match=re.escape(name)):
        await storage.put(name, b"x")
    with pytest.raises(ValueError, match=re.escape(name)):
        await storage.get(name)


async def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "video").write_text("a file where the folder should be")

    with pytest.raises(Unavailable):
        await FolderStorage(tmp_path / "video").put("a/1", b"x")


async def test_a_killed_writer_leaves_no_half_file(tmp_path: Path) -> None:
    said = write_and_die(tmp_path)
    storage = FolderStorage(tmp_path)

    names = await listed(storage, "a/")
    contents = [await storage.get(name) for name in names]

    assert len(names) >= said
    assert contents == [bytes([number % 251]) * 300_000 for number in range(len(names))]
