"""Parts of large files (RFC 9110 §14): what was asked for, and answers that never hold a whole file."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from litestar import Response
from litestar.response import Stream

LARGEST = 2 * 1024 * 1024  # bytes of one part; who asked for more asks again
_ONE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")

Read = Callable[[int, int], Awaitable[bytes]]


def asked_range(header: str | None, size: int) -> tuple[int, int] | None:
    """From where to before where of `size` bytes is asked for; None: all of it, as for what we do not understand.

    A range outside the file is empty: both are `size`.
    """
    found = _ONE.fullmatch(header or "")
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) else (size, size)
    start, stop = int(first), size if not last else min(int(last) + 1, size)
    if last and int(last) < int(first):
        return None
    return (start, stop) if start < size else (size, size)


async def part_of(
    header: str | None, size: int, read: Read, *, media_type: str, headers: Mapping[str, str]
) -> Response[bytes] | Stream:
    """The part of a file that `Range` asks for, at most `LARGEST` bytes of it; without one the file as a stream."""
    bounds = asked_range(header, size)
    said = {**headers, "accept-ranges": "bytes"}
    if bounds is None:
        whole = {**said, "content-length": str(size)}
        return Stream(_parts(read, size), media_type=media_type, headers=whole)
    start, stop = bounds
    if start >= stop:
        return Response(
            b"", status_code=416, media_type=media_type, headers=said | {"content-range": f"bytes */{size}"}
        )
    stop = min(stop, start + LARGEST)
    content = await read(start, stop)
    said["content-range"] = f"bytes {start}-{start + len(content) - 1}/{size}"
    return Response(content, status_code=206, media_type=media_type, headers=said)


async def _parts(read: Read, size: int) -> AsyncIterator[bytes]:
    for start in range(0, size, LARGEST):
        yield await read(start, min(start + LARGEST, size))
