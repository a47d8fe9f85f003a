"""Video kept in a bucket of an S3-compatible store, from which browsers get it themselves."""

import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from shop.core.errors import Unavailable
from shop.video.names import media_type

R = TypeVar("R")
_NOTHING = (NotFoundError, FileNotFoundError)
_AMAZON = re.compile(r"//(?:[^/]+\.)?s3[.-]([a-z0-9-]+)\.amazonaws\.com")
_ELSEWHERE = "us-east-1"  # the region that stores without regions answer to
_PUBLIC_SECONDS = 6 * 3600  # for which an address holds that nobody made public
_KEPT = "public, max-age=60"  # what is removed is gone from every cache within a minute


class S3Storage:
    """A `Storage` in the bucket at `url` (https://host/bucket). `public_url` is where browsers read it, or empty.

    Without a public address browsers are sent to the bucket with signed ones. Browsers of other places need the
    bucket's own leave (CORS: GET and HEAD).
    """

    def __init__(self, url: str, key: str, secret: str, public_url: str = "") -> None:
        endpoint, _, bucket = url.rstrip("/").rpartition("/")
        region = _AMAZON.search(url)
        self._public = public_url.rstrip("/")
        self._store = S3Store(
            bucket,
            endpoint=endpoint,
            region=region[1] if region else _ELSEWHERE,
            access_key_id=key,
            secret_access_key=secret,
            virtual_hosted_style_request=False,
            client_options={"allow_http": True, "connect_timeout": "5s", "timeout": "60s"},
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
        )

    async def put(self, name: str, content: bytes) -> None:
        """Keep `content`; see `Storage`."""
        await self._put(name, content)

    async def put_file(self, name: str, source: Path) -> None:
        """Keep a file, in parts; see `Storage`."""
        await self._put(name, source)

    async def get(self, name: str) -> bytes | None:
        """The bytes of a file; None when there is none."""
        return await _found(self._get(name))

    async def part(self, name: str, begin: int, end: int) -> bytes | None:
        """Some bytes of a file; see `Storage`."""
        found = await _found(obstore.get_range_async(self._store, name, start=begin, end=end))
        return None if found is None else bytes(found)

    async def size(self, name: str) -> int | None:
        """Bytes of a file; None when there is none."""
        found = await _found(obstore.head_async(self._store, name))
        return None if found is None else found["size"]

    async def names(self, prefix: str) -> AsyncIterator[str]:
        """The names below `prefix`, in order."""
        with _refusing():
            async for batch in obstore.list(self._store, prefix, chunk_size=1000):
                for each in batch:
                    yield each["path"]

    async def remove(self, prefix: str) -> None:
        """Remove everything below `prefix`."""
        with _refusing():
            async for batch in obstore.list(self._store, prefix, chunk_size=1000):
                await obstore.delete_async(self._store, [each["path"] for each in batch])

    def address(self, name: str) -> str | None:
        """Where a browser gets this file: at the public address, else at the bucket with a signature."""
        return f"{self._public}/{quote(name)}" if self._public else self.signed(name, _PUBLIC_SECONDS)

    def signed(self, name: str, seconds: int) -> str | None:
        """The address of a file that is not public, good for so long. No network is asked for it."""
        return obstore.sign(self._store, "GET", name, timedelta(seconds=seconds))

    async def _put(self, name: str, content: bytes | Path) -> None:
        attributes = {"Content-Type": media_type(name), "Cache-Control": _KEPT}
        with _refusing():
            await obstore.put_async(self._store, name, content, attributes=attributes)

    async def _get(self, name: str) -> bytes:
        found = await obstore.get_async(self._store, name)
        return bytes(await found.bytes_async())


async def _found(work: Awaitable[R]) -> R | None:
    """What the store answers; None when it has no such file."""
    with _refusing():
        try:
            return await work
        except _NOTHING:
            return None


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    """The store's faults, said as ours."""
    try:
        yield
    except (BaseError, *_NOTHING) as error:
        raise Unavailable(retry_after=5) from error
